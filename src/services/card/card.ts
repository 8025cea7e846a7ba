/** What stands on the picture of a confirmed appointment, written out in the reader's language. */
export interface AppointmentCard {
  /** "Lịch khám". */
  readonly title: string;
  /** "Thứ Hai". */
  readonly weekday: string;
  /** "30/11/2026". */
  readonly date: string;
  /** "22 tháng 10 âm lịch". */
  readonly lunar: string;
  /** "Buổi sáng", or "8 giờ rưỡi sáng". */
  readonly time: string;
  /** "Bệnh viện Đa khoa Cà Mau". */
  readonly place: string;
  /** "Khám cho: Bé"; the card lies open on tables and in albums, so it shows no more of a name. */
  readonly patient?: string;
  /** "Mang theo: thẻ căn cước, toa thuốc cũ". */
  readonly bring: string;
  /** "Số lịch khám". */
  readonly numberLabel: string;
  /** Six digits, without gaps. */
  readonly number: string;
}
