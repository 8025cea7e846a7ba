import { newId } from './platform.ts';
import type { Platform } from './platform.ts';
import { receiptOfTemplate } from './delivery.ts';
import { fieldsOf, invalid, Refusal } from './types.ts';
import type { AcceptedTemplate, Call, FakeTemplate, Fields, Outcome } from './types.ts';

const hour = 3_600_000;

/** Zalo's table for a phone template whose parts are wrong. */
const wrong = {
  phone: new Refusal(-108, 'Phone number is invalid'),
  template: new Refusal(-109, 'Template ID is invalid'),
  data: (name: string) => new Refusal(-1121, `Template data parameter ${name} is invalid`),
  missing: (name: string) => new Refusal(-112, `Template data is missing parameter ${name}`),
} as const;

export function sendTemplateToUser(platform: Platform, { fields }: Call): Outcome {
  refuseStrange(fields, ['user_id', 'template_id', 'template_data']);
  const userId = fields.user_id;
  const user = typeof userId === 'string' ? platform.users.get(userId) : undefined;
  if (user === undefined) throw invalid('user_id');
  const template = templateOf(platform, fields.template_id);
  if (!template.byUser) throw new Refusal(-249, 'Template cannot be sent by UID');
  const parameters = checkData(template, fields.template_data);
  if (!user.follows) throw new Refusal(-213, 'User has not followed OA');
  if (user.refuses) throw new Refusal(-244, 'User has restricted this type of message');
  takeQuota(platform, new Refusal(-211, 'Out of quota'));
  const sent = accept(platform, { to: String(userId), template: template.id, parameters, by: 'user' });
  return {
    data: { message_id: sent.messageId, user_id: userId, sent_time: String(sent.at), quota: { quota_type: 'sub_quota', remain: '1' } },
    after: () => receiptOfTemplate(platform, sent),
  };
}

export function sendTemplateToPhone(platform: Platform, { fields }: Call): Outcome {
  refuseStrange(fields, ['phone', 'template_id', 'template_data', 'tracking_id', 'mode', 'sending_mode']);
  const { phone, tracking_id: tracking } = fields;
  if (typeof phone !== 'string' || !/^84\d{9,10}$/.test(phone)) throw wrong.phone;
  if (typeof tracking !== 'string' || tracking === '' || tracking.length > 48) throw invalid('tracking_id');
  const template = templateOf(platform, fields.template_id);
  const parameters = checkData(template, fields.template_data);
  refuseAtNight(platform);
  const person = platform.phones.get(phone);
  if (person === undefined) throw new Refusal(-118, 'Zalo account not existed');
  if (person.refuses) throw new Refusal(-139, 'User refuse to receive this type of notification');
  takeQuota(platform, new Refusal(-144, 'OA has exceeded its daily quota'));
  const sent = accept(platform, { to: phone, template: template.id, parameters, by: 'phone', tracking });
  return {
    data: { msg_id: sent.messageId, sent_time: String(sent.at), sending_mode: '1', quota: { dailyQuota: '500', remainingQuota: '499' } },
    after: () => receiptOfTemplate(platform, sent),
  };
}

export function describeTemplate(platform: Platform, { fields }: Call): Outcome {
  const template = platform.templates.get(String(fields.template_id));
  if (template === undefined) throw wrong.template;
  const listParams = template.parameters.map(({ name, longest, required = true }) => ({ name, require: required, type: 'STRING', maxLength: longest, minLength: 1, acceptNull: false }));
  return { data: { templateId: template.id, templateName: 'Nhắc lịch', status: template.approved === false ? 'PENDING_REVIEW' : 'ENABLE', listParams } };
}

function templateOf(platform: Platform, id: unknown): FakeTemplate {
  const template = typeof id === 'string' ? platform.templates.get(id) : undefined;
  if (template === undefined) throw wrong.template;
  if (template.approved === false) throw new Refusal(-131, 'Template is not approved');
  return template;
}

function checkData(template: FakeTemplate, value: unknown): Readonly<Record<string, string>> {
  const data = fieldsOf(value);
  for (const { name, longest, required = true } of template.parameters) {
    const given = data[name];
    if (given === undefined && required) throw wrong.missing(name);
    if (given !== undefined && (typeof given !== 'string' || given === '' || [...given].length > longest)) throw wrong.data(name);
  }
  const strange = Object.keys(data).find((name) => !template.parameters.some((each) => each.name === name));
  if (strange !== undefined) throw wrong.data(strange);
  return Object.fromEntries(Object.entries(data).map(([name, given]) => [name, String(given)]));
}

function refuseStrange(fields: Fields, known: readonly string[]): void {
  const strange = Object.keys(fields).find((name) => !known.includes(name));
  if (strange !== undefined) throw invalid(strange);
}

function refuseAtNight(platform: Platform): void {
  const localHour = Math.floor(((platform.now() + 7 * hour) % (24 * hour)) / hour);
  if (platform.nightRule && (localHour >= 22 || localHour < 6)) throw new Refusal(-133, 'This notification is not allowed to be sent at night');
}

function takeQuota(platform: Platform, refusal: Refusal): void {
  if (platform.templateQuota <= 0) throw refusal;
  platform.templateQuota -= 1;
}

function accept(platform: Platform, template: Omit<AcceptedTemplate, 'messageId' | 'at'>): AcceptedTemplate {
  const sent = { ...template, messageId: newId(), at: platform.now() };
  platform.acceptedTemplates.push(sent);
  return sent;
}
