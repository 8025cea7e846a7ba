import type { AppointmentCard } from '../../../src/services/card/mod.ts';

/** A card as most people get it. */
export const usualCard: AppointmentCard = {
  title: 'Lịch khám',
  weekday: 'Thứ Hai',
  date: '30/11/2026',
  lunar: '22 tháng 10 âm lịch',
  time: '8 giờ rưỡi sáng',
  place: 'Bệnh viện Đa khoa Cà Mau',
  patient: 'Khám cho: Bé',
  bring: 'Mang theo: thẻ căn cước gắn chip hoặc VNeID, toa thuốc cũ',
  numberLabel: 'Số lịch khám',
  number: '482159',
};
