import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';
import type { Call, FakeZalo } from '../support/fake-zalo/mod.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../support/zalo-assistant.ts';

/** Somebody made up. Ends in digits that a number would lose. */
const person = '24684588352919792123';

const introduction = `# One clinic booking on Zalo: every request that we sent

A whole booking was played against the strict imitation of Zalo in \`test/support/fake-zalo\`; this is what it received, in
order and complete. The person is made up. Secrets are replaced by words in angle brackets, the number of the request by
\`### ###\`; of the headers only those that matter are shown. Nothing here was tried against the live service yet.

The file is made by \`test/docs/zalo-booking.test.ts\`, which fails when it is not true any more; to write it anew:
\`npx vitest run test/docs -u\`.
`;

interface Act {
  readonly what: string;
  readonly event: (people: FakeZalo['people']) => Parameters<FakeZalo['deliver']>[0];
}

const writes = (text: string): Act => ({ what: `writes “${text}”`, event: (people) => people.writes(person, text) });
const taps = (title: string): Act => ({ what: `presses “${title}”`, event: (people) => people.taps(person, title) });

const acts: readonly Act[] = [
  { what: 'follows the account', event: (people) => people.follows(person) },
  taps('1. Đồng ý'),
  taps('2. Khám bệnh'),
  taps('2. Không có'),
  taps('1. Đồng ý'),
  writes('Trần Thị Bé, sinh năm 1960'),
  writes('bệnh viện Cà Mau'),
  writes('sáng mốt'),
  { what: 'fills in the card that shares a number', event: (people) => people.sharesInfo(person, { name: 'Trần Thị Bé', phone: '84912345678' }) },
  taps('1. Đúng, ghi lại'),
];

let opened: TestDatabase;
let running: ZaloAssistant;
beforeAll(async () => {
  opened = await openTestDatabase({ name: 'embedded' });
  const shareCard = { title: 'Gửi số điện thoại', subtitle: 'Bấm vào đây là gửi được số đang dùng.', imageUrl: 'https://causo.example/chat/share-card.png' };
  running = await startZaloAssistant(opened.database, { shareCard, withoutAccessToken: true });
});
afterAll(async () => {
  await running.close();
  await opened.drop();
});

it('the file about a booking on Zalo shows the requests of a real run', async () => {
  const sections: string[] = [];
  for (const [index, act] of acts.entries()) sections.push(await playAct(act, index + 1));
  const [appointment] = await opened.database.query<{ number: string }>('select number from causo.appointment');
  // As people read it aloud.
  const shown = appointment?.number.replace(/^(\d{3})(\d{3})$/, '$1 $2');
  expect(sections.join()).toContain(shown);
  const text = [introduction, ...sections].join('\n').replaceAll(shown ?? '', '### ###');
  await expect(text).toMatchFileSnapshot(join(projectRoot, 'docs/zalo-booking.md'));
});

async function playAct({ what, event }: Act, number: number): Promise<string> {
  const { fake, clock } = running;
  clock.advance(20_000);
  const before = fake.calls.length;
  expect(await fake.deliver(event(fake.people))).toBe(200);
  await expect.poll(() => opened.database.query('select id from causo.outbox')).toHaveLength(0);
  return [`## ${number}. The person ${what}\n`, ...fake.calls.slice(before).map(describeCall)].join('\n');
}

function describeCall({ method, path, headers, fields }: Call): string {
  const shown = ['access_token', 'secret_key', 'content-type'].flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${hide(name, String(headers[name]))}`]));
  const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
  const body = isForm ? Object.entries(fields).map(([name, value]) => `${name}=${hide(name, String(value))}`).join('&') : JSON.stringify(fields, null, 2);
  return `\`\`\`http\n${method} ${path}\n${shown.join('\n')}\n\n${body}\n\`\`\`\n`;
}

function hide(name: string, value: string): string {
  const secrets: Readonly<Record<string, string>> = { access_token: '<access token>', refresh_token: '<refresh token>', secret_key: '<app secret>', app_id: '<app id>' };
  return secrets[name] ?? value;
}
