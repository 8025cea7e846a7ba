import { describe, expect, it } from 'vitest';
import { writeValue } from '../../src/app/values.ts';
import type { AnswerType, Value } from '../../src/core/mod.ts';

const written: readonly (readonly [AnswerType, Value, string, string])[] = [
  ['date', '2026-11-30', 'Thứ Hai, ngày 30/11/2026 (22 tháng 10 âm lịch)', 'Monday, 30/11/2026'],
  ['date', '2030-02-02', 'Thứ Bảy, ngày 2/2/2030 (1 tháng 1 âm lịch)', 'Saturday, 2/2/2030'],
  ['date', '2028-07-01', 'Thứ Bảy, ngày 1/7/2028 (9 tháng 5 nhuận âm lịch)', 'Saturday, 1/7/2028'],
  ['date', 'any', 'ngày nào cũng được', 'any day'],
  ['date', 'earliest', 'ngày sớm nhất', 'the earliest day'],
  ['datetime', '2026-11-30 morning', 'Thứ Hai, ngày 30/11/2026 (22 tháng 10 âm lịch), buổi sáng', 'Monday, 30/11/2026, in the morning'],
  ['datetime', '2026-11-30T14:30', 'Thứ Hai, ngày 30/11/2026 (22 tháng 10 âm lịch), 2 giờ rưỡi chiều', 'Monday, 30/11/2026, 2:30 p.m.'],
  ['datetime', 'any morning', 'ngày nào cũng được, buổi sáng', 'any day, in the morning'],
  ['time', '08:15', '8 giờ 15 sáng', '8:15 a.m.'],
  ['time', '12:00', '12 giờ trưa', '12:00 p.m.'],
  ['time', '19:00', '7 giờ tối', '7:00 p.m.'],
  ['time', 'afternoon', 'buổi chiều', 'in the afternoon'],
  ['phone', '+84918000123', '0918 000 123', '0918 000 123'],
  ['phone', '+842903000123', '0290 3000 123', '0290 3000 123'],
  ['phone', '+85512345678', '+85512345678', '+85512345678'],
  ['phone', 'same', 'số đang nhắn', 'the number you write from'],
  ['birth', '1952', '1952', '1952'],
  ['birth', '1952-03', 'tháng 3 năm 1952', '3/1952'],
  ['birth', '1952-03-05', '5/3/1952', '5/3/1952'],
  ['age', 63, '63 tuổi', '63 years'],
  ['age', '9m', '9 tháng', '9 months'],
  ['age', '10d', '10 ngày', '10 days'],
  ['commune', '32152', 'Xã Đầm Dơi', 'Xã Đầm Dơi'],
  ['commune', '00000', '00000', '00000'],
  ['money', 50_000, '50.000 đồng', '50,000 dong'],
  ['account', '0123456789', '0123 4567 89', '0123 4567 89'],
];

describe('values written for people', () => {
  it.each(written)('%s %s reads "%s" in Vietnamese', (type, value, vietnamese) => {
    expect(writeValue(value, type, 'vi')).toBe(vietnamese);
  });

  it.each(written)('%s %s reads well in English too', (type, value, _, english) => {
    expect(writeValue(value, type, 'en')).toBe(english);
  });
});
