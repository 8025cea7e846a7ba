import type { ChannelName } from '../chaos/platform.ts';

/** Numbers for people, no two the same. Zalo's end in digits that a number would lose. */
export interface People {
  next(channel: ChannelName): string;
}

export function countPeople(): People {
  let count = 0;
  return {
    next: (channel) => {
      count += 1;
      return channel === 'telegram' ? String(1_000_000 + count) : String(24_684_588_352_920_000_001n + BigInt(count));
    },
  };
}
