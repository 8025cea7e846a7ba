import axios from 'axios';
import type { AxiosAdapter } from 'axios';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { exchange, HttpFailure } from './exchange.ts';
import type { HttpAnswer } from './exchange.ts';

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Below the root, with a slash at the beginning. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One host of Zalo. */
export interface Http {
  /** The answer, whatever its status. Throws `HttpFailure` only. */
  call(call: Call, signal: AbortSignal): Promise<HttpAnswer>;
}

/** Bytes: answers are short, pictures at most 1 MB. */
const longestAnswer = 1_000_000;
const longestBody = 2_000_000;

/** Milliseconds. A longer call is dead; pictures over a slow line get through in this time. */
const callTimeout = 30_000;
const connectTimeout = 8_000;

/**
 * Kept connections, no redirects, no proxy, bounded in size and time. `root` may have a path and may be http. Connections
 * are shared by all calls of one `Http`.
 */
export function createHttp(root: string): Http {
  const agent = new Agent({ connect: { timeout: connectTimeout }, keepAliveTimeout: 20_000, connections: 32, pipelining: 1 });
  const client = axios.create({
    baseURL: root.replace(/\/+$/, ''),
    adapter: createAdapter(agent),
    maxRedirects: 0,
    proxy: false,
    timeout: callTimeout,
    maxContentLength: longestAnswer,
    maxBodyLength: longestBody,
    // The answer is read by our own code, ids as text; and every status is an answer.
    transformRequest: (data: unknown) => data,
    transformResponse: (data: unknown) => data,
    validateStatus: null,
  });
  return {
    async call({ method, path, query, headers, body }, signal) {
      if (signal.aborted) throw new HttpFailure('given up before it began', false);
      const abort = new AbortController();
      const forward = (): void => abort.abort();
      signal.addEventListener('abort', forward, { once: true });
      try {
        const answer = await client.request<string>({
          method,
          url: path,
          data: body ?? null,
          signal: abort.signal,
          ...(query ? { params: query } : {}),
          ...(headers ? { headers } : {}),
        });
        return { status: answer.status, headers: answer.headers as HttpAnswer['headers'], text: answer.data };
      } catch (error) {
        throw failures.get(abort.signal) ?? error;
      } finally {
        signal.removeEventListener('abort', forward);
      }
    },
  };
}

/** What the adapter saw, by call: axios puts an error of its own in its place when a call was given up. */
const failures = new WeakMap<object, HttpFailure>();

function createAdapter(agent: Dispatcher): AxiosAdapter {
  return async (config) => {
    const given = config.signal as AbortSignal;
    const signal = AbortSignal.any([given, AbortSignal.timeout(config.timeout ?? callTimeout)]);
    try {
      const body: unknown = config.data ?? null;
      if (!isBody(body) || (body?.length ?? 0) > longestBody) throw new HttpFailure('the body was too long', false);
      const request = {
        method: config.method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
        url: axios.getUri(config),
        headers: stringHeaders(config.headers.toJSON()),
        body,
        longestAnswer,
      } as const;
      const { status, headers, text } = await exchange(agent, request, signal);
      return { data: text, status, statusText: '', headers, config, request: null };
    } catch (error) {
      if (error instanceof HttpFailure) failures.set(given, error);
      throw error;
    }
  };
}

function isBody(value: unknown): value is string | Buffer | null {
  return value === null || typeof value === 'string' || Buffer.isBuffer(value);
}

function stringHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
