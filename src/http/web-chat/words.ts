/** What the page shows when the server cannot do what was asked. */
export const words = {
  unreadable: 'Tin này chưa đọc được. Viết lại rồi gửi giúp nha.',
  empty: 'Tin này chưa có chữ. Viết vài chữ rồi gửi giúp nha.',
  tooLong: 'Tin này dài quá. Chia ra, gửi từng phần giúp nha.',
  noPhoto: 'Hình này chưa xem được. Chụp hình khác rồi gửi giúp nha.',
  photoTooBig: 'Hình này lớn quá. Chụp hình khác rồi gửi giúp nha.',
  foreign: 'Tin này không gửi từ trang trò chuyện. Mở lại trang rồi gửi giúp nha.',
  busy: 'Máy đang đông người. Trang sẽ tự gửi lại, chờ chút nha.',
  fault: 'Máy đang trục trặc. Chờ chút rồi thử lại nha.',
  noPicture: 'Ảnh này không còn xem được.',
  tooFast: (seconds: number): string => `Nhắn hơi nhanh. Chờ ${seconds} giây rồi nhắn tiếp nha.`,
  tooManyVisitors: (seconds: number): string => `Đang đông người vào cùng lúc. Chờ ${seconds} giây rồi mở lại trang nha.`,
} as const;
