import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/channels/zalo-oa/errors.ts';
import { createZaloChannel } from '../../../src/channels/zalo-oa/mod.ts';
import { parseEvent } from '../../../src/channels/zalo-oa/parse.ts';
import { fieldsOf, textOf } from '../../../src/channels/zalo-oa/read.ts';
import { judgeSignature } from '../../../src/channels/zalo-oa/signature.ts';
import { projectRoot } from '../../../src/root.ts';

/** Payloads that others have collected; beside the project on some machines only. */
const folder = join(projectRoot, '../shared/fixtures/zalo');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const tokens = { current: async () => '', renew: async () => '' };
const channel = createZaloChannel({ appId: '1', oaSecretKey: 'k' }, { tokens });

function statusOf(name: string): string {
  const raw = readFileSync(join(folder, name));
  const payload = channel.readPayload(raw);
  if (name.startsWith('oa-reply-token')) return textOf(fieldsOf(payload).access_token) ? 'pair' : 'refused';
  if (name.startsWith('oa-reply-')) return replyStatus(raw.toString());
  const parsed = parseEvent(payload, '1', undefined);
  if ('ignored' in parsed) return `ignored: ${parsed.ignored}`;
  const { content } = parsed.message;
  return content.type === 'media' ? `media: ${content.media.kind}` : content.type;
}

function replyStatus(text: string): string {
  const reply = readReply({ status: 200, headers: {}, text }, 'test', new Date());
  return 'data' in reply ? 'success' : `${reply.failure.code}, ${reply.known ? 'known' : 'unknown'}`;
}

/** By name of the file; what belongs to the other product of Zalo is nothing for this channel. */
const expected: Readonly<Record<string, string>> = {
  'oa-anonymous_send_text': 'ignored: anonymous',
  'oa-change_oa_daily_quota': 'ignored: administration',
  'oa-change_template_status': 'ignored: administration',
  'oa-follow': 'followed',
  'oa-oa_send_text-by-admin': 'staff_wrote',
  'oa-oa_send_text': 'ignored: echo',
  'oa-reply-cs-success-2026': 'success',
  'oa-reply-cs-success': 'success',
  'oa-reply-error-100-attachment': 'refused, known',
  'oa-reply-error-213': 'blocked, known',
  'oa-reply-error-216': 'misconfigured, known',
  'oa-reply-error-220': 'misconfigured, known',
  'oa-reply-error-230': 'window_closed, known',
  'oa-reply-error-234': 'rate_limited, known',
  'oa-reply-error-32-app': 'rate_limited, known',
  'oa-reply-quota-user': 'success',
  'oa-reply-template-phone-144': 'out_of_quota, known',
  'oa-reply-template-phone-success': 'success',
  'oa-reply-template-uid-success': 'success',
  'oa-reply-token-error-14003': 'refused',
  'oa-reply-token-success': 'pair',
  'oa-reply-upload-image': 'success',
  'oa-reply-user-detail': 'success',
  'oa-unfollow': 'blocked',
  'oa-user_click_chatnow': 'ignored: chat_opened',
  'oa-user_received_message': 'ignored: receipt',
  'oa-user_seen_message': 'ignored: receipt',
  'oa-user_send_audio': 'media: voice',
  'oa-user_send_image': 'media: photo',
  'oa-user_send_link-no-text': 'text',
  'oa-user_send_location': 'media: location',
  'oa-user_send_sticker': 'media: sticker',
  'oa-user_send_text-button-tap': 'tap',
  'oa-user_send_text': 'text',
  'oa-user_submit_info': 'own_phone',
  'oa-webhook-url-check': 'ignored: not_an_event',
  'oa-zns-user_received_message': 'ignored: receipt',
};

const introduction = `# What becomes of the Zalo payloads that others collected

${Object.keys(expected).length} payloads of third parties are replayed through the channel where the collection is at hand; it is no part of this
project. Their number by what the channel makes of them, kept true by \`test/channels/zalo-oa/shared-payloads.test.ts\`
(to write it anew: \`npx vitest run test/channels/zalo-oa/shared-payloads.test.ts -u\`).

| what the channel makes of it | payloads |
|---|---|
`;

const payloads = files.filter((name) => name.startsWith('oa-')).map((name) => name.replace('.json', ''));
const foreign = files.filter((name) => name.startsWith('bot-'));
const vectors = files.filter((name) => name.startsWith('signature-'));

describe('payloads collected by others', () => {
  it('are all named here, where they are at hand', () => {
    expect(payloads.filter((name) => expected[name] === undefined)).toEqual([]);
  });

  it('are counted in the table of the documentation', async () => {
    const counts = new Map<string, number>();
    for (const status of Object.values(expected)) counts.set(status, (counts.get(status) ?? 0) + 1);
    const rows = [...counts].toSorted(([a], [b]) => a.localeCompare(b, 'en')).map(([status, count]) => `| ${status} | ${count} |`);
    await expect(`${introduction}${rows.join('\n')}\n`).toMatchFileSnapshot(join(projectRoot, 'docs/zalo-payloads.md'));
  });

  it.each(payloads)('%s has the status written here', (name) => {
    expect(statusOf(`${name}.json`)).toBe(expected[name]);
  });

  it.each(foreign)('%s of the other product is left alone', (name) => {
    expect(channel.parse(channel.readPayload(readFileSync(join(folder, name))))).toEqual([]);
  });

  it.each(vectors)('%s is genuine as it is and with one sign changed is not', (name) => {
    const vector: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const secrets = { appId: vector['app_id'] ?? '', oaSecretKey: vector['oa_secret_key'] ?? '' };
    const judge = (body: string): string => judgeSignature(Buffer.from(body), { 'x-zevent-signature': vector['header'] }, secrets);
    const body = vector['raw_body'] ?? '';
    expect([judge(body), judge(`${body} `)]).toEqual(['genuine', 'wrong']);
  });
});
