import { badRequest } from './types.ts';
import type { Button, Fields } from './types.ts';

const parseModes = ['html', 'markdown', 'markdownv2'];
const tagNames = 'b strong i em u ins s strike del a code pre span blockquote tg-spoiler tg-emoji';
const tags = new Set(tagNames.split(' '));

/** Refuses what the platform refuses in a text or caption and returns what it will show. */
export function checkText(fields: Fields, name: 'text' | 'caption'): string {
  const raw = fields[name] ?? '';
  if (typeof raw !== 'string') throw badRequest(`${name} must be a string`);
  if (/\p{Surrogate}/u.test(raw)) throw badRequest('strings must be encoded in UTF-8');
  const text = format(raw, fields.parse_mode).trim();
  if (name === 'text' && text === '') throw badRequest('message text is empty');
  const limit = name === 'text' ? 4096 : 1024;
  if (text.length > limit) throw badRequest(name === 'text' ? 'message is too long' : 'message caption is too long');
  return text;
}

function format(raw: string, mode: unknown): string {
  if (mode === undefined || mode === '') return raw;
  if (typeof mode !== 'string' || !parseModes.includes(mode.toLowerCase())) throw badRequest('unsupported parse_mode');
  if (mode.toLowerCase() === 'html') return checkHtml(raw);
  if (mode.toLowerCase() === 'markdownv2') checkMarkdown(raw);
  return raw;
}

function checkMarkdown(raw: string): void {
  const reserved = /(?<!\\)[{}.!#+=|>-]/.exec(raw)?.[0];
  if (reserved === undefined) return;
  throw badRequest(`can't parse entities: Character '${reserved}' is reserved and must be escaped with the preceding '\\'`);
}

function checkHtml(raw: string): string {
  const open: string[] = [];
  const plain = raw.replace(/<(\/?)([^\s>]*)[^>]*>?/g, (_tag, slash: string, name: string, offset: number) => {
    const tag = name.toLowerCase();
    if (slash === '' && !tags.has(tag)) {
      throw badRequest(`can't parse entities: Unsupported start tag "${name}" at byte offset ${offset}`);
    }
    if (slash === '') open.push(tag);
    else if (open.pop() !== tag) throw badRequest(`can't parse entities: Unmatched end tag at byte offset ${offset}`);
    return '';
  });
  const left = open.at(-1);
  if (left !== undefined) throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${left}"`);
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

export interface Markup {
  readonly keyboard: readonly (readonly Button[])[];
  readonly hasReplyKeyboard: boolean;
}

/** Refuses what the platform refuses in a reply_markup. */
export function checkMarkup(fields: Fields): Markup {
  if (fields.reply_markup === undefined) return { keyboard: [], hasReplyKeyboard: false };
  const markup = parseMarkup(fields.reply_markup);
  const rows = markup.inline_keyboard;
  if (rows === undefined) return { keyboard: [], hasReplyKeyboard: markup.keyboard !== undefined };
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  }
  const buttons = rows.flat();
  // The length in bytes at which real keyboards were refused.
  if (buttons.length > 100 || Buffer.byteLength(JSON.stringify(rows)) > 10_000) throw badRequest('reply markup is too long');
  return { keyboard: rows.map((row: unknown[]) => row.map(checkButton)), hasReplyKeyboard: false };
}

function parseMarkup(value: unknown): Fields {
  const markup = typeof value === 'string' ? parseMarkupText(value) : value;
  if (typeof markup !== 'object' || markup === null || Array.isArray(markup)) {
    throw badRequest('object expected as reply markup');
  }
  return { ...markup };
}

function parseMarkupText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("can't parse reply keyboard markup JSON object");
  }
}

function checkButton(value: unknown): Button {
  if (typeof value !== 'object' || value === null) {
    throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  }
  const button: Fields = { ...value };
  const { text, callback_data: data, url } = button;
  if (typeof text !== 'string' || text.trim() === '') {
    throw badRequest("can't parse inline keyboard button: Field \"text\" must be of type String");
  }
  if (typeof url === 'string') return { text, url };
  if (data === undefined) throw badRequest('Text buttons are unallowed in the inline keyboard');
  if (typeof data !== 'string' || data === '' || Buffer.byteLength(data) > 64) throw badRequest('BUTTON_DATA_INVALID');
  return { text, callback_data: data };
}
