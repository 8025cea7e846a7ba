import { randomBytes } from 'node:crypto';

/** One call that this process made, as Redis knows it. */
export interface OwnCall {
  readonly name: string;
  /** By `performance`. */
  readonly at: number;
}

/** The calls of this process that still count, so that an outage or a wiped Redis does not let it begin anew. */
export interface OwnCalls {
  /** Oldest first. */
  recent(account: string, now: number): readonly OwnCall[];
  add(account: string, call: OwnCall): void;
  newName(): string;
}

/** A call counts for so long: a minute and a little, since calls travel unevenly. Milliseconds. */
export const bucketWindow = 60_400;

/** Of the calls of a minute so many are kept free for replies. */
const partForReplies = 0.04;

/** How many calls of this priority may be in a minute of `perMinute`. */
export function bucketSize(perMinute: number, priority: 'reply' | 'reminder' | 'broadcast'): number {
  const kept = priority === 'reply' ? 0 : Math.ceil(perMinute * partForReplies);
  return Math.max(1, perMinute - kept);
}

export function createOwnCalls(): OwnCalls {
  const process = randomBytes(4).toString('hex');
  const calls = new Map<string, OwnCall[]>();
  let count = 0;
  return {
    recent: (account, now) => {
      const own = calls.get(account) ?? [];
      const firstThatCounts = own.findIndex(({ at }) => at > now - bucketWindow);
      own.splice(0, firstThatCounts === -1 ? own.length : firstThatCounts);
      return own;
    },
    add: (account, call) => {
      const own = calls.get(account);
      if (own) own.push(call);
      else calls.set(account, [call]);
    },
    newName: () => {
      count += 1;
      return `${process}-${count}`;
    },
  };
}
