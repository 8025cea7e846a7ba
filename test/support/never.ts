/** A signal that never gives up; what hangs is ended by the limit of its test. */
export function never(): AbortSignal {
  return new AbortController().signal;
}
