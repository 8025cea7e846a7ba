import { createTelegramChannel, telegramCommands, type TelegramChannel } from '../channels/telegram/mod.ts';
import { readConfig } from '../config.ts';
import type { Environment } from '../settings.ts';
import { isSet } from './check-settings.ts';
import { explainTelegram, telegramWebhookPath } from './check-telegram.ts';

/** Milliseconds for each call. */
const callTimeout = 10_000;

/** What is needed, and how to come by it. */
const needs = [
  {
    name: 'TELEGRAM_BOT_TOKEN',
    how: [
      'Open https://t.me/BotFather in Telegram and press Start.',
      'Send /newbot, then a name that people see, then a user name that ends in "bot".',
      'BotFather answers with the token. Keep it secret: whoever has it is the bot.',
      'Later: /setprivacy stays on, /setjoingroups may be turned off.',
    ],
  },
  { name: 'TELEGRAM_WEBHOOK_SECRET', how: ['Make one yourself: openssl rand -hex 32'] },
  { name: 'PUBLIC_URL', how: ['The https address under which the world reaches this server, such as https://causo.example'] },
] as const;

/** Tells Telegram where to deliver, and shows what it reports back. True when all of it went well; may be repeated. */
export async function connectTelegram(environment: Environment, print: (line: string) => void): Promise<boolean> {
  const missing = needs.filter(({ name }) => !isSet(environment, name));
  if (missing.length > 0) return explainMissing(missing, print);
  const read = readConfig(environment);
  if ('faults' in read) return refuse(['These settings have to be mended first:', ...read.faults], print);
  const { telegram, telegramOff = '', publicUrl = '' } = read.config;
  if (!telegram) return refuse([`Telegram is off (${telegramOff}); empty TELEGRAM_MODE`], print);
  if (telegram.mode === 'polling') return refuse(['TELEGRAM_MODE is polling, and an assistant that fetches updates removes every webhook; set it to webhook, or empty it'], print);
  if (!publicUrl.startsWith('https:')) return refuse(['PUBLIC_URL is not https, and Telegram delivers to nothing else'], print);
  return register(createTelegramChannel(telegram), `${publicUrl}${telegramWebhookPath}`, telegram.webhookSecret ?? '', print);
}

function explainMissing(missing: readonly (typeof needs)[number][], print: (line: string) => void): false {
  for (const { name, how } of missing) {
    print(`${name} is not set.`);
    how.forEach((line) => print(`  ${line}`));
  }
  print('Set what is missing and run this again. docs/connect.md tells the whole way.');
  return false;
}

function refuse(lines: readonly string[], print: (line: string) => void): false {
  lines.forEach(print);
  return false;
}

async function register(channel: TelegramChannel, url: string, secret: string, print: (line: string) => void): Promise<boolean> {
  try {
    const { username } = await channel.identify(soon());
    print(`The token belongs to @${username} (https://t.me/${username}).`);
    await channel.setWebhook(url, secret, soon());
    await channel.setCommands(soon());
    print(`Commands are set, in Vietnamese and for all other languages: ${telegramCommands.map(({ command }) => `/${command}`).join(' ')}`);
    await report(channel, print);
    return true;
  } catch (error) {
    print(explainTelegram(error));
    return false;
  }
}

async function report(channel: TelegramChannel, print: (line: string) => void): Promise<void> {
  const { url, waiting, allowedUpdates, lastError } = await channel.webhookInfo(soon());
  print('Telegram reports:');
  print(`  delivers to      ${url}`);
  print(`  kinds of updates ${allowedUpdates.join(', ')}`);
  print(`  waiting          ${waiting}`);
  print(`  last error       ${lastError ? `${lastError.at.toISOString()} ${lastError.text}` : 'none'}`);
}

function soon(): AbortSignal {
  return AbortSignal.timeout(callTimeout);
}
