import type { Change } from './copy.ts';

/** Faults that a run has to find: each takes one promise out of the program. */
export const plants = {
  /** A second copy of a message is a message like any other. */
  'no-dedupe': [
    {
      file: 'src/app/turn-runner.ts',
      before: 'if (contact.recentUpdates.includes(recentName(work.inbound)))',
      after: 'if (false)',
    },
    {
      file: 'src/store/turns.ts',
      before: 'join won on won.id = i.contact_id\n), noted as (',
      after: 'join won on won.id = i.contact_id\n  on conflict do nothing\n), noted as (',
    },
  ],
  /** Whoever has something for an address takes its lease, also from somebody who is sending. */
  'shared-lease': [
    {
      file: 'src/store/outbox.ts',
      before: "where a.id = $1 and ${leaseIsFree('a', '$2')}\n     returning channel",
      after: 'where a.id = $1\n     returning channel',
    },
  ],
  /** Replies go out first; then the turn is saved, if nobody else was quicker. */
  'send-before-save': [
    {
      file: 'src/app/turn-runner.ts',
      before: 'const won = await commitGroup(settings, grouped);',
      after: 'for (const { work, decision, turn } of grouped) { await settings.after.sendFirst(work.address, decision.replies); turn.outbound = []; }\n  const won = await commitGroup(settings, grouped);',
    },
    {
      file: 'src/app/assistant.ts',
      before: 'after: {\n      deliver:',
      after: `after: {
      sendFirst: async (address, replies) => {
        const [to] = await database.query('select channel, account, platform_id as "platformId" from causo.address where id = $1', [address]);
        const channel = parts.channels.find(({ id }) => id === to?.channel);
        for (const { rendered } of replies) await channel?.send(to, rendered, AbortSignal.timeout(5_000)).catch(() => undefined);
      },
      deliver:`,
    },
  ],
} as const satisfies Record<string, readonly Change[]>;

export type Plant = keyof typeof plants;

/** A question that nobody answers goes on after so many minutes, so that a short run meets it. */
const shortWait = 0.2;

/** The flows as they run here: nobody can wait 15 minutes. */
export const shortWaits: readonly Change[] = [
  { file: 'flows/market-payment/trouble.ts', before: 'wait: { minutes: 15,', after: `wait: { minutes: ${shortWait},` },
];

/** The same change to flows that are loaded already. */
export function shortenWaits<Flows>(flows: Flows): Flows {
  return JSON.parse(JSON.stringify(flows), (key, value: unknown) => (key === 'minutes' ? shortWait : value));
}
