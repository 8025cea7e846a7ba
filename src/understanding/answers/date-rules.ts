/** The grammar of days, solar and lunar. Every rule gives a day from today on, or says that it is none that can be used. */
import { addMonths, lastOfMonth, makeDay, mondayOf, partsOf, type Day } from './calendar.ts';
import { nextLunarDate, nextLunarDay, lunarYearEnd, toLunar, fromLunar } from './lunar.ts';
import { rules, unclear, words, type MomentContext, type Rule, type Term } from './moment-terms.ts';

/** Days further ahead than this are read back: "20/11" said three days later hardly means next year. */
const farAhead = 183;

function dayTerm(day: Day | undefined, { today }: MomentContext, confirm = false): Term {
  if (day === undefined || day < today) return unclear;
  return confirm || day > today + farAhead ? { kind: 'day', day, confirm: true } : { kind: 'day', day };
}

function inDays(days: number, confirm = false): Rule['read'] {
  return (_, context) => dayTerm(context.today + days, context, confirm);
}

/** The next such day of the week, today not included. */
function nextWeekday(index: number, { today }: MomentContext): Day {
  const ahead = (index - partsOf(today).weekday + 7) % 7;
  return today + (ahead === 0 ? 7 : ahead);
}

function inWeek(weeks: number, confirm = false): Rule['read'] {
  return ({ weekday: index = 0 }, context) => dayTerm(mondayOf(context.today) + 7 * weeks + index, context, confirm);
}

/** Date and month without a year: this year, or the next one when it is over. */
function nextDate(date: number, inMonth: number, context: MomentContext): Day | undefined {
  const { year: thisYear } = partsOf(context.today);
  const candidates = [makeDay(thisYear, inMonth, date), makeDay(thisYear + 1, inMonth, date)];
  if (candidates[0] === undefined) return undefined;
  return candidates.find((day) => day !== undefined && day >= context.today);
}

/** The next day with this date, in whatever month has one. */
function nextDateOfMonth(date: number, context: MomentContext): Term {
  const now = partsOf(context.today);
  const candidates = [0, 1, 2].map((months) => {
    const last = partsOf(lastOfMonth(now.year, now.month + months));
    return makeDay(last.year, last.month, date);
  });
  const day = candidates.find((candidate) => candidate !== undefined && candidate >= context.today);
  const skipsOne = candidates.indexOf(day) === 2 || (candidates[0] === undefined && now.date < date);
  return dayTerm(day, context, day === context.today || skipsOne);
}

function inMonth(months: number, confirm = false): Rule['read'] {
  return ({ date = 0 }, context) => {
    const now = partsOf(context.today);
    const last = partsOf(lastOfMonth(now.year, now.month + months));
    return dayTerm(makeDay(last.year, last.month, date), context, confirm);
  };
}

function edgeOfMonth(edge: 'start' | 'middle' | 'end', months: number): Rule['read'] {
  return (_, context) => {
    const now = partsOf(context.today);
    const last = lastOfMonth(now.year, now.month + months);
    const date = edge === 'start' ? 1 : edge === 'middle' ? 15 : partsOf(last).date;
    return dayTerm(last - partsOf(last).date + date, context, true);
  };
}

const solar: readonly Rule[] = [
  ...rules('hôm|bữa|bửa|ngày =nay ; =nay ; hnay|today|bnay ; hôm|bữa =nay =nay', inDays(0)),
  ...rules('ngày|hôm|bữa? =mai|mơi ; tomorrow|tmr', inDays(1)),
  ...rules('!mốt ; ngày|bữa|hôm mốt ; the? day_after_tomorrow', inDays(2)),
  ...rules('mốt', inDays(2, true)),
  ...rules('ngày|bữa kia|kìa', inDays(3, true)),
  ...words('=mai mốt|kia ; =nay =mai ; hôm|bữa kia_rồi|trước|hổm|qua|kìa ; hôm kia ; yesterday|hồi_hôm|hồi_sáng|vừa_rồi|ngày_trước|hồi_nãy ; tuần|tháng|năm trước|rồi|ngoái', unclear),
  ...rules('{days} bữa|ngày|hôm|bửa nữa ; sau {days} ngày|bữa|hôm ; in {days} day|days', ({ days = 0 }, context) => dayTerm(context.today + days, context)),
  ...rules('{weeks} tuần nữa|sau ; sau {weeks} tuần ; in {weeks} week|weeks', ({ weeks = 0 }, context) => dayTerm(context.today + 7 * weeks, context)),
  ...rules('tuần sau|tới đúng|cũng|y? ngày|bữa này|nay|nầy ; ngày|bữa này|nay|nầy tuần sau|tới ; bằng|đúng ngày|bữa này|nay tuần sau|tới', inDays(7)),
  ...rules('{months} tháng nữa', ({ months = 0 }, context) => dayTerm(addMonths(context.today, months), context, true)),
  ...rules('nửa tháng nữa', inDays(15, true)),
  ...words('{pair} bữa|ngày|hôm|tuần nữa ; vài|mấy|ít|dăm bữa|ngày|hôm|tuần nữa?', unclear),
  ...rules('{weekday} ; {weekday} đầu|cuối tuần', ({ weekday: index = 0 }, context) => {
    const sameAsToday = index === partsOf(context.today).weekday;
    return { kind: 'day', day: nextWeekday(index, context), weekday: true, ...(sameAsToday ? { confirm: true as const } : {}) };
  }),
  ...rules('{weekday} này|nay|nầy ; this {weekday}', ({ weekday: index = 0 }, context) => {
    const isToday = index === partsOf(context.today).weekday;
    return dayTerm(isToday ? context.today : nextWeekday(index, context), context, isToday);
  }),
  ...rules('{weekday} tuần này|nay|nầy ; tuần này|nay|nầy {weekday} ; {weekday} trong_tuần_này', inWeek(0)),
  ...rules('{weekday} tuần sau|tới|kế ; {weekday} đầu|cuối tuần sau|tới ; {weekday} tuần kế_tiếp|tiếp_theo ; tuần sau|tới|kế {weekday} ; sang|qua tuần {weekday} ; {weekday} sang_tuần|qua_tuần ; {weekday} next_week ; next_week {weekday}', inWeek(1)),
  ...rules('{weekday} tuần sau|tới nữa ; tuần sau|tới nữa {weekday}', inWeek(2)),
  ...rules('{weekday} hai|2 tuần nữa', inWeek(2, true)),
  ...rules('{weekday} tới ; next {weekday}', ({ weekday: index = 0 }, context) => dayTerm(nextWeekday(index, context), context, true)),
  ...rules('{weekday} sau', inWeek(1, true)),
  ...words('{weekday} tuần trước|rồi ; {weekday} rồi|trước ; {weekday} vừa_rồi|hôm_trước ; last {weekday}', unclear),
  ...rules('đầu tuần sau|tới ; sang|qua đầu? tuần', (_, context) => dayTerm(mondayOf(context.today) + 7, context, true)),
  ...rules('giữa tuần', (_, context) => dayTerm(mondayOf(context.today) + 2, context, true)),
  ...rules('giữa tuần sau|tới', (_, context) => dayTerm(mondayOf(context.today) + 9, context, true)),
  ...rules('cuối tuần này|nay? ; this? weekend', (_, context) => dayTerm(Math.max(context.today, mondayOf(context.today) + 5), context, true)),
  ...rules('cuối tuần sau|tới', (_, context) => dayTerm(mondayOf(context.today) + 12, context, true)),
  ...words('tuần|tháng sau|tới|này|nay|nầy ; sang|qua tuần ; sang|qua tháng ; sang_năm|năm_sau|năm_tới ; next week|month|year ; đầu|giữa tuần này|nay? ; trong_tuần|trong_tháng', unclear),
  ...rules('ngày? {date} tháng này|nay|nầy', inMonth(0)),
  ...rules('ngày? {date} tháng {next} ; ngày? {date} qua_tháng|sang_tháng', inMonth(1)),
  ...rules('đầu tháng {next} ; sang|qua đầu? tháng', edgeOfMonth('start', 1)),
  ...rules('giữa tháng này|nay?', edgeOfMonth('middle', 0)),
  ...rules('giữa tháng {next}', edgeOfMonth('middle', 1)),
  ...rules('ngày? cuối tháng này|nay?', edgeOfMonth('end', 0)),
  ...rules('cuối tháng {next}', edgeOfMonth('end', 1)),
  ...rules('đầu tháng {month}', ({ month: of = 0 }, context) => dayTerm(nextDate(1, of, context), context, true)),
  ...rules('giữa tháng {month}', ({ month: of = 0 }, context) => dayTerm(nextDate(15, of, context), context, true)),
  ...rules('cuối tháng {month}', ({ month: of = 0 }, context) => {
    const start = nextDate(1, of, { ...context, today: context.today - partsOf(context.today).date + 1 });
    return dayTerm(start === undefined ? undefined : addMonths(start, 1) - 1, context, true);
  }),
  ...rules('ngày? cuối năm nay|này? ; tết|ngày cuối_năm_dương', (_, context) => dayTerm(makeDay(partsOf(context.today).year, 12, 31), context, true)),
  ...rules('ngày? mùng|mồng? {date} tháng|/ {month} dương_lịch|dương|dl|tây', ({ date = 0, month: of = 0 }, context) => dayTerm(nextDate(date, of, context), context)),
  ...rules('noel|giáng_sinh|christmas', (_, context) => dayTerm(nextDate(25, 12, context), context, true)),
  ...rules('ngày|mùng|mồng? {date} tây|dương|dl ; ngày|mùng|mồng? {date} dương_lịch|lịch_tây', ({ date = 0 }, context) => nextDateOfMonth(date, context)),
  ...rules('ngày|hôm|bữa {date} ; the {date} th|st|nd|rd', ({ date = 0 }, context) => nextDateOfMonth(date, context)),
  ...rules(
    'ngày? {anyDate} /|- {anyMonth} dương_lịch|dl|dương|tây? ; ngày? {anyDate} tháng {anyMonth} dương_lịch|dl|dương|tây?',
    ({ anyDate = 0, anyMonth = 0 }, context) => dayTerm(nextDate(anyDate, anyMonth, context), context),
  ),
  ...rules(
    'ngày? {anyDate} /|-|. {anyMonth} /|-|. {year} ; ngày? {anyDate} tháng {anyMonth} năm {year} ; ngày? {anyDate} tháng {anyMonth} /|-? {fullYear} ; ngày? {anyDate} /|-|. {anyMonth} năm {year} ; {anyDate} {anyMonth} {fullYear} ; {fullYear} -|/ {anyMonth} -|/ {anyDate}',
    ({ anyDate = 0, anyMonth = 0, year: short, fullYear: full }, context) => dayTerm(makeDay(full ?? short ?? 0, anyMonth, anyDate), context),
  ),
  ...rules('ngày? {date} /|- {month} năm_sau|sang_năm|năm_tới ; ngày? {date} tháng {month} năm_sau|sang_năm|năm_tới', ({ date = 0, month: of = 0 }, context) =>
    dayTerm(makeDay(partsOf(context.today).year + 1, of, date), context, true),
  ),
  ...rules('ngày? {date} /|- {month} năm_nay|năm_này ; ngày? {date} tháng {month} năm_nay|năm_này', ({ date = 0, month: of = 0 }, context) =>
    dayTerm(makeDay(partsOf(context.today).year, of, date), context),
  ),
  ...rules('{englishMonth} {date} th|st|nd|rd? ; {date} th|st|nd|rd? of? {englishMonth}', ({ date = 0, englishMonth: of = 0 }, context) => dayTerm(nextDate(date, of, context), context)),
  ...rules('ngày? {date} . {month}', ({ date = 0, month: of = 0 }, context) => dayTerm(nextDate(date, of, context), context)),
  ...rules('tết_tây|tết_dương_lịch|tết_dương', (_, context) => dayTerm(nextDate(1, 1, context), context, true)),
];

function lunarTerm(of: number, date: number, context: MomentContext, confirm = false): Term {
  const day = nextLunarDay(context.today, of, date);
  return dayTerm(day, context, confirm || day === context.today);
}

function lunarDate(date: number, context: MomentContext, confirm = false): Term {
  const day = nextLunarDate(context.today, date);
  return dayTerm(day, context, confirm || day === context.today);
}

/** So many lunar months from the present one; the month after the twelfth is the first of the next year. */
function lunarDateIn(months: number, confirm = false): Rule['read'] {
  return ({ date = 15 }, context) => {
    const { year: lunarYear, month: now, leap } = toLunar(context.today);
    const index = now - 1 + months;
    const day = fromLunar(lunarYear + Math.floor(index / 12), (index % 12) + 1, date);
    return dayTerm(day, context, confirm || leap || day === context.today);
  };
}

const lunarMark = 'âm|âm_lịch|al|lịch_ta|lịch_âm|ta';

const lunar: readonly Rule[] = [
  ...rules(`rằm tháng này|nay|nầy ${lunarMark}? ; rằm ${lunarMark} tháng này|nay|nầy`, lunarDateIn(0)),
  ...rules(`rằm tháng {next} ${lunarMark}? ; rằm ${lunarMark} tháng {next}`, lunarDateIn(1, true)),
  ...rules(`mùng|mồng {date} ${lunarMark}? tháng này|nay|nầy ; mùng|mồng {date} tháng này|nay|nầy ${lunarMark} ; ngày? {date} ${lunarMark} tháng này|nay|nầy`, lunarDateIn(0)),
  ...rules(`mùng|mồng {date} ${lunarMark} tháng {next} ; mùng|mồng {date} tháng {next} ${lunarMark} ; ngày? {date} ${lunarMark} tháng {next}`, lunarDateIn(1)),
  ...rules('mùng|mồng {date} tháng {next}', lunarDateIn(1, true)),
  ...rules('mùng|mồng|mong {early}', ({ early = 0 }, context) => lunarDate(early, context, true)),
  ...rules(`mùng|mồng|mong {early} ${lunarMark} ; ngày? {date} ${lunarMark}`, ({ early, date }, context) => lunarDate(early ?? date ?? 0, context)),
  ...rules('mùng|mồng {early} này|nầy|tới ; mùng|mồng {early} tới này?', ({ early = 0 }, context) => lunarDate(early, context, true)),
  ...rules('mùng|mồng {early} tháng {lunarMonth} ; mùng|mồng {early} / {lunarMonth}', ({ early = 0, lunarMonth: of = 0 }, context) => lunarTerm(of, early, context, true)),
  ...rules(
    `mùng|mồng {early} tháng {lunarMonth} ${lunarMark} ; mùng|mồng {early} / {lunarMonth} ${lunarMark} ; ngày? {date} tháng {lunarMonth} ${lunarMark} ; ngày? {date} /|-|. {lunarMonth} ${lunarMark} ; ngày? {date} ${lunarMark} tháng {lunarMonth}`,
    ({ early, date, lunarMonth: of = 0 }, context) => lunarTerm(of, early ?? date ?? 0, context),
  ),
  ...rules('ngày|mùng|mồng? {date} tháng giêng', ({ date = 0 }, context) => lunarTerm(1, date, context)),
  ...rules('ngày|mùng|mồng? {date} tháng? chạp', ({ date = 0 }, context) => lunarTerm(12, date, context)),
  ...rules('mùng|mồng {early} tết ; tết mùng|mồng {early}', ({ early = 0 }, context) => lunarTerm(1, early, context)),
  ...rules(`rằm ${lunarMark}? ; =ngày rằm`, (_, context) => lunarDate(15, context)),
  ...rules('rằm này|nay|nầy', (_, context) => lunarDate(15, context)),
  ...rules('rằm tới|sau', (_, context) => lunarDate(15, context, true)),
  ...rules(`rằm tháng {lunarMonth} ${lunarMark}?`, ({ lunarMonth: of = 0 }, context) => lunarTerm(of, 15, context)),
  ...rules('{late} tết ; đêm? giao_thừa', ({ late }, context) => {
    const end = lunarYearEnd(context.today);
    const day = end === undefined || late === undefined || late === 30 ? end : fromLunar(toLunar(end).year, 12, late);
    return dayTerm(day, context, true);
  }),
  ...rules('tết|tết_ta|tết_nguyên_đán|tết_âm_lịch', (_, context) => lunarTerm(1, 1, context, true)),
  ...rules('trung_thu', (_, context) => lunarTerm(8, 15, context, true)),
  ...rules('tết? đoan_ngọ', (_, context) => lunarTerm(5, 5, context, true)),
  ...rules('mùng|mồng nửa|mấy', () => unclear),
];

/** All rules for days. */
export const dateRules: readonly Rule[] = [...lunar, ...solar];
