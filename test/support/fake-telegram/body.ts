import type { IncomingMessage } from 'node:http';
import { badRequest } from './types.ts';
import type { Fields } from './types.ts';

export interface Body {
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Buffer>;
}

const empty: Body = { fields: {}, files: new Map() };

/** Reads a call sent as JSON, as a form, or with files. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (raw.length === 0) return empty;
  if (type.startsWith('application/json')) return { ...empty, fields: parseJson(raw) };
  const boundary = /^multipart\/form-data; ?boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary !== undefined) return readParts(raw, boundary);
  return { ...empty, fields: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))) };
}

function parseJson(raw: Buffer): Fields {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw badRequest("can't parse request JSON object");
  }
}

function readParts(raw: Buffer, boundary: string): Body {
  const fields: Record<string, unknown> = {};
  const files = new Map<string, Buffer>();
  for (const part of splitParts(raw, Buffer.from(`--${boundary}`))) {
    const end = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, end).toString('utf8');
    const content = part.subarray(end + 4);
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    if (head.includes('filename="')) files.set(name, content);
    else fields[name] = content.toString('utf8');
  }
  return { fields, files };
}

function splitParts(raw: Buffer, mark: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = raw.indexOf(mark);
  while (start >= 0) {
    const next = raw.indexOf(mark, start + mark.length);
    // Between two marks stand a line end, the part, and a line end.
    if (next >= 0) parts.push(raw.subarray(start + mark.length + 2, next - 2));
    start = next;
  }
  return parts;
}
