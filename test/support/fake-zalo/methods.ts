import { checkMessage } from './checks.ts';
import { echo, receipt } from './delivery.ts';
import { expireAccess, newId } from './platform.ts';
import type { Platform, User } from './platform.ts';
import { fieldsOf, invalid, Refusal } from './types.ts';
import { describeTemplate, sendTemplateToPhone, sendTemplateToUser } from './templates.ts';
import type { AcceptedMessage, Call, Outcome } from './types.ts';

type Method = (platform: Platform, call: Call) => Promise<Outcome> | Outcome;

/** Verb and path → method. The bare message path does not exist on the real service either. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['POST /v3.0/oa/message/cs', sendMessage],
  ['POST /v2.0/oa/upload/image', uploadImage],
  ['GET /v2.0/oa/getoa', describeAccount],
  ['POST /v3.0/oa/quota/message', describeQuota],
  ['GET /v3.0/oa/user/detail', describeUser],
  ['POST /v3.0/oa/message/template', sendTemplateToUser],
  ['POST /message/template', sendTemplateToPhone],
  ['GET /template/info/v2', describeTemplate],
]);

const hour = 3_600_000;
const megabyte = 1_048_576;

async function sendMessage(platform: Platform, { fields }: Call): Promise<Outcome> {
  const userId = fieldsOf(fields.recipient).user_id;
  const user = userOf(platform, userId);
  const checked = checkMessage(platform, fields.message);
  if (user.refuses) throw new Refusal(-244, 'User has restricted this type of message');
  refuseAtNight(platform);
  const isPaid = checkWindow(platform, user);
  const message: AcceptedMessage = { ...checked, userId: String(userId), messageId: newId(), at: platform.now(), isPaid };
  platform.accepted.push(message);
  if (platform.accepted.length === platform.messagesUntilExpiry) expireAccess(platform);
  // The echo really is on its way before the answer is.
  await echo(platform, message);
  const quota = platform.withQuota ? { quota: { quota_type: 'reply', remain: '8', total: '8' } } : {};
  return {
    data: { message_id: message.messageId, user_id: message.userId, sent_time: String(message.at), ...quota },
    after: () => receipt(platform, message),
  };
}

/** An id must be a text: a number has lost its last digits already. */
function userOf(platform: Platform, userId: unknown): User {
  const user = typeof userId === 'string' ? platform.users.get(userId) : undefined;
  if (user === undefined) throw invalid('user_id');
  return user;
}

/** True when the message costs money. */
function checkWindow(platform: Platform, { lastInteraction }: User): boolean {
  const age = lastInteraction === undefined ? Infinity : platform.now() - lastInteraction;
  if (age > 7 * 24 * hour) throw new Refusal(-230, 'User has not interacted with the OA in the past 7 days');
  return age > 48 * hour;
}

function refuseAtNight(platform: Platform): void {
  const localHour = Math.floor(((platform.now() + 7 * hour) % (24 * hour)) / hour);
  if (platform.nightRule && (localHour >= 22 || localHour < 6)) throw new Refusal(-234, 'This message cannot be sent at night (10:00PM - 6:00AM)');
}

function uploadImage(platform: Platform, { files }: Call): Outcome {
  const file = files.get('file');
  if (file === undefined) throw invalid('file');
  const begin = file.bytes.subarray(0, 4).toString('hex');
  if (begin !== '89504e47' && !begin.startsWith('ffd8ff')) throw new Refusal(-201, 'file is invalid! We only support png and jpeg');
  if (file.bytes.length > megabyte) throw new Refusal(-210, 'Parameter exceeds allowable limit');
  const id = `attachment-${newId()}`;
  platform.attachments.set(id, { bytes: file.bytes, expiresAt: platform.now() + 7 * 24 * hour });
  return { data: { attachment_id: id } };
}

function describeAccount({ oaId }: Platform): Outcome {
  return { data: { oaid: oaId, name: 'Cầu Số thử nghiệm', is_verified: true, oa_type: 4, package_name: 'Growth' } };
}

function describeQuota(platform: Platform, { fields }: Call): Outcome {
  const { lastInteraction } = userOf(platform, fields.user_id);
  return { data: { last_interaction: String(lastInteraction ?? 0), cs_reply: { remain: 8, total: 8 } } };
}

function describeUser(platform: Platform, { fields }: Call): Outcome {
  const { follows } = userOf(platform, fields.user_id);
  return { data: { user_id: fields.user_id, display_name: 'Người thử', user_is_follower: follows, is_sensitive: false } };
}
