import type { Echo } from '../channel.ts';
import { tidyText } from '../text.ts';
import { readCleanText } from './content.ts';
import { fieldsOf, idOf, textOf } from './read.ts';

/** Echoes of what we send; a text with buttons may come under either name. */
const kinds: Readonly<Record<string, 'words' | 'picture'>> = {
  oa_send_text: 'words',
  oa_send_list: 'words',
  oa_send_image: 'picture',
};

/**
 * Reads the echo of a message that this program may have sent: what staff write in OA Manager names its writer and is
 * none. `oaId`: echoes of another official account are left alone.
 */
export function readEcho(payload: unknown, account: string, oaId: string | undefined): Echo | undefined {
  const event = fieldsOf(payload);
  const name = textOf(event.event_name) ?? '';
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const sender = fieldsOf(event.sender);
  const message = fieldsOf(event.message);
  const platformId = idOf(fieldsOf(event.recipient).id);
  const messageId = idOf(message.msg_id);
  if (!kind || platformId === undefined || messageId === undefined || idOf(sender.admin_id) !== undefined) return undefined;
  if (oaId !== undefined && (idOf(sender.id) ?? oaId) !== oaId) return undefined;
  return { channel: 'zalo', account, platformId, messageId, trace: traceOf(kind, readCleanText(message.text) ?? '') };
}

/** How a part of a message is recognised; Zalo may change the spaces between its words. */
export function traceOf(kind: 'words' | 'picture', text: string): string {
  return `${kind} ${tidyText(text).replace(/\s+/g, ' ').trim()}`;
}
