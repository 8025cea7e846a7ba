import type { Platform } from './platform.ts';
import { Refusal } from './types.ts';
import type { Call, Fields } from './types.ts';

type WakeReason = 'news' | 'other_call' | 'webhook' | 'timeout';

const webhookActive =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const otherCall =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

/** getUpdates: forgets what `offset` confirms and holds the call open while there is nothing. */
export async function fetchUpdates(platform: Platform, { fields }: Call): Promise<readonly Fields[]> {
  if (platform.webhook) throw new Refusal(409, webhookActive);
  platform.wake?.('other_call');
  const offset = Number(fields.offset ?? 0);
  platform.updates = platform.updates.filter((update) => Number(update.update_id) >= offset);
  const reason = platform.updates.length > 0 ? 'news' : await held(platform, Number(fields.timeout ?? 0));
  if (reason === 'other_call') throw new Refusal(409, otherCall);
  if (reason === 'webhook') throw new Refusal(409, 'Conflict: terminated by setWebhook request');
  return platform.updates.slice(0, Number(fields.limit ?? 100));
}

function held(platform: Platform, seconds: number): Promise<WakeReason> {
  return new Promise((resolve) => {
    const finish = (reason: WakeReason) => {
      clearTimeout(timer);
      if (platform.wake === finish) platform.wake = undefined;
      resolve(reason);
    };
    const timer = setTimeout(() => finish('timeout'), seconds * 1000);
    platform.wake = finish;
  });
}
