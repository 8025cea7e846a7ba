import type { InboundMessage } from '../channel.ts';

/** UTF-16 units of one text that a person may write. */
const longestText = 4096;

const latestTime = 8.64e15;

/**
 * Reads our own neutral payload `{ platformId, id, sentAt, text | tap | photo }`; an empty list for anything else.
 * `photo` is where we keep it, which no browser can say. The id is made by the browser, so it is made unique per visitor here: nobody can use up somebody else's ids.
 */
export function parse(payload: unknown): readonly InboundMessage[] {
  if (!isRecord(payload)) return [];
  const { platformId, id, sentAt } = payload;
  if (!matches(platformId, /^[0-9a-f]{64}$/) || !matches(id, /^[A-Za-z0-9-]{8,64}$/) || !isTime(sentAt)) return [];
  const content = readContent(payload);
  if (content === undefined) return [];
  return [{ channel: 'web', account: 'web', platformId, updateId: `${platformId.slice(0, 16)}-${id}`, sentAt, content }];
}

function readContent({ text, tap, photo }: Readonly<Record<string, unknown>>): InboundMessage['content'] | undefined {
  if ([text, tap, photo].filter((given) => given !== undefined).length > 1) return undefined;
  if (photo !== undefined) return matches(photo, /^\d{1,15}$/) ? { type: 'media', media: { kind: 'photo', reference: photo } } : undefined;
  if (tap === undefined) return readText(text);
  if (!matches(tap, /^[\x21-\x7e]{1,64}$/)) return undefined;
  return { type: 'tap', payload: tap };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(Number(value)) <= latestTime;
}

/** Composed, without NUL and half letters: what every part behind this one can store. */
function readText(value: unknown): InboundMessage['content'] | undefined {
  if (typeof value !== 'string' || value.length > longestText) return undefined;
  const text = value.replace(/\0|\p{Surrogate}/gu, '').normalize('NFC');
  return text.trim() === '' || text.length > longestText ? undefined : { type: 'text', text };
}
