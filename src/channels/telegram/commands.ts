import type { TelegramApi } from './api.ts';

export interface BotCommand {
  readonly command: string;
  readonly vi: string;
  readonly en: string;
}

/** What Telegram shows behind its menu button. Names must be ASCII. */
export const telegramCommands: readonly BotCommand[] = [
  { command: 'start', vi: 'Bắt đầu lại từ đầu', en: 'Start again' },
  { command: 'menu', vi: 'Xem các việc làm được', en: 'See what I can do' },
  { command: 'giup', vi: 'Chỉ cách nhắn với trợ lý', en: 'How to use this chat' },
  { command: 'nguoi', vi: 'Gặp người giúp', en: 'Talk to a person' },
  { command: 'dung', vi: 'Thôi, không làm nữa', en: 'Stop what we are doing' },
  { command: 'xoa', vi: 'Xóa thông tin của mình', en: 'Delete my data' },
];

/**
 * Shows the commands in every private chat: Vietnamese for phones set to Vietnamese, both languages for all others,
 * since many phones in the villages run in English though their owners read Vietnamese.
 */
export async function setCommands(api: TelegramApi, signal: AbortSignal): Promise<void> {
  const scope = { type: 'all_private_chats' } as const;
  const vietnamese = telegramCommands.map(({ command, vi }) => ({ command, description: vi }));
  const both = telegramCommands.map(({ command, vi, en }) => ({ command, description: `${vi} (${en})` }));
  await api.call('setMyCommands', { scope, language_code: 'vi', commands: vietnamese }, signal);
  await api.call('setMyCommands', { scope, commands: both }, signal);
}
