import type { IncomingMessage } from 'node:http';
import { fieldsOf, invalid } from './types.ts';
import type { Fields, Upload } from './types.ts';

export interface Body {
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Upload>;
}

/** Reads a call sent as JSON, as a form, or with a file. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(type)?.[1];
  if (boundary !== undefined) return { fields: {}, files: readFile(raw, boundary) };
  if (type.startsWith('application/json')) return { fields: parseJson(raw), files: new Map() };
  return { fields: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))), files: new Map() };
}

function parseJson(raw: Buffer): Fields {
  try {
    return fieldsOf(JSON.parse(raw.toString('utf8')));
  } catch {
    throw invalid('body');
  }
}

/** The only file of the body. */
function readFile(raw: Buffer, boundary: string): ReadonlyMap<string, Upload> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, end).toString('utf8');
  const close = raw.lastIndexOf(`\r\n--${boundary}--`);
  const [, field, name] = /name="([^"]*)"; filename="([^"]*)"/.exec(head) ?? [];
  if (!head.startsWith(`--${boundary}\r\n`) || close < 0 || field === undefined || name === undefined) throw invalid('file');
  return new Map([[field, { name, bytes: raw.subarray(end + 4, close) }]]);
}
