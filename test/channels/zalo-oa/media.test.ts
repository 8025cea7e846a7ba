import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFile } from '../../../src/channels/zalo-oa/media.ts';
import { MediaError } from '../../../src/channels/channel.ts';

let server: http.Server;
let root: string;
let asked: string[];
const never = new AbortController().signal;

/** Path → answer. */
const answers: Readonly<Record<string, (response: http.ServerResponse) => unknown>> = {
  '/photo': (response) => response.end('a photo'),
  '/moved': (response) => response.writeHead(302, { location: '/photo' }).end(),
  '/gone': (response) => response.writeHead(404).end(),
  '/away': (response) => response.writeHead(503).end(),
  '/announced': (response) => response.writeHead(200, { 'content-length': '5000' }).end('x'.repeat(5_000)),
  '/endless': (response) => {
    response.writeHead(200);
    const more = (): void => void (response.destroyed || response.write('x'.repeat(400), () => setImmediate(more)));
    more();
  },
};

beforeEach(async () => {
  asked = [];
  server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    answers[request.url ?? '']?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function fetchFrom(path: string): Promise<string> {
  return fetchFile(`${root}${path}`, root, 1_000, never).then((bytes) => Buffer.from(bytes).toString(), codeOf);
}

function codeOf(error: unknown): string {
  if (error instanceof MediaError) return error.code;
  throw error;
}

describe('a file on Zalo', () => {
  it.each([
    ['is fetched', '/photo', 'a photo'],
    ['is not looked for elsewhere', '/moved', 'gone'],
    ['is gone when it is not there', '/gone', 'gone'],
    ['may come later from a server that is away', '/away', 'unavailable'],
    ['is left alone when it is announced as too long', '/announced', 'too_big'],
    ['is cut off when it does not end', '/endless', 'too_big'],
  ])('%s', async (_, path, result) => {
    expect(await fetchFrom(path)).toBe(result);
    expect(asked).toEqual([path]);
  });

  it.each([
    'http://f6.photo.zdn.vn/a.jpg',
    'https://zdn.vn.example.com/a.jpg',
    'https://evilzdn.vn/a.jpg',
    'https://f6.photo.zdn.vn:8443/a.jpg',
    'https://user:word@f6.photo.zdn.vn/a.jpg',
    'https://f6.photo.zdn.vn@127.0.0.1/a.jpg',
    'https://127.0.0.1/a.jpg',
    'file:///etc/passwd',
    'not a link',
  ])('is never fetched from %s', async (link) => {
    expect(await fetchFile(link, undefined, 1_000, never).catch(codeOf)).toBe('gone');
  });

  it('is not fetched from the replaced Zalo of somebody else', async () => {
    expect(await fetchFile(`${root}/photo`, 'http://127.0.0.1:1', 1_000, never).catch(codeOf)).toBe('gone');
    expect(asked).toEqual([]);
  });
});
