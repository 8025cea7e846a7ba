import type { ChannelName } from '../chaos/platform.ts';
import type { Installation } from './installation.ts';

/** The text by which a queued message is known among the replies. */
export const broadcastText = 'Mai cúp nước từ 8 giờ tới 11 giờ, nhớ trữ nước trước.';

/** So many people who never wrote before have one message each waiting in the outbox. */
export async function queueBroadcast({ database, sealer, fakes }: Installation, channel: ChannelName, count: number): Promise<void> {
  // Nobody else has such a number, nor an earlier queue.
  const first = Date.now() * 1_000;
  const people = Array.from({ length: count }, (_, index) => String(first + index));
  for (const person of people) {
    if (channel === 'telegram') fakes.telegram.addChat(Number(person));
    else fakes.zalo.addUser(person);
  }
  const account = channel === 'telegram' ? String(fakes.telegram.botId) : fakes.zalo.oaId;
  const now = new Date();
  const payload = sealer.seal({ text: broadcastText, options: [] });
  await database.query(statement, [people, channel, account, now, payload, new Date(now.getTime() + 86_400_000)]);
}

const statement = `
with person as (
  select platform_id, row_number() over () as place from unnest($1::text[]) as t(platform_id)
), fresh as (
  insert into causo.contact (created_at) select $4 from person returning id
), contact as (
  select id, row_number() over () as place from fresh
), addressed as (
  insert into causo.address (contact_id, channel, account, platform_id, queued)
  select contact.id, $2, $3, person.platform_id, 1 from contact join person using (place)
  returning id, contact_id
)
insert into causo.outbox (address_id, contact_id, number, priority, message_number, payload, created_at, due_at, not_after)
select id, contact_id, 1, 3, 0, $5, $4, $4, $6 from addressed`;
