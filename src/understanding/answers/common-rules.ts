/** Words around days and times: what carries nothing, what turns an answer around, and "any" and "earliest". */
import { rules, unclear, words, type Rule } from './moment-terms.ts';

const fillers =
  'dạ|thưa|ạ|à|ơi|nha|nghen|nghe|nhe|nhé|nhen|hen|hén|đi|con|em|cháu|anh|chị|cô|chú|bác|bà|ông|tui|tôi|mình|cho|giùm|giúp|dùm|với|được|đặng|cũng|luôn|rồi|thôi|đó|nè|á|ừ|ờ|vậy|thì|là|vào|vô|hồi|lúc|khám|lịch|đặt|hẹn|muốn|xin|lấy|chọn|chắc|!đúng|ngay|bữa|ngày|hôm|buổi|này|nầy|nhằm|tức|tiện|rảnh|lên|ra|tới|đến|trúng|lễ|chốt|bác_sĩ|trạm|ok|oke|please|on|at|the|i|want|for|me|of|in';

/** Known to both dates and times. */
export const commonRules: readonly Rule[] = [
  ...words(fillers, { kind: 'filler' }),
  ...words('=dung', { kind: 'doubt' }),
  ...words('có? được|đc|dc không|hông|hôn|hem|chưa|ko|k ; được_chứ ; vậy_được_không', { kind: 'filler' }),
  ...words('khoảng|tầm|cỡ|chừng|độ|đâu|about|around ; tầm_khoảng', { kind: 'approximate' }),
  ...words(
    'không|chưa|đừng|trừ|ngoại_trừ|ngoài|!bận|!kẹt|!mắc|!hết|hoặc|hay|hay_là|trước|sau|qua|từ|mấy|vài|dăm|bao_nhiêu|bao_giờ|nào|đâu_đó|nghỉ|hủy|bỏ|dời|not|or|except|before|after|until|from|to|quên|nhớ|biết|don_t|can_t',
    unclear,
  ),
  ...words(
    'ngày|bữa|hôm|lúc|khi|giờ|buổi|chừng nào cũng|đều được|đặng|đc|dc|ok  ; nào cũng|đều được|đặng|đc|dc ; mấy_giờ|thứ_mấy|sao|gì|chi cũng|đều được|đặng|đc|dc|ok ; ' +
      'ngày|bữa|hôm|giờ|buổi|lúc nào trống|rảnh|tiện|có_lịch|có_chỗ cũng? được? ; tùy|tuỳ bác_sĩ|trạm|bên_đó|con|em|cô? ; sáng|trưa|chiều hay|hoặc|với sáng|trưa|chiều|tối gì? cũng được ; sáng chiều gì? cũng được ; any|any_day|anyday|anytime|any_time|whenever',
    { kind: 'any' },
  ),
  ...words(
    'càng sớm|mau|lẹ càng tốt|hay ; sớm|gần|lẹ|mau nhất có_thể? ; ngày|bữa|hôm sớm|gần nhất ; ngày|bữa|hôm nào|mà? sớm|gần nhất ; sớm chừng|lúc nào tốt|hay chừng|lúc nấy|đó ; liền|gấp|=ngay_lập_tức ; liền bây_giờ ; ngay bây_giờ ; !bây_giờ ; ' +
      'asap|earliest|soonest|as_soon_as_possible|now|the_earliest',
    { kind: 'earliest' },
  ),
  // "trống bữa nào khám bữa đó" and the like name no day; better asked again.
  ...rules('bữa|ngày|hôm nào', () => unclear),
];
