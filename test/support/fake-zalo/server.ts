import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from './body.ts';
import { methods } from './methods.ts';
import { consentTarget, grantTokens } from './oauth.ts';
import { takeFault } from './platform.ts';
import type { Platform } from './platform.ts';
import { fieldsOf, Refusal } from './types.ts';
import type { Call, Fault, Fields } from './types.ts';

const oauthPath = '/v4/oa/access_token';
const consentPath = '/v4/oa/permission';
const minute = 60_000;

/** Serves the API and OAuth over HTTP. */
export function createServer(platform: Platform): http.Server {
  return http.createServer((request, response) => {
    handle(platform, request, response).catch((error: unknown) => answerFailure(platform, response, error));
  });
}

async function handle(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://zalo');
  if (pathname === consentPath) return void response.writeHead(302, { location: consentTarget(platform, searchParams) }).end();
  if (servePhoto(platform, request.url ?? '', response)) return;
  const call = await readCall(request);
  platform.calls.push(call);
  const isOauth = call.path === oauthPath;
  const userId = String(fieldsOf(call.fields.recipient).user_id ?? call.fields.user_id ?? call.fields.phone ?? '');
  const fault = takeFault(platform, isOauth ? ['oauth'] : [userId, 'all']);
  if (fault && (await misbehave(fault, request, response))) return;
  const { body, after } = isOauth ? { body: grantTokens(platform, call), after: undefined } : await run(platform, call);
  if (fault?.kind === 'lost_answer') request.socket.destroy();
  else if (fault?.kind !== 'held_answer') answer(platform, response, 200, body);
  after?.();
}

/** True when a photo was asked for, which needs no token. */
function servePhoto(platform: Platform, url: string, response: ServerResponse): boolean {
  if (!url.startsWith('/photos/')) return false;
  const photo = platform.photos.get(url);
  if (photo) response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': photo.length }).end(photo);
  else response.writeHead(404).end();
  return true;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://zalo');
  const { fields, files } = await readBody(request);
  const data = searchParams.get('data');
  return {
    method: request.method ?? '',
    path: pathname,
    headers: request.headers,
    fields: request.method === 'GET' ? (data === null ? Object.fromEntries(searchParams) : fieldsOf(JSON.parse(data))) : fields,
    files,
  };
}

async function run(platform: Platform, call: Call): Promise<{ readonly body: Fields; readonly after: (() => void) | undefined }> {
  const method = methods.get(`${call.method} ${call.path}`);
  if (method === undefined) throw new Refusal(404, 'empty or invalid API', 404);
  if (templateHost.test(call.path)) checkTemplateToken(platform, call.headers['access_token']);
  else checkToken(platform, call.headers['access_token']);
  countCall(platform);
  const { data, after } = await method(platform, call);
  return { body: { data, error: 0, message: 'Success' }, after };
}

function checkToken(platform: Platform, token: unknown): void {
  const expiresAt = platform.accessTokens.get(String(token));
  if (expiresAt === undefined) throw new Refusal(-216, 'Access token is invalid');
  if (platform.now() >= expiresAt) throw new Refusal(-220, 'access_token is expired or removed');
}

/** These paths lie on another host of the real service, with codes of its own. */
const templateHost = /^\/(?:message\/template|template\/)/;

function checkTemplateToken(platform: Platform, token: unknown): void {
  if (platform.now() >= (platform.accessTokens.get(String(token)) ?? 0)) throw new Refusal(-124, 'Access token invalid');
}

function countCall(platform: Platform): void {
  const now = platform.now();
  platform.callTimes = [...platform.callTimes.filter((time) => time > now - minute), now];
  if (platform.callTimes.length <= platform.requestsPerMinute) return;
  platform.callTimes.pop();
  throw new Refusal(-32, 'Your OA reached limit call api');
}

/** True when the fault has taken the place of an answer. */
async function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'rate_limited':
      throw new Refusal(-32, 'Your application reached limit call api', 200, fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) });
    case 'refuse':
      throw new Refusal(fault.error, fault.message);
    case 'server_error':
      response.writeHead(fault.status, { 'content-type': 'text/plain' }).end('upstream is away');
      return true;
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
    case 'held_answer':
      return false;
  }
}

function answerFailure(platform: Platform, response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal(-1, `fault of the fake: ${String(error)}`, 500);
  answer(platform, response, refusal.status, { error: refusal.error, message: refusal.message }, refusal.headers);
}

function answer(platform: Platform, response: ServerResponse, status: number, body: Fields, more: Readonly<Record<string, string>> = {}): void {
  if (response.destroyed) return;
  const { requestsPerMinute: limit, callTimes } = platform;
  const rate = Number.isFinite(limit) ? { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remain': String(Math.max(0, limit - callTimes.length)) } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...rate, ...more }).end(JSON.stringify(body));
}
