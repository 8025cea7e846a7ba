import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from './body.ts';
import { methods } from './methods.ts';
import { takeFault } from './platform.ts';
import type { Platform } from './platform.ts';
import { Refusal, tooMany } from './types.ts';
import type { Call, Fault } from './types.ts';

/** Serves a platform over HTTP on a free port of 127.0.0.1. `prefix` is a path before `/bot<token>`. */
export function createServer(platform: Platform, prefix: string): http.Server {
  return http.createServer((request, response) => {
    handle(platform, prefix, request, response).catch((error: unknown) => answerFailure(response, error));
  });
}

async function handle(
  platform: Platform,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (serveFile(platform, prefix, request.url ?? '', response)) return;
  const method = checkPath(platform, prefix, request.url ?? '');
  const body = await readBody(request);
  const call: Call = { method, ...body, at: platform.now() };
  platform.calls.push(call);
  const fault = takeFault(platform, call);
  if (fault && (await misbehave(fault, request, response))) return;
  const result = await run(platform, call);
  if (fault?.kind === 'lost_answer') request.socket.destroy();
  else answer(response, 200, { ok: true, result });
}

/** True when a file was asked for. An empty one is one that Telegram has removed since. */
function serveFile(platform: Platform, prefix: string, url: string, response: ServerResponse): boolean {
  const [, token, id] = /^\/file\/bot([^/]+)\/photos\/([\w-]+)\.png$/.exec(url.slice(prefix.length)) ?? [];
  if (token === undefined || id === undefined) return false;
  const file = decodeURIComponent(token) === platform.token ? platform.files.get(id) : undefined;
  if (file && file.length > 0) response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.length }).end(file);
  else answer(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
  return true;
}

function checkPath(platform: Platform, prefix: string, url: string): string {
  const path = url.split('?')[0] ?? '';
  const [, token, method] = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(path.slice(prefix.length)) ?? [];
  if (!path.startsWith(`${prefix}/`) || token === undefined || method === undefined) throw new Refusal(404, 'Not Found');
  if (decodeURIComponent(token) === platform.token) return method;
  throw /^\d+:[\w-]{8,}$/.test(token) ? new Refusal(401, 'Unauthorized') : new Refusal(404, 'Not Found');
}

function run(platform: Platform, call: Call): unknown {
  const method = methods.get(call.method.toLowerCase());
  if (method === undefined) throw new Refusal(404, 'Not Found: method not found');
  return method(platform, call);
}

/** True when the fault has taken the place of an answer. */
async function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'rate_limited':
      throw tooMany(fault.retryAfter);
    case 'refuse':
      throw new Refusal(fault.code, fault.description);
    case 'server_error':
      throw new Refusal(fault.status, 'Internal Server Error: restart');
    case 'page':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html><p>Trang bị chặn</p></html>');
      return true;
    case 'cut':
      request.socket.destroy();
      return true;
    case 'silent':
      return true;
    case 'latency':
      await sleep(fault.milliseconds);
      return false;
    case 'lost_answer':
      return false;
  }
}

function answerFailure(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`);
  const { code, message, parameters } = refusal;
  answer(response, code, { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
