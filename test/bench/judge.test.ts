import { describe, expect, it } from 'vitest';
import type { Shown } from '../chaos/platform.ts';
import type { Recorded } from '../chaos/recording.ts';
import type { Dialogue } from './dialogues.ts';
import { judgeDialogues, keyOf, type Evidence } from './judge-dialogues.ts';
import { judgeOverload, type OverloadEvidence, type Told } from './judge-overload.ts';
import { judgePace, type PaceEvidence } from './judge-pace.ts';
import { quantile, worstWindow } from './statistics.ts';
import { isKept } from './table.ts';

const start = Date.parse('2026-11-24T08:00:00+07:00');
const texts = ['chào', '1', 'Vietcombank'];
const replies = ['Cho giữ không ạ?', 'Dùng ngân hàng nào ạ?', 'Số tài khoản là số nào ạ?'];

const dialogue: Dialogue = {
  person: '7',
  channel: 'telegram',
  texts,
  updates: texts.map((text, index) => ({ channel: 'telegram', id: String(index), body: { message: { text, date: start / 1_000 } } })),
  refused: 0,
};

function taken(...updateIds: readonly string[]): readonly Recorded[] {
  return updateIds.map((updateId) => ({ channel: 'telegram', updateId, contact: 1, state: 'done', receivedAt: new Date(start), question: null }));
}

function seen(...messages: readonly string[]): readonly Shown[] {
  return messages.map((text, index) => ({ text, buttons: [], picture: false, at: start + index * 1_000 }));
}

const right: Evidence = { dialogue, recorded: taken('0', '1', '2'), shown: seen(...replies) };
const expected = new Map([[keyOf(right), seen(...replies)]]);

function judge(evidence: Evidence, orderIsPromised = true) {
  return judgeDialogues([evidence], { expected, orderIsPromised });
}

describe('a dialogue', () => {
  it('is right when every message was taken in order and answered as expected', () => {
    expect(judge(right)).toEqual({ dialogues: 1, wrong: 0, differ: 0, examples: [] });
  });

  const [first = '', second = '', third = ''] = replies;
  it.each([
    ['a message was lost', { ...right, recorded: taken('0', '1') }, '1 of 3 messages lost'],
    ['a message was taken twice', { ...right, recorded: taken('0', '1', '1', '2') }, '4 messages taken, 3 written'],
    ['a message is stuck', { ...right, recorded: [...taken('0', '1'), ...taken('2').map((row) => ({ ...row, state: 'pending' as const }))] }, 'stuck'],
    ['a reply never came', { ...right, shown: seen(first, third) }, 'telegram 7'],
    ['the last reply never came', { ...right, shown: seen(first, second) }, 'telegram 7'],
    ['a reply came twice', { ...right, shown: seen(first, second, second, third) }, 'telegram 7'],
    ['two replies changed places', { ...right, shown: seen(second, first, third) }, 'telegram 7'],
    ["a reply is somebody else's", { ...right, shown: seen(first, 'Đã ghi yêu cầu khám', third) }, 'telegram 7'],
    ['messages were taken in another order', { ...right, recorded: taken('1', '0', '2') }, 'another order'],
  ])('is wrong when %s', (_what, evidence, because) => {
    const { wrong, examples } = judge(evidence);
    expect(wrong).toBe(1);
    expect(examples.join()).toContain(because);
  });

  it('may be taken in another order where none is promised, or after a refusal, and is held against what that order gives', () => {
    const other = { ...right, recorded: taken('1', '0', '2') };
    expect(judge(other, false)).toMatchObject({ wrong: 1, differ: 1 });
    const forThat = new Map([[keyOf(other), seen(...replies)]]);
    expect(judgeDialogues([other], { expected: forThat, orderIsPromised: false })).toMatchObject({ wrong: 0, differ: 1 });
    const refused = { ...other, dialogue: { ...dialogue, refused: 1 } };
    expect(judgeDialogues([refused], { expected: forThat, orderIsPromised: true })).toMatchObject({ wrong: 0, differ: 1 });
  });

  it('has another key when a message came long after it was written', () => {
    const late = { ...right, recorded: taken('0', '1', '2').map((row) => ({ ...row, receivedAt: new Date(start + 60_000) })) };
    expect(keyOf(late)).not.toBe(keyOf(right));
  });

  it('may hold the number of a ticket, which nobody can know before', () => {
    const noted = (number: number): readonly Shown[] => seen(`Đã ghi lại, số ${number}. Ai rảnh sẽ nhắn lại.`);
    const evidence = { ...right, shown: noted(7) };
    expect(judgeDialogues([evidence], { expected: new Map([[keyOf(evidence), noted(6)]]), orderIsPromised: true }).wrong).toBe(0);
  });
});

/** Thirty a second, evenly, half of it queued messages. */
const paced: PaceEvidence = {
  name: 'Telegram',
  limit: 30,
  window: 1_000,
  refused: 0,
  taken: Array.from({ length: 600 }, (_, index) => ({ at: start + Math.round(index * 33.4), isBroadcast: index % 2 === 0 })),
  broadcasts: 300,
  waitsWithout: [100, 110, 120],
  waitsWith: [110, 120, 150],
};

describe('the pace', () => {
  it('is kept when the limit is used but not passed and replies are as quick as before', () => {
    expect(isKept(judgePace(paced))).toBe(true);
  });

  const at = (every: number): PaceEvidence['taken'] => paced.taken.map((message, index) => ({ ...message, at: start + Math.round(index * every) }));
  it.each([
    ['the platform refused a message', { ...paced, refused: 1 }],
    ['one second held more than the limit', { ...paced, taken: at(31) }],
    ['much of the limit was left', { ...paced, taken: at(40) }],
    ['a queued message never came', { ...paced, broadcasts: 301 }],
    ['replies waited for the queue', { ...paced, waitsWith: [110, 120, 181] }],
  ])('is not kept when %s', (_what, evidence) => {
    expect(isKept(judgePace(evidence))).toBe(false);
  });
});

const quick: Told = { channel: 'zalo', person: '8', updateId: '1', at: start, answers: [{ status: 503, milliseconds: 1_600 }, { status: 200, milliseconds: 40 }], takenAt: start + 6_000 };
const calm: OverloadEvidence = { told: [quick], calm: { inbound: 20_000, told: 20_000 }, unanswered: 0, waiting: 0 };

describe('an overload', () => {
  it('is borne when all are answered in time, told again and handled soon', () => {
    expect(isKept(judgeOverload(calm))).toBe(true);
  });

  it.each([
    ['a webhook was answered too late', { ...calm, told: [{ ...quick, answers: [{ status: 200, milliseconds: 2_001 }] }] }],
    ['a webhook was not answered at all', { ...calm, told: [{ ...quick, answers: [{ status: 0, milliseconds: 10 }] }] }],
    ['nobody took a message', { ...calm, told: [{ ...quick, takenAt: undefined }] }],
    ['it lasts too long', { ...calm, calm: { inbound: 150_001, told: 150_001 } }],
    ['somebody never got a reply', { ...calm, unanswered: 1 }],
    ['something is left at the end', { ...calm, waiting: 1 }],
  ])('is not borne when %s', (_what, evidence) => {
    expect(isKept(judgeOverload(evidence))).toBe(false);
  });
});

describe('the figures', () => {
  it('find the fullest window, its end not included', () => {
    expect(worstWindow([0, 500, 999, 1_000, 1_001], 1_000)).toBe(4);
    expect(worstWindow([0, 1_000, 2_000], 1_000)).toBe(1);
    expect(worstWindow([], 1_000)).toBe(0);
  });

  it('name the value below which a part of all lies', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0, 0.5, 0.99, 1].map((part) => quantile(values, part))).toEqual([1, 50, 99, 100]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
