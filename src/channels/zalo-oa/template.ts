import { SendError } from '../channel.ts';
import type { Receipt, TemplateMessage, TemplateParameter } from '../channel.ts';
import { tidyText } from '../text.ts';
import type { ZaloApi } from './api.ts';
import { fieldsOf, idOf, textOf, wholeNumberOf } from './read.ts';
import type { Fields } from './read.ts';

/** Templates to ids of people go by the Open API; those to phone numbers, and what templates are, by a host of their own. */
export interface TemplateApis {
  readonly api: ZaloApi;
  readonly templateApi: ZaloApi;
}

/** Characters of the longest kind of parameter, and how many one template may have; Zalo names none above these. */
const longestValue = 200;
const mostParameters = 50;
const longestTracking = 48;

/** Sends an approved template to a person, or to its phone number, and returns Zalo's id of it. Throws `SendError`. */
export async function sendTemplate(apis: TemplateApis, userId: string, template: TemplateMessage, signal: AbortSignal): Promise<string> {
  const content = { template_id: idOfTemplate(template.id), template_data: checkParameters(template.parameters) };
  if (template.phone === undefined) {
    if (idOf(userId) === undefined) throw refused('expected the id of a person');
    const data = await apis.api.post('/v3.0/oa/message/template', { user_id: userId, ...content }, signal);
    return idIn(data.message_id);
  }
  const body = { phone: toZaloPhone(template.phone), ...content, tracking_id: checkTracking(template.tracking) };
  return idIn((await apis.templateApi.post('/message/template', body, signal)).msg_id);
}

/** Asks what a template needs. Throws `SendError`; `refused` for one that is not approved. */
export async function describeTemplate({ templateApi }: TemplateApis, id: string, signal: AbortSignal): Promise<readonly TemplateParameter[]> {
  const call = { method: 'GET', path: '/template/info/v2', query: { template_id: idOfTemplate(id) } } as const;
  const { status, listParams } = await templateApi.call(call, signal);
  if (textOf(status) !== undefined && status !== 'ENABLE') throw refused('the template is there, but not approved or switched off');
  return (Array.isArray(listParams) ? listParams.slice(0, mostParameters) : []).map(fieldsOf).flatMap(readParameter);
}

function readParameter({ name, require: required, maxLength }: Fields): readonly TemplateParameter[] {
  const known = textOf(name);
  const longest = wholeNumberOf(maxLength);
  if (known === undefined) return [];
  return [{ name: known, required: required !== false, longest: longest !== undefined && longest > 0 ? longest : undefined }];
}

/** Reads that a template to a phone number arrived: only those bring our name for it back. */
export function readReceipt(payload: unknown, oaId: string | undefined): Receipt | undefined {
  const event = fieldsOf(payload);
  if (event.event_name !== 'user_received_message') return undefined;
  if (oaId !== undefined && (idOf(fieldsOf(event.sender).id) ?? oaId) !== oaId) return undefined;
  const { tracking_id: tracking, msg_id: messageId } = fieldsOf(event.message);
  const ids = { tracking: idOf(tracking), messageId: idOf(messageId) };
  if (ids.tracking === undefined || ids.messageId === undefined) return undefined;
  return { tracking: ids.tracking, trace: templateTrace(ids.tracking), messageId: ids.messageId };
}

/** By what the receipt of a template is recognised. */
export function templateTrace(tracking: string): string {
  return `template ${tracking}`;
}

function idOfTemplate(id: string): string {
  if (/^\d{1,32}$/.test(id)) return id;
  throw refused('expected digits as the id of a template');
}

/** Zalo would refuse the whole message for one value that is too long; a cut value would tell a wrong day or place. */
function checkParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(parameters).map(([name, value]) => [name, tidyText(value).trim()] as const);
  const isWrong = ([name, value]: readonly [string, string]): boolean => !/^\w{1,64}$/.test(name) || value === '' || [...value].length > longestValue;
  if (entries.length > mostParameters || entries.some(isWrong)) throw refused('expected parameters with short names and at most 200 characters');
  return Object.fromEntries(entries);
}

function checkTracking(tracking: string): string {
  if (tracking.length <= longestTracking && /^[\w-]+$/.test(tracking)) return tracking;
  throw refused('expected a name of at most 48 signs for the message');
}

function toZaloPhone(phone: string): string {
  const digits = /^\+(84\d{9,10})$/.exec(phone)?.[1];
  if (digits === undefined) throw refused('expected a phone number of Vietnam');
  return digits;
}

function idIn(value: unknown): string {
  const id = idOf(value);
  if (id !== undefined) return id;
  throw new SendError('Zalo answered without an id of the template message; it may have arrived', { code: 'unknown_outcome', retryable: true });
}

function refused(reason: string): SendError {
  return new SendError(`Zalo was not called, or does not offer this: ${reason}`, { code: 'refused', retryable: false });
}
