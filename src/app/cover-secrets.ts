import type { InboundMessage } from '../channels/channel.ts';
import type { Secret } from '../core/mod.ts';
import { mask } from '../understanding/mod.ts';

/**
 * Cuts out of a message what is a secret whatever question is open: for messages that have to wait in the table.
 * With `unread` what may be the answer to some question is left in; without it nothing is.
 */
export function coverSecrets(message: InboundMessage, keep?: 'unread'): { readonly message: InboundMessage; readonly covered: readonly Secret[] } {
  const { content } = message;
  if (content.type === 'text') {
    const { text, found } = mask(content.text, keep);
    return { message: { ...message, content: { type: 'text', text } }, covered: found };
  }
  if (content.type === 'own_phone' && keep === undefined) {
    return { message: { ...message, content: { type: 'media', media: { kind: 'contact' } } }, covered: [] };
  }
  if (content.type !== 'media' || content.caption === undefined) return { message, covered: [] };
  return { message: { ...message, content: { ...content, caption: mask(content.caption, keep).text } }, covered: [] };
}
