import { checkMarkup, checkText } from './checks.ts';
import { nextId, reachableChat } from './platform.ts';
import type { Platform } from './platform.ts';
import { badRequest, textOf, tooMany } from './types.ts';
import type { AcceptedMessage, Call, Fields, Refusal } from './types.ts';
import { fetchUpdates } from './updates-queue.ts';

type Method = (platform: Platform, call: Call) => unknown;

/** Methods by lower-case name: Telegram does not mind the case. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['getme', (platform) => ({ id: platform.botId, is_bot: true, first_name: 'Cầu Số', username: platform.username })],
  ['setwebhook', setWebhook],
  ['deletewebhook', deleteWebhook],
  ['getwebhookinfo', webhookInfo],
  ['getupdates', fetchUpdates],
  ['setmycommands', setMyCommands],
  ['sendmessage', sendMessage],
  ['sendphoto', sendPhoto],
  ['sendchataction', sendChatAction],
  ['answercallbackquery', answerCallbackQuery],
  ['editmessagetext', editMessageText],
  ['getfile', getFile],
]);

function setWebhook(platform: Platform, { fields }: Call): true {
  const url = textOf(fields.url);
  const isLocal = url.startsWith('http://127.0.0.1');
  if (url !== '' && !url.startsWith('https://') && !isLocal) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  const secret = textOf(fields.secret_token);
  if (!/^[\w-]{0,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  const allowed = fields.allowed_updates ?? platform.webhook?.allowedUpdates;
  platform.webhook = url === '' ? undefined : { url, secret, allowedUpdates: Array.isArray(allowed) ? allowed : [] };
  if (platform.webhook) platform.wake?.('webhook');
  return true;
}

function deleteWebhook(platform: Platform, { fields }: Call): true {
  platform.webhook = undefined;
  if (fields.drop_pending_updates === true) platform.updates = [];
  return true;
}

function webhookInfo(platform: Platform): Fields {
  const { webhook, lastError, updates } = platform;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.length,
    ...(webhook ? { max_connections: 40, allowed_updates: webhook.allowedUpdates } : {}),
    ...(lastError ? { last_error_date: lastError.at, last_error_message: lastError.text } : {}),
  };
}

function setMyCommands(platform: Platform, { fields }: Call): true {
  const commands: unknown[] = Array.isArray(fields.commands) ? fields.commands : [];
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands.map((each) => Object(each))) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    const length = String(description ?? '').length;
    if (length < 1 || length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  platform.commands.set(textOf(fields.language_code), commands);
  return true;
}

function sendMessage(platform: Platform, call: Call): Fields {
  const chatId = reachableChat(platform, call.fields);
  const text = checkText(call.fields, 'text');
  return accept(platform, { ...checkMarkup(call.fields), chatId, text, method: 'sendMessage' });
}

function sendPhoto(platform: Platform, call: Call): Fields {
  const chatId = reachableChat(platform, call.fields);
  const text = checkText(call.fields, 'caption');
  const photo = readPhoto(platform, call);
  return accept(platform, { ...checkMarkup(call.fields), chatId, text, photo, method: 'sendPhoto' });
}

function readPhoto(platform: Platform, { fields, files }: Call): Buffer {
  const known = platform.files.get(textOf(fields.photo));
  const photo = files.get('photo') ?? known;
  if (photo === undefined && fields.photo !== undefined) throw unknownFile();
  if (photo === undefined) throw badRequest('there is no photo in the request');
  if (photo.length === 0) throw badRequest('file must be non-empty');
  if (photo.length > 10_000_000) throw badRequest('file is too big');
  const begin = photo.subarray(0, 4).toString('hex');
  if (begin !== '89504e47' && !begin.startsWith('ffd8ff')) throw badRequest('IMAGE_PROCESS_FAILED');
  return photo;
}

function accept(platform: Platform, message: Omit<AcceptedMessage, 'messageId' | 'at'>): Fields {
  refuseHaste(platform);
  const accepted = { ...message, messageId: nextId(platform), at: platform.now() };
  platform.accepted.push(accepted);
  return show(platform, accepted);
}

/** The published limit of the whole bot, over a sliding second. */
function refuseHaste(platform: Platform): void {
  const since = platform.now() - 1000;
  const recent = platform.accepted.slice(-platform.messagesPerSecond);
  const oldest = recent[0];
  if (recent.length >= platform.messagesPerSecond && oldest !== undefined && oldest.at > since) throw tooMany(1);
}

function show(platform: Platform, message: AcceptedMessage): Fields {
  const { chatId, messageId, at, text, keyboard, photo } = message;
  const fileId = `photo-${messageId}`;
  if (photo) platform.files.set(fileId, photo);
  return {
    message_id: messageId,
    from: { id: platform.botId, is_bot: true, first_name: 'Cầu Số', username: platform.username },
    chat: { id: Number(chatId), type: 'private', first_name: 'Người thử' },
    date: Math.floor(at / 1000),
    ...(photo ? { photo: [{ file_id: fileId, width: 1, height: 1, file_size: photo.length }], caption: text } : { text }),
    ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
  };
}

const actions = ['typing', 'upload_photo', 'record_voice', 'upload_voice', 'upload_document', 'find_location'];

function sendChatAction(platform: Platform, { fields }: Call): true {
  reachableChat(platform, fields);
  if (!actions.includes(textOf(fields.action))) throw badRequest('wrong parameter action in request');
  return true;
}

function answerCallbackQuery(platform: Platform, { fields }: Call): true {
  const id = textOf(fields.callback_query_id);
  if (textOf(fields.text).length > 200) throw badRequest('MESSAGE_TOO_LONG');
  if (!platform.openTaps.delete(id)) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  platform.answeredTaps.push(id);
  return true;
}

function editMessageText(platform: Platform, { fields }: Call): Fields {
  const chatId = reachableChat(platform, fields);
  const text = checkText(fields, 'text');
  const { keyboard } = checkMarkup(fields);
  const id = Number(fields.message_id);
  const index = platform.accepted.findIndex((each) => each.chatId === chatId && each.messageId === id);
  const old = platform.accepted[index];
  if (old === undefined) throw badRequest('message to edit not found');
  if (old.hasReplyKeyboard) throw badRequest("message can't be edited");
  if (old.photo) throw badRequest('there is no text in the message to edit');
  if (old.text === text && JSON.stringify(old.keyboard) === JSON.stringify(keyboard)) throw notModified();
  const edited = { ...old, text, keyboard };
  platform.accepted[index] = edited;
  return show(platform, edited);
}

function notModified(): Refusal {
  const same = 'are exactly the same as a current content and reply markup of the message';
  return badRequest(`message is not modified: specified new message content and reply markup ${same}`);
}

function unknownFile(): Refusal {
  return badRequest('wrong file_id or the file is temporarily unavailable');
}

function getFile(platform: Platform, { fields }: Call): Fields {
  const id = textOf(fields.file_id);
  const file = platform.files.get(id);
  if (file === undefined) throw unknownFile();
  return { file_id: id, file_unique_id: id, file_size: file.length, file_path: `photos/${id}.png` };
}
