/** Thrown when something took too long; the work itself goes on and is not undone. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** Waits at most so many milliseconds, then rejects with `TooSlow`. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`Expected an answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
