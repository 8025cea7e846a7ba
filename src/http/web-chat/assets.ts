import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { projectRoot } from '../../root.ts';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const folder = join(projectRoot, 'src', 'http', 'web-chat', 'public');
const hostShape = /^[a-z0-9.-]{1,253}$/;

/** Reads scripts, styles and pictures into memory, by file name. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const names = readdirSync(folder).filter((name) => types[extname(name)] !== undefined);
  return new Map(names.map((name) => [name, toAsset(readFileSync(join(folder, name)), types[extname(name)] ?? '')]));
}

/** The page, with the hosts whose links may be tapped. Throws when a host is none. */
export function readPage(officialHosts: readonly string[]): string {
  const wrong = officialHosts.find((host) => !hostShape.test(host));
  if (wrong !== undefined) throw new Error(`Expected a host name such as "vneid.gov.vn", got ${JSON.stringify(wrong)}`);
  return readFileSync(join(folder, 'index.html'), 'utf8').replace('OFFICIAL_HOSTS', officialHosts.join(' '));
}

function toAsset(body: Buffer, type: string): Asset {
  return { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
