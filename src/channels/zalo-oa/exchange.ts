import type { Dispatcher } from 'undici';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** Bytes of the answer; a longer one is cut off as a failure. */
  readonly longestAnswer: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** No answer came. `arrived`: the request was on its way, so it may have been worked on. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly arrived: boolean;

  constructor(reason: string, arrived: boolean) {
    super(reason);
    this.arrived = arrived;
  }
}

/** One request and its whole answer. Throws `HttpFailure` only. Redirects are not followed. */
export function exchange(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let headers: Readonly<Record<string, string>> = {};
    let length = 0;
    const chunks: Buffer[] = [];

    const giveUp = (reason: string): void => {
      signal.removeEventListener('abort', abort);
      reject(new HttpFailure(reason, connected));
      controller?.abort(new Error(reason));
    };
    const abort = (): void => giveUp('no answer in time');
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });

    const { origin, pathname, search } = new URL(request.url);
    const { method, body } = request;
    dispatcher.dispatch(
      { origin, path: `${pathname}${search}`, method, body, headers: { ...request.headers } },
      {
        // Called when a connection stands and the request is about to be written.
        onRequestStart: (started) => {
          controller = started;
          if (signal.aborted) started.abort(new Error('given up before it was written'));
          else connected = true;
        },
        onResponseStart: (_controller, code, received) => {
          status = code;
          headers = plainHeaders(received);
        },
        onResponseData: (_controller, chunk) => {
          length += chunk.length;
          if (length > request.longestAnswer) giveUp('the answer was too long');
          else chunks.push(chunk);
        },
        onResponseEnd: () => {
          signal.removeEventListener('abort', abort);
          resolve({ status, headers, text: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError: (_controller, error) => giveUp(describe(error)),
      },
    );
  });
}

function plainHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? value : (value?.[0] ?? '')]));
}

/** The code only: texts of errors hold addresses. */
function describe(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'the connection failed';
}
