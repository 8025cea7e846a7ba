import { connect } from 'node:net';

export interface Post {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts several requests over one connection in one go, so that they arrive in this order and before any of them was
 * answered. Returns their status codes.
 */
export function postTogether(root: string, posts: readonly Post[]): Promise<readonly number[]> {
  const { hostname, port, host } = new URL(root);
  return new Promise((resolve, reject) => {
    let answers = '';
    const socket = connect(Number(port), hostname, () => socket.write(posts.map((post, index) => toRequest(post, host, index === posts.length - 1)).join('')));
    socket.setEncoding('utf8');
    socket.on('data', (part) => (answers += String(part)));
    socket.on('error', reject);
    socket.on('close', () => resolve([...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))));
  });
}

function toRequest({ path, headers, body }: Post, host: string, isLast: boolean): string {
  const all = { host, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: isLast ? 'close' : 'keep-alive', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
