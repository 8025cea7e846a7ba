/** The grammar of times of day. */
import { countBetween } from './counts.ts';
import { rules, unclear, words, type Rule, type Term } from './moment-terms.ts';
import type { NumberReader } from './pattern.ts';

const minuteLength = 60_000;

function clock(hour: number, minute: number, confirm = false): Term {
  if (hour > 24 || minute < 0 || minute > 59 || (hour === 24 && minute > 0)) return unclear;
  return confirm ? { kind: 'clock', hour, minute, confirm } : { kind: 'clock', hour, minute };
}

const minutes = countBetween(0, 99);
/** In "8h 5/1" the 5 begins a date; in "8h tám" the speaker has probably said the hour twice. */
const minute: NumberReader = (tokens, at) =>
  minutes(tokens, at)
    .filter(({ end }) => tokens[end]?.spelt !== '/' && tokens[end]?.spelt !== '-')
    .map((found) => (tokens[at]?.kind === 'word' && found.value < 10 ? { ...found, unsure: true } : found));

export const timeReaders: Readonly<Record<string, NumberReader>> = {
  hour: countBetween(0, 99),
  minute,
  span: countBetween(1, 180),
  shortSpan: countBetween(1, 12),
};

/** All rules for times but "8.30", which may be a date as well. */
export const timeRules: readonly Rule[] = [
  ...rules('{hour} giờ|h|g|: ; {hour} giờ|h|g đúng ; {hour} o_clock ; {hour} giờ|h|g chẵn', ({ hour = 0 }) => clock(hour, 0)),
  ...rules('{hour} giờ|h|g hơn|ngoài|mấy', ({ hour = 0 }) => clock(hour, 0, true)),
  ...rules('{hour} giờ|h|g|: {minute} phút|p|ph?', ({ hour = 0, minute: past = 0 }) => clock(hour, past)),
  ...rules('{hour} : {minute} : {minute}', () => unclear),
  ...rules('{hour} giờ|h|g? rưỡi|rưởi|rữi', ({ hour = 0 }) => clock(hour, 30)),
  ...rules('{hour} giờ|h|g kém|thiếu {minute} phút|p?', ({ hour = 0, minute: before = 0 }) => clock(hour - 1, 60 - before)),
  ...rules('=bay giờ', () => clock(7, 0, true)),
  ...rules('=sau giờ', () => clock(6, 0, true)),
  ...words('=bay giờ luôn|nè|đi', { kind: 'earliest' }),
  ...words('sau giờ làm|tan|hành_chính|cơm ; ngoài|hết giờ? hành_chính ; giờ_hành_chính ; mấy_giờ|mấy_h|giờ_nào|lúc_nào|chừng_nào', unclear),
  ...morningAndEvening(),
  ...rules('{span} phút|p nữa ; in {span} minutes|mins|min', ({ span = 0 }, { now }) => ({ kind: 'moment', at: now + span * minuteLength })),
  ...rules('{shortSpan} tiếng|giờ|h nữa ; {shortSpan} tiếng_đồng_hồ nữa ; in {shortSpan} hours|hour', ({ shortSpan = 0 }, { now }) => ({ kind: 'moment', at: now + shortSpan * 60 * minuteLength })),
  ...rules('{shortSpan} tiếng|giờ rưỡi nữa', ({ shortSpan = 0 }, { now }) => ({ kind: 'moment', at: now + (shortSpan * 60 + 30) * minuteLength })),
  ...rules('nửa tiếng|giờ nữa', (_, { now }) => ({ kind: 'moment', at: now + 30 * minuteLength })),
  ...words('buổi|hồi|giấc|lúc|ca? sáng sớm? ; sớm_sáng|sáng_sớm|sớm_mơi|tảng_sáng|hừng_đông|tờ_mờ_sáng ; đầu|giữa|cuối giờ|buổi? sáng ; morning|in_the_morning', { kind: 'half', half: 'morning' }),
  ...words('buổi|hồi|giấc|lúc? trưa ; noon|midday|xế_trưa|giữa_trưa|đứng_bóng', { kind: 'half', half: 'noon' }),
  ...words('buổi|hồi|giấc|lúc|ca? xế? chiều ; xế|xế_bóng ; chiều mát|tà ; đầu|giữa|cuối giờ|buổi? chiều ; afternoon|in_the_afternoon', { kind: 'half', half: 'afternoon' }),
  ...words('chiều_tối|chạng_vạng|nhá_nhem|buổi_tối|hồi_tối|ban_đêm|giấc_tối|evening|tonight ; !tối', { kind: 'half', half: 'evening' }),
  ...words('đêm|khuya|nửa_đêm|đêm_khuya|night|midnight', { kind: 'half', half: 'evening', night: true }),
  ...words('=toi', { kind: 'half', half: 'evening', doubtful: true }),
  ...words('cả_ngày|nguyên_ngày|suốt_ngày', { kind: 'any' }),
  ...words('ban_ngày', unclear),
];

// "2pm" says itself in which half of the day it is; the clock keeps the hour of 24.
function morningAndEvening(): readonly Rule[] {
  return [
    ...rules('at? {hour} am', ({ hour = 0 }) => clock(hour === 12 ? 0 : hour, 0)),
    ...rules('{hour} : {minute} am', ({ hour = 0, minute: past = 0 }) => clock(hour === 12 ? 0 : hour, past, hour < 6)),
    ...rules('{hour} : {minute} pm', ({ hour = 0, minute: past = 0 }) => clock(hour < 12 ? hour + 12 : hour, past)),
    ...rules('at? {hour} pm', ({ hour = 0 }) => clock(hour < 12 ? hour + 12 : hour, 0)),
  ];
}

/** "8.30" where only a time can stand. */
export const dottedTimeRules: readonly Rule[] = rules('{hour} . {minute}', ({ hour = 0, minute: past = 0 }) => clock(hour, past));
