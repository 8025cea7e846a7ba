import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { readMessage } from '../../src/app/read-message.ts';
import { shownOptions } from '../../src/app/reading/open-question.ts';
import { newSession, type Event, type Session, type Slots } from '../../src/core/mod.ts';
import { conversation, known, messageOf, now, sessionAfter, sessionAt, turn } from './chat.ts';

const { library, texts, places } = conversation;

function eventOf(text: string, session: Session): Event | undefined {
  return readMessage(messageOf(text), { session, library, texts, places, now: now.getTime() })?.event;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

const people = { person1: ['Trần Thị Bé', '1960'], person2: ['Lê Văn Út', '1958-03'], person3: ['Lê Văn Tí', '2020-05-01'] };
const times = { time1: '2026-11-27 morning', time2: '2026-11-27T14:30', time3: '2026-11-30 afternoon' };
const given: Readonly<Record<string, Slots>> = {
  market_payment: { bank: '970436', account: '0071000123456', amount: 50_000, note: 'cá lóc' },
  clinic_booking: { ...people, ...times },
  appointment_change: times,
};

/** Every question of every flow, standing open. */
const questions = flows.flatMap((flow) =>
  Object.entries(flow.nodes).flatMap(([node, { kind }]) => (kind === 'question' ? [{ name: `${flow.id} ${node}`, session: sessionAt(flow.id, node, given[flow.id]) }] : [])),
);

const hostile = [
  '{{x}}', '{{fact.police}}', '$t(menu)', '$t(option.menu)', '<script>alert(1)</script>', '<b>đậm</b>', '👵🏽👨‍👩‍👧', '\u202eyêu cầu\u202c', '\u200f\u200e', '\0', 'a\0b', '\0'.repeat(50),
  'x'.repeat(5000), '9'.repeat(5000), '👍'.repeat(2500), 'ă'.normalize('NFD').repeat(2000), `${'a '.repeat(2500)}`, '\ud800', '%00', '../../etc/passwd', "'; drop table causo.contact; --",
  '__proto__', 'constructor', 'toString', '0', '-1', '99', '1e9', 'null', 'undefined', '[object Object]', '\n\n\n', '   ', '.', '?', '🤷',
];
const typed = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...hostile) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 4, arbitrary: fc.constantFrom('1', '2', '3', '4', '5', 'có', 'không', 'menu', 'quay lại', 'gặp người', 'thôi', 'giúp', 'vietcombank', '0071000123456', '50k', 'bán cá', 'English', 'xem dữ liệu', 'xóa dữ liệu', 'rút lại đồng ý', 'mã otp 123456', 'cháy nhà', 'đặt lịch khám', 'chuyển nhầm tiền') },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('bán ', 'tui tên ', 'số '), fc.string({ maxLength: 40 })).map(([start, rest]) => start + rest) },
);
const payload = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.constantFrom('#menu', '#', '#1.1.1', '#1.1.back', '#1.1.person', '#1.1.00', '#1.1.99', '#999999999.999999999.99', '#1.1.1\n', '#1.1.__proto__', '#-1.1.1', '\0'),
  fc.tuple(fc.nat(4), fc.nat(9), fc.constantFrom('1', '2', '3', '9', '0', 'back', 'person')).map((parts) => `#${parts.join('.')}`),
);
const content = fc.oneof(
  { weight: 4, arbitrary: typed.map((text) => ({ type: 'text' as const, text })) },
  { weight: 2, arbitrary: payload.map((text) => ({ type: 'tap' as const, payload: text })) },
  { weight: 1, arbitrary: typed.map((caption) => ({ type: 'media' as const, media: { kind: 'photo' as const }, caption })) },
);

/** What somebody typed is shown between quotation marks and may say anything. */
function expectHarmless(text: string): void {
  expect(text).not.toContain('\0');
  expect(text.replace(/“[^”]*”/g, '')).not.toMatch(/\{\{(?:you|me|note|bank)\}\}|\bundefined\b|NaN/);
  expect(text.length).toBeLessThan(2000);
}

describe('whatever people type or tap', () => {
  it('is answered without a fault, with sound replies and a sound session', async () => {
    await fc.assert(fc.asyncProperty(fc.array(content, { maxLength: 15 }), async (contents) => {
      let session = newSession;
      for (const one of contents) {
        const decision = await turn(session, one);
        session = decision.session;
        expect(session.frames.length > 0 && !session.open).toBe(false);
        decision.replies.forEach(({ rendered }) => expectHarmless(rendered.text));
        expect(decision.replies.flatMap(({ rendered }) => rendered.options).filter(({ label, payload: data }) => label.trim() === '' || !/^[\x21-\x7e]{1,32}$/.test(data))).toEqual([]);
      }
    }), { numRuns: 150 });
  });

  it.each(questions)('is answered at $name', async ({ session }) => {
    for (const text of hostile) {
      const { replies } = await turn(session, text);
      expect(replies.length).toBeGreaterThan(0);
      replies.forEach(({ rendered }) => expectHarmless(rendered.text));
    }
  });

  it('is a text at most 4,000 letters long when it is kept', () => {
    for (const text of hostile) {
      const kept = readMessage(messageOf(text), { session: known, library, texts, places, now: now.getTime() })?.kept ?? '';
      expect(kept.length).toBeLessThanOrEqual(4000);
    }
  });

  it('does not stop an old or made-up button from being recognised', () => {
    fc.assert(fc.property(payload, (data) => {
      const event = readMessage(messageOf({ type: 'tap', payload: data }), { session: sessionAt('menu', 'menu'), library, texts, places, now: 1 })?.event;
      expect(['menu_requested', 'person_requested', 'back_requested', 'question_outdated', 'option_chosen']).toContain(event?.type);
    }), { numRuns: 500 });
  });
});

describe('a note that looks like a command to the machine', () => {
  const atNote = sessionAt('market_payment', 'sell_note', { bank: '970436', account: '0071000123456', amount: 50_000 });

  it.each(['{{x}}', '{{account}}', '$t(menu)', '$t(option.menu)', '$&', "$'", '<b>cá</b>', '<script>alert(1)</script>', '&lt;', '👵🏽', '__proto__', "'; drop table --"])(
    '%s comes back as it was typed and as nothing else',
    async (note) => {
      const plain = await turn(atNote, 'Abc');
      const decision = await turn(atNote, note);
      expect(decision.session.frames.at(-1)?.slots['note']).toBe(note);
      expect(decision.replies.map(({ rendered }) => rendered.text)).toEqual(plain.replies.map(({ rendered }) => rendered.text.replace('Abc', () => note)));
    },
  );

  it('loses what turns the reading direction and what no line can hold', async () => {
    const { session } = await turn(atNote, '\u202ecá\u202c\0lóc\nsạp\u200b 3');
    expect(session.frames.at(-1)?.slots['note']).toBe('cá lóc sạp 3');
  });

  it('is cut to fifty letters and read back', async () => {
    const { session } = await turn(atNote, '👵🏽'.repeat(40));
    expect(session.open?.prompt?.kind).toBe('confirm_value');
  });
});

const commands = [
  'quay lại', 'trở lại', 'thôi', 'dừng lại', 'hủy', 'menu', 'bắt đầu lại', 'trang chủ', 'giúp', 'trợ giúp', 'hướng dẫn', 'gặp người', 'tình nguyện viên', 'gặp cán bộ', 'nói chuyện với người thật',
  'ngôn ngữ', 'đổi tiếng', 'tiếng Việt', 'tiếng Anh', 'xem dữ liệu', 'xóa dữ liệu', 'xóa hết dữ liệu', 'rút lại đồng ý', 'dừng nhắc', 'tắt nhắc', 'ngừng nhắc',
];

const phrases = [
  'tui muốn trả tiền bằng mã QR', 'làm mã nhận tiền cho sạp cá', 'chuyển khoản nhầm cho người lạ', 'bị lừa chuyển tiền', 'đặt lịch khám bệnh', 'đăng ký VNeID', 'quên mật khẩu VNeID',
  'nộp hồ sơ dịch vụ công', 'làm giấy khai sinh', 'hồ sơ tới đâu rồi', 'sổ liên lạc của con', 'xin học cho con', 'bán tôm trên mạng', 'tem truy xuất nguồn gốc', 'độ mặn hôm nay', 'sổ sức khỏe điện tử',
  'chào', 'cảm ơn nhiều', 'cần người giúp', 'khách quét mã mà tiền chưa tới', 'biên lai giả', 'mã bị dán đè',
];

/** All that people may type for the options of all questions, also for those that show a value. */
const optionWords = questions.flatMap(({ name, session }) =>
  shownOptions({ session, library, texts, places, now: now.getTime() }).flatMap(({ id, words }) => words.map((each) => ({ name, session, id, words: each }))),
);

describe('words typed without accents', () => {
  it.each(commands)('"%s" is the same command', (words) => {
    const event = eventOf(words, known);
    expect(eventOf(withoutAccents(words), known)).toEqual(event);
    expect(eventOf(withoutAccents(words).toUpperCase(), known)).toEqual(event);
    expect(event?.type).not.toBe('not_understood');
  });

  it.each(phrases)('"%s" asks for the same', (words) => {
    expect(meaning(withoutAccents(words), known)).toBe(meaning(words, known));
    expect(eventOf(words, known)?.type).not.toBe('not_understood');
  });

  it('choose the same option at every question', () => {
    const different = optionWords.filter(({ words, session }) => meaning(words, session) !== meaning(withoutAccents(words), session));
    expect(different.map(({ name, words }) => `${name}: ${words}`)).toEqual([]);
  });

  it('choose the option that they stand for', () => {
    const other = optionWords.filter(({ words, session, id }) => {
      const event = eventOf(words, session);
      const isHeardElsewhere = (event?.type === 'flow_requested' && alsoCommands.has(words)) || (event?.type === 'danger_reported' && alsoDangers.has(words));
      return !(event?.type === 'option_chosen' && event.option === id) && !isHeardElsewhere;
    });
    expect(other.map(({ name, words }) => `${name}: ${words}`)).toEqual([]);
  });
});

/** These work at every question as commands, so they do at the question that asks for the same. */
const alsoCommands: ReadonlySet<string> = new Set(['Tiếng Việt', 'việt', 'vietnamese', 'English', 'xóa dữ liệu']);

/** Typed in words, these get the number to call before anything else, as they do everywhere. */
const alsoDangers: ReadonlySet<string> = new Set(['Có, nguy cấp', 'nguy cấp', 'có nguy cấp', 'cấp cứu']);

/**
 * What an event asks for. Some words for oneself are only heard with their accents, and "dung" is read back before it
 * is taken for "đúng"; neither is part of it.
 */
function meaning(words: string, session: Session): string {
  const { selfName: _selfName, confirm: _confirm, ...event } = { selfName: undefined, confirm: false, ...eventOf(words, session) };
  return JSON.stringify(event);
}

describe('a whole chat in numbers, in labels and in taps', () => {
  it('comes to the same place', async () => {
    const byNumber = await sessionAfter(['chào', '1', '3', '1']);
    const byLabel = await sessionAfter(['chào', 'Đồng ý', 'Chợ, trả tiền', '1']);
    const byTap = await sessionAfter(['chào', ...['#1.1.1', '#2.2.3', '#2.3.1'].map((data) => ({ type: 'tap' as const, payload: data }))]);
    expect(byLabel).toEqual(byNumber);
    expect(byTap).toEqual(byNumber);
    expect(byNumber.frames.at(-1)).toMatchObject({ flow: 'market_payment' });
  });
});
