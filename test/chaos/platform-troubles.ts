import type { Mishap } from './compare-chat.ts';
import type { Trouble } from './mischief.ts';
import type { Fakes } from './platform.ts';
import type { Random } from './random.ts';
import { pause } from '../support/pause.ts';

/** A fault waits for the next calls; after so long they have met it. Milliseconds. */
const faultTime = 1_000;

/** Between two troubles of a kind that the whole account has to wait for. Milliseconds. */
const seldom = 30_000;

/** What platforms do when they are in trouble themselves. */
export function platformTroubles({ telegram, zalo }: Fakes, random: Random): readonly Trouble[] {
  const onTelegram = (name: string, fault: Parameters<typeof telegram.trouble>[0], method = 'all'): Trouble => ({
    name: `Telegram: ${name}`,
    weight: 2,
    happen: () => fewTimes((times) => telegram.trouble(fault, { times, method }), random),
  });
  const onZalo = (name: string, fault: Parameters<typeof zalo.trouble>[0]): Trouble => ({
    name: `Zalo: ${name}`,
    weight: 2,
    happen: () => fewTimes((times) => zalo.trouble(fault, { times }), random),
  });
  const onWholeAccount = (name: string, begin: () => void): Trouble => ({ name: `Zalo: ${name}`, weight: 2, seldom, happen: async () => begin() });
  return [
    onTelegram('429', { kind: 'rate_limited', retryAfter: 1 }),
    onTelegram('502', { kind: 'server_error', status: 502 }),
    onTelegram('403', { kind: 'refuse', code: 403, description: 'Forbidden: bot was blocked by the user' }, 'sendMessage'),
    onTelegram('answer lost', { kind: 'lost_answer' }, 'sendMessage'),
    onTelegram('line cut', { kind: 'cut' }),
    // It keeps the whole account still for ten seconds.
    onWholeAccount('-32', () => zalo.trouble({ kind: 'rate_limited' }, { times: 1 })),
    onWholeAccount('-216', () => zalo.trouble({ kind: 'refuse', error: -216, message: 'Access token is invalid' }, { times: 1 })),
    onZalo('503', { kind: 'server_error', status: 503 }),
    onZalo('answer lost', { kind: 'lost_answer' }),
    onZalo('line cut', { kind: 'cut' }),
  ];
}

/** No platform can be reached for so many milliseconds. */
export function networkCut({ telegram, zalo }: Fakes, milliseconds: number): Trouble {
  return {
    name: `network cut for ${milliseconds / 1_000} s`,
    weight: 1,
    happen: async () => {
      telegram.trouble({ kind: 'cut' });
      zalo.trouble({ kind: 'cut' });
      zalo.trouble({ kind: 'cut' }, { oauth: true });
      await pause(milliseconds);
      telegram.calm();
      zalo.calm();
    },
  };
}

interface Met {
  readonly fault: { readonly kind: string; readonly status?: number; readonly code?: number; readonly error?: number };
  readonly at: number;
  readonly to: string;
}

/** How many calls have met each fault. */
export function countMet({ telegram, zalo }: Fakes): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const met of telegram.met) count(`Telegram: calls that met ${nameOf(met, '429')}`);
  for (const met of zalo.met) count(`Zalo: calls that met ${nameOf(met, '-32')}`);
  return counts;
}

function nameOf({ fault: { kind, status, code, error } }: Met, rateLimited: string): string {
  if (kind === 'rate_limited') return rateLimited;
  return String(status ?? code ?? error ?? kind.replace('lost_answer', 'a lost answer').replace('cut', 'a cut line'));
}

/** Calls whose message was taken although the assistant cannot know it; a line that was cut here took nothing. */
export function lostAnswers({ telegram, zalo }: Fakes): readonly Mishap[] {
  const met: readonly Met[] = [...telegram.met, ...zalo.met];
  return met.filter(({ fault }) => fault.kind === 'lost_answer').map(({ at, to }) => ({ from: at, until: at, person: to }));
}

async function fewTimes(trouble: (times: number) => void, random: Random): Promise<void> {
  trouble(random.between(1, 4));
  await pause(faultTime);
}
