import type { Database } from '../../src/store/database.ts';
import type { Sealer } from '../../src/store/seal.ts';

export interface DuePeople {
  readonly count: number;
  readonly channel: string;
  readonly account: string;
  /** Platform id of the first; the others follow. */
  readonly first: number;
  readonly dueAt: Date;
  readonly now: Date;
}

const statement = `
with person as (
  select $1::bigint + place - 1 as platform_id, place from generate_series(1, $2::int) as place
), fresh as (
  insert into causo.contact (created_at, consent) select $3, 'granted' from person returning id
), contact as (
  select id, row_number() over () as place from fresh
), addressed as (
  insert into causo.address (contact_id, channel, account, platform_id, last_inbound_at)
  select contact.id, $4, $5, person.platform_id::text, $3 from contact join person using (place)
)
insert into causo.reminder (contact_id, kind, matter, due_day, due_at, payload, created_at)
select id, 'vneid_activation', 'self/3', ($6::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date, $6, $7, $3 from contact`;

/** So many people at a time, which takes a second or two. */
const chunk = 20_000;

/** People who never wrote before have one reminder each, all of the same instant. */
export async function addDuePeople(database: Database, sealer: Sealer, people: DuePeople): Promise<void> {
  const payload = sealer.seal({ day: '2026-11-24', whom: 'self' });
  for (let done = 0; done < people.count; done += chunk) {
    const { count, channel, account, first, dueAt, now } = people;
    await database.query(statement, [first + done, Math.min(chunk, count - done), now, channel, account, dueAt, payload]);
  }
}
