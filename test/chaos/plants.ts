import type { Change } from './copy.ts';

/**
 * What comes in while its address is being worked on is found by the counters when the lease is let go. It would also be
 * found by who is told of it, and by the round that looks at free leases; those would hide a fault of the counters. What
 * was put off and what a dead process holds is still found. Each message takes a while, as on a busy machine.
 */
const noOtherNet: readonly Change[] = [
  { file: 'src/app/deliver.ts', before: '      again.add(address);\n      return;', after: '      return;' },
  { file: 'src/app/assistant.ts', before: '(address) => delivery.wake(Number(address))', after: '() => undefined' },
  {
    file: 'src/store/outbox.ts',
    before: "and ${leaseIsFree('a', '$2')} and first.due_at <= $1",
    after: "and ${leaseIsFree('a', '$2')} and first.due_at <= $1 and (a.lease_owner is not null or first.due_at > first.created_at)",
  },
  {
    file: 'src/store/outbox.ts',
    before: 'select o.priority, o.due_at from causo.outbox o',
    after: 'select o.priority, o.due_at, o.created_at from causo.outbox o',
  },
  {
    file: 'src/app/deliver.ts',
    before: "metrics.sent(channel.id, 'sent');",
    after: "metrics.sent(channel.id, 'sent');\n      await new Promise((resolve) => setTimeout(resolve, 300));",
  },
];

/** Faults that a run has to find, each of which takes one promise out of the program; and the control of the last one. */
export const plants = {
  /** A second copy of a message is a message like any other. */
  'no-dedupe': [
    {
      file: 'src/app/turn-runner.ts',
      before: 'if (contact.recentUpdates.includes(recentName(work.inbound)))',
      after: 'if (false)',
    },
    {
      file: 'src/store/commit-turns.ts',
      before: 'join won on won.id = i.contact_id\n), noted as (',
      after: 'join won on won.id = i.contact_id\n  on conflict do nothing\n), noted as (',
    },
  ],
  /** Whoever has something for an address takes its lease, also from somebody who is sending, and sends what that one has in hand. */
  'shared-lease': [
    {
      file: 'src/store/commit-turns.ts',
      before: "lease_owner = case when t.outbound > 0 and ${leaseIsFree('a', '$32')} then $32",
      after: 'lease_owner = case when t.outbound > 0 then $32',
    },
    { file: 'src/app/deliver.ts', before: 'const isDue = row.dueAt <= clock();', after: 'const isDue = true;' },
    {
      file: 'src/app/deliver.ts',
      before: "metrics.sent(channel.id, 'sent');",
      after: "metrics.sent(channel.id, 'sent');\n      await new Promise((resolve) => setTimeout(resolve, 300));",
    },
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
  /** The lease is let go although something came in meanwhile; nothing else that would find it is left in. */
  'release-without-counters': [
    ...noOtherNet,
    { file: 'src/store/outbox.ts', before: 'and lease_owner = $2 and queued = finished returning id', after: 'and lease_owner = $2 returning id' },
    {
      file: 'src/store/outbox.ts',
      before: 'lease_owner = $3 and queued = finished + (select count(*) from removed) then null',
      after: 'lease_owner = $3 then null',
    },
  ],
  /** Not a fault: without the other nets the counters alone have to find everything, and a run has to stay clean. */
  'counters-alone': noOtherNet,
} as const satisfies Record<string, readonly Change[]>;

export type Plant = keyof typeof plants;

/** A question that nobody answers goes on after so many minutes, so that a short run meets it. */
const shortWait = 0.1;

/** The flows as they run here: nobody can wait 15 minutes. */
export const shortWaits: readonly Change[] = [
  { file: 'flows/market-payment/trouble.ts', before: 'wait: { minutes: 15,', after: `wait: { minutes: ${shortWait},` },
];

/** The same change to flows that are loaded already. */
export function shortenWaits<Flows>(flows: Flows): Flows {
  return JSON.parse(JSON.stringify(flows), (key, value: unknown) => (key === 'minutes' ? shortWait : value));
}
