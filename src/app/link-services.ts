import type { Language } from '../core/mod.ts';
import { agreeToLink, channelsOf, checkLinkCode, createLinkCode } from '../store/link-codes.ts';
import type { Service, ServiceContext, ServiceResult } from './service.ts';
import type { Texts } from './texts.ts';

/** What the flow that joins two accounts may call. */
export const linkServices: Readonly<Record<string, Service>> = {
  'link.create': async (_input, context) => {
    const code = await createLinkCode(context.transaction, context.sealer, context, context.now);
    return { outcome: 'done', values: { code: writeCode(code) } };
  },
  'link.check': ({ code }, context) => check(code, context),
  'link.agree': ({ link }, context) => agree(link, context),
};

/** "4821 5937": in groups that can be read aloud. */
function writeCode(code: string): string {
  return code.replace(/(\d{4})(?=\d)/, '$1 ');
}

async function check(code: unknown, context: ServiceContext): Promise<ServiceResult> {
  const { transaction, sealer, contact, profile, texts, now } = context;
  if (typeof code !== 'string' || code === '') return { outcome: 'failed' };
  const checked = await checkLinkCode(transaction, sealer, context, code, now);
  const forgotten = { code: '' };
  if (checked.outcome === 'same_channel') {
    return { outcome: checked.outcome, values: { ...forgotten, here: nameChannels(checked.channels, profile.language, texts) } };
  }
  if (checked.outcome !== 'done') return { outcome: checked.outcome, values: forgotten };
  const here = nameChannels(await channelsOf(transaction, contact), profile.language, texts);
  const there = nameChannels(checked.channels, profile.language, texts);
  return { outcome: 'done', values: { ...forgotten, link: String(checked.link), here, there } };
}

async function agree(link: unknown, context: ServiceContext): Promise<ServiceResult> {
  if (typeof link !== 'string' || !/^\d{1,15}$/.test(link)) return { outcome: 'failed' };
  const outcome = await agreeToLink(context.transaction, context, Number(link), context.now);
  if (outcome === 'done') context.agreedLinks.push(Number(link));
  return { outcome };
}

/** "Zalo và Telegram", "Zalo and the chat page": channels as people call them. */
export function nameChannels(channels: readonly string[], language: Language, texts: Texts): string {
  return new Intl.ListFormat(language).format(channels.map((channel) => nameChannel(channel, language, texts)));
}

/** A channel without a word of its own, such as the terminal, goes by its id. */
function nameChannel(channel: string, language: Language, texts: Texts): string {
  const key = `channel.${channel}`;
  const [name = key] = texts.wordsFor({ flow: 'system', key }, language);
  return name === key ? channel : name;
}
