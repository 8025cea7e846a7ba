import { readConfig, type Config } from '../config.ts';
import type { Environment } from '../settings.ts';
import { migrate } from '../store/migrate.ts';
import { createAdministratorDesk, type AdministratorDesk, type AlertChat } from './administrator-desk.ts';
import { explainStore } from './check-store.ts';
import { findRunning } from './control-client.ts';
import { controlFile } from './control-socket.ts';
import { openOwnStore } from './own-desk.ts';

/** What to do about chats that hear of alerts. `remove` without a number: the only one there is. */
export type AdministratorWish = { readonly wish: 'code' | 'list' } | { readonly wish: 'remove'; readonly id: number | undefined };

const channelNames: Readonly<Record<string, string>> = { zalo: 'Zalo', telegram: 'Telegram', web: 'web chat' };

/** Understands what stands behind `admin`; undefined when it is nothing of that. */
export function readWish(words: readonly string[]): AdministratorWish | undefined {
  const [option, number, ...rest] = words;
  if (rest.length > 0) return undefined;
  if (option === undefined) return { wish: 'code' };
  if (option === '--list' && number === undefined) return { wish: 'list' };
  if (option !== '--remove' || (number !== undefined && !/^\d{1,15}$/.test(number))) return undefined;
  return { wish: 'remove', id: number === undefined ? undefined : Number(number) };
}

/** Prints a code for a new administrator's chat, lists the chats, or ends one. True when it went well. */
export async function administrators(environment: Environment, wish: AdministratorWish, print: (line: string) => void): Promise<boolean> {
  const read = readConfig(environment);
  if ('faults' in read) {
    ['These settings have to be mended first:', ...read.faults].forEach(print);
    return false;
  }
  const { config } = read;
  return config.servers ? onServers(config, wish, print) : onRunning(config, wish, print);
}

/** Nobody else can open the embedded database; and a code is of no use while nobody answers. */
async function onRunning(config: Config, wish: AdministratorWish, print: (line: string) => void): Promise<boolean> {
  const running = await findRunning(controlFile(config.dataDir));
  if (running) return fulfil(running.administrators, wish, print);
  print('No assistant runs here; start it first (npm start), with the same DATA_DIR.');
  return false;
}

async function onServers(config: Config, wish: AdministratorWish, print: (line: string) => void): Promise<boolean> {
  const store = await openOwnStore(config).catch((error: unknown) => explainStore(error, config));
  if (typeof store === 'string') {
    print(store);
    return false;
  }
  try {
    await migrate(store.database, new Date());
    return await fulfil(createAdministratorDesk({ ...store, clock: () => new Date() }), wish, print);
  } finally {
    await store.close();
  }
}

async function fulfil(desk: AdministratorDesk, wish: AdministratorWish, print: (line: string) => void): Promise<boolean> {
  switch (wish.wish) {
    case 'code':
      showCode(await desk.createCode(), print);
      return true;
    case 'list':
      showChats(await desk.list(), print);
      return true;
    case 'remove':
      return remove(desk, wish.id, print);
  }
}

function showCode({ code, expiresAt }: { readonly code: string; readonly expiresAt: number }, print: (line: string) => void): void {
  [
    'In the chat that shall hear of alerts (Zalo, Telegram or the web chat), write:',
    '  nhận báo động          (or in English: receive alerts)',
    'and, when it asks for the code:',
    `  ${code.replace(/(\d{4})(?=\d)/, '$1 ')}`,
    `The code works once, until ${new Date(expiresAt).toISOString().slice(11, 16)} UTC (10 minutes). Whoever has it hears of alerts, so show it to nobody else.`,
    'Link two chats on different channels: when one channel is in trouble, the other one hears of it.',
  ].forEach(print);
}

function showChats(chats: readonly AlertChat[], print: (line: string) => void): void {
  if (chats.length === 0) print('No chat hears of alerts; npm run channels -- admin prints a code that makes one.');
  chats.map(describe).forEach(print);
}

function describe({ id, channel, since }: AlertChat): string {
  return `${id}  ${channelNames[channel] ?? channel}, since ${new Date(since).toISOString().slice(0, 10)}`;
}

async function remove(desk: AdministratorDesk, wanted: number | undefined, print: (line: string) => void): Promise<boolean> {
  const chats = await desk.list();
  const [only] = chats;
  if (wanted === undefined && chats.length > 1) {
    ['Several chats hear of alerts; name one, for instance --remove ' + String(only?.id), ...chats.map(describe)].forEach(print);
    return false;
  }
  const id = wanted ?? only?.id;
  const isGone = id !== undefined && (await desk.remove(id));
  print(isGone ? 'That chat hears of no alerts any more.' : 'There is no such chat; npm run channels -- admin --list shows all.');
  return isGone;
}
