import type { AddressKey, Channel } from '../channel.ts';
import { SendError } from '../channel.ts';
import { parse } from './parse.ts';

/**
 * The page shows texts and labels of any length in one piece and a button for each option; these are only so that there
 * is a bound. Nothing calls a visitor back: whoever was not here for two days is not counted on to look.
 */
export const limits = { textLength: 65_536, options: 99, labelLength: 65_536, window: 48 * 3_600_000 } as const;

/**
 * The chat page as a channel. The message itself is already stored when it is "sent": sending wakes the visitor's
 * open pages, which read it from there. `wake` gets the platform id.
 */
export function createWebChannel(wake: (platformId: string) => void): Channel {
  return {
    id: 'web',
    account: 'web',
    limits,
    parse,
    async send(to, _message, signal) {
      refuseOthers(to);
      if (signal.aborted) throw new SendError('web: stopped before anything was sent', { code: 'unavailable', retryable: true });
      wake(to.platformId);
      return 'web';
    },
  };
}

function refuseOthers(to: AddressKey): void {
  if (to.channel === 'web') return;
  throw new SendError('web: expected an address of the web chat, got one of another channel', { code: 'refused', retryable: false });
}
