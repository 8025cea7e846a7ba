import { createHash } from 'node:crypto';
import { newId } from './platform.ts';
import type { Platform, Waiting } from './platform.ts';
import type { AcceptedMessage, AcceptedTemplate, Fields } from './types.ts';

/**
 * Zalo waits two seconds for a 200. The stand-in waits longer, because a slow machine is no fault of the assistant; that it
 * answers in time has a test with a clock of its own. Milliseconds.
 */
const deadline = 240_000;

/** Milliseconds after each failed try. */
export const retryAfter = [30_000, 300_000, 900_000, 1_800_000, 3_600_000] as const;

/** Exact bytes that no other writer of JSON would make again, so that only those who keep them can check the signature. */
export function toRaw(event: Fields): Buffer {
  return Buffer.from(JSON.stringify(event, null, 1).replaceAll('/', String.raw`\/`));
}

/** Plain SHA-256 with the key at the end, as documented. */
export function sign(platform: Platform, raw: Buffer, timestamp: unknown): string {
  const { appId, oaSecretKey } = platform;
  return `mac=${createHash('sha256').update(appId).update(raw).update(String(timestamp)).update(oaSecretKey).digest('hex')}`;
}

/** Posts an event to an address and returns the status; 0 when nobody answered in time. */
export async function post(url: string, raw: Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  try {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(url, { method: 'POST', headers: all, body: new Uint8Array(raw), signal: AbortSignal.timeout(deadline) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Delivers an event to the saved address; one that is not taken waits for `redeliver`. Returns the status. */
export async function deliver(platform: Platform, event: Fields): Promise<number> {
  const url = platform.webhook;
  if (url === undefined) return 0;
  const raw = toRaw(event);
  const signature = sign(platform, raw, event.timestamp);
  const status = await post(url, raw, { 'x-zevent-signature': signature });
  if (status !== 200) platform.waiting.push({ raw, signature, retries: 0 });
  return status;
}

/** The next round of repetitions, the newest first: nothing promises an order. After the last, the webhook is off. */
export async function redeliver(platform: Platform): Promise<void> {
  const waiting = platform.waiting.splice(0).toReversed();
  const wait = retryAfter[Math.min(waiting[0]?.retries ?? 0, retryAfter.length - 1)];
  platform.milliseconds += wait ?? 0;
  for (const each of waiting) await repeat(platform, each);
}

async function repeat(platform: Platform, each: Waiting): Promise<void> {
  if (platform.webhook === undefined) return;
  each.retries += 1;
  const headers = { 'x-zevent-signature': each.signature, num_retry: String(each.retries) };
  if ((await post(platform.webhook, each.raw, headers)) === 200) return;
  if (each.retries < retryAfter.length) platform.waiting.push(each);
  else platform.webhook = undefined;
}

/** What Zalo tells the app about a message that the app itself has sent. */
export async function echo(platform: Platform, message: AcceptedMessage): Promise<void> {
  if (!platform.echoes) return;
  const name = message.picture ? 'oa_send_image' : 'oa_send_text';
  await track(platform, deliver(platform, echoEvent(platform, name, message.userId, { text: message.text, msg_id: message.messageId })));
}

/** Whoever waits for all to be told waits for this, too. */
async function track(platform: Platform, delivering: Promise<unknown>): Promise<void> {
  const work = delivering.then(() => undefined);
  platform.underWay.add(work);
  await work.finally(() => platform.underWay.delete(work));
}

export function echoEvent(platform: Platform, name: string, userId: string, message: Fields, adminId?: string): Fields {
  return {
    app_id: platform.appId,
    sender: { id: platform.oaId, ...(adminId === undefined ? {} : { admin_id: adminId }) },
    user_id_by_app: `9${userId.slice(1)}`,
    recipient: { id: userId },
    event_name: name,
    message,
    timestamp: String(platform.now()),
  };
}

/** Arrived and seen, after the answer; nobody waits for them. */
export function receipt(platform: Platform, { userId, messageId }: Pick<AcceptedMessage, 'userId' | 'messageId'>): void {
  const received = echoEvent(platform, 'user_received_message', userId, { msg_id: messageId });
  const seen = echoEvent(platform, 'user_seen_message', userId, { msg_ids: [messageId, newId()] });
  void track(
    platform,
    deliver(platform, received).then(() => deliver(platform, seen)),
  );
}

/** The receipt of a template; that to a phone number names the number instead of the person, and brings our name for it back. */
export function receiptOfTemplate(platform: Platform, { by, to, messageId, tracking, at }: AcceptedTemplate): void {
  if (by === 'user') return receipt(platform, { userId: to, messageId });
  const message = { msg_id: messageId, tracking_id: tracking, delivery_time: String(at) };
  const event = { ...echoEvent(platform, 'user_received_message', to, message), user_id_by_app: undefined };
  void track(platform, deliver(platform, event));
}
