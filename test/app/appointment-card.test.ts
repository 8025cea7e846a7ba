import { describe, expect, it } from 'vitest';
import { factValues } from '../../flows/facts/mod.ts';
import { writeAppointmentCard, type FixedAppointment } from '../../src/app/appointment-card.ts';
import { createTexts, readTextTable } from '../../src/app/texts.ts';
import { shippedPlaces } from '../../src/services/clinic/mod.ts';

const words = { texts: createTexts(readTextTable('system')), facts: { vi: factValues('vi'), en: factValues('en') }, places: shippedPlaces };
const now = new Date('2026-11-24T08:00:00+07:00');
const appointment: FixedAppointment = {
  id: 1,
  number: '482159',
  state: 'confirmed',
  facility: 'general-ca-mau',
  time: { day: '2026-11-30', halfDay: 'morning', slot: '08:30' },
  name: 'Trần Thị Bé',
  birth: '1960',
};

describe('the words of a card', () => {
  it('say the day with its weekday and its lunar date, and the time as people say it', () => {
    expect(writeAppointmentCard(appointment, 'vi', words, now)).toEqual({
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
    });
  });

  it('are English where the chat is', () => {
    expect(writeAppointmentCard(appointment, 'en', words, now)).toMatchObject({
      title: 'Appointment',
      weekday: 'Monday',
      lunar: 'Lunar date 22/10',
      time: '8:30 a.m.',
      patient: 'For: Bé',
      bring: 'Bring: the chip ID card or VNeID, old prescriptions',
    });
  });

  it('say the half of the day where the place gives no times, and a leap month', () => {
    const { slot: _slot, ...time } = appointment.time;
    const card = writeAppointmentCard({ ...appointment, time: { ...time, day: '2028-07-01' } }, 'vi', words, now);
    expect(card).toMatchObject({ weekday: 'Thứ Bảy', lunar: '9 tháng 5 nhuận âm lịch', time: 'Buổi sáng' });
  });

  it('tell what a child brings', () => {
    expect(writeAppointmentCard({ ...appointment, birth: '2020' }, 'vi', words, now).bring).toBe('Mang theo: giấy khai sinh, điện thoại có bảo hiểm y tế của bé');
  });

  it('show no more of a name than what somebody is called by', () => {
    const patients = ['Nguyễn Thị Bé Ba', '  Út  ', 'Lê Văn Tám'].map((name) => writeAppointmentCard({ ...appointment, name }, 'vi', words, now).patient);
    expect(patients).toEqual(['Khám cho: Ba', 'Khám cho: Út', 'Khám cho: Tám']);
  });
});
