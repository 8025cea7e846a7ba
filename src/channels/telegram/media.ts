import { MediaError, SendError } from '../channel.ts';
import { download } from '../download.ts';
import type { TelegramApi } from './api.ts';
import { fieldsOf, integerOf, textOf } from './read.ts';

/** What Telegram lets a bot fetch; bytes. */
const mostBytes = 20_000_000;

/**
 * Fetches a file that somebody sent. The address holds the token, so it is made here, used once and told to nobody.
 * Throws `MediaError` only.
 */
export async function fetchFile(
  api: TelegramApi,
  { token, apiRoot }: { readonly token: string; readonly apiRoot: string },
  fileId: string,
  longest: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const most = Math.min(longest, mostBytes);
  const file = fieldsOf(await api.call('getFile', { file_id: fileId }, signal).catch(refuse));
  if ((integerOf(file.file_size) ?? 0) > most) throw new MediaError('too_big');
  const path = textOf(file.file_path);
  if (path === undefined || path.length > 300 || !/^[\w-]+(\/[\w-][\w.-]*)+$/.test(path)) throw new MediaError('gone');
  return download(new URL(`${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${path}`), most, signal);
}

/** `getFile` refuses a file of more than 20 MB, and one that it does not know. */
function refuse(error: unknown): never {
  if (!(error instanceof SendError) || error.code !== 'refused') throw new MediaError('unavailable');
  throw new MediaError(error.message.includes('too big') ? 'too_big' : 'gone');
}
