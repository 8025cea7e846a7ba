import { flows } from '../../flows/mod.ts';
import type { Shown } from '../chaos/platform.ts';
import type { Recorded } from '../chaos/recording.ts';
import { replay } from '../chaos/reference.ts';
import { openChats } from './chats.ts';
import { keyOf, type Evidence } from './judge-dialogues.ts';

/** What people should see, learnt once for each sequence of messages: thousands of dialogues share it. */
export interface Expectations {
  /** Lets the quiet assistant answer the first dialogue of every kind that was not there before. */
  learn(evidence: readonly Evidence[]): Promise<void>;
  readonly known: ReadonlyMap<string, readonly Shown[]>;
}

export function createExpectations(databaseUrl: string): Expectations {
  const known = new Map<string, readonly Shown[]>();
  return {
    known,
    learn: async (evidence) => {
      const unknown = new Map<string, Evidence>();
      for (const each of evidence) {
        const key = keyOf(each);
        if (!known.has(key) && !unknown.has(key)) unknown.set(key, each);
      }
      if (unknown.size > 0) for (const [key, shown] of await answer(unknown, databaseUrl)) known.set(key, shown);
    },
  };
}

async function answer(evidence: ReadonlyMap<string, Evidence>, databaseUrl: string): Promise<ReadonlyMap<string, readonly Shown[]>> {
  const all = [...evidence.values()];
  const rows: readonly Recorded[] = all.flatMap(({ recorded }) => recorded);
  const updates = new Map(all.flatMap(({ dialogue }) => dialogue.updates.map((update) => [update.id, { person: dialogue.person, update }] as const)));
  const { fakes } = await replay({ rows, updates, flows, databaseUrl, progress: () => undefined });
  const chats = openChats(fakes);
  return new Map([...evidence].map(([key, { dialogue: { channel, person } }]) => [key, chats.shown(channel, person)]));
}
