import type { ConsentOutcome } from './port.ts';

interface Words {
  readonly status: number;
  readonly title: string;
  readonly lines: readonly string[];
}

const again = 'Nhờ người cài đặt gửi đường dẫn mới, rồi mở lại giúp.';
const nothingStored = 'Máy không lưu gì hết.';

/** What an administrator of the official account reads when they come back from Zalo. */
export const outcomeWords: Readonly<Record<ConsentOutcome, Words>> = {
  connected: {
    status: 200,
    title: 'Đã nối xong',
    lines: ['Trợ lý Cầu Số đã nối với tài khoản Zalo OA.', 'Đóng trang này được rồi. Phần còn lại người cài đặt làm tiếp.'],
  },
  declined: {
    status: 200,
    title: 'Chưa nối',
    lines: ['Zalo báo là chưa được cho phép.', nothingStored, 'Đổi ý thì mở lại đường dẫn cũ, rồi bấm Cho phép.'],
  },
  wrong_state: {
    status: 400,
    title: 'Đường dẫn này không đúng',
    lines: ['Đường dẫn này không phải do trợ lý Cầu Số gửi, hoặc bị chép thiếu.', nothingStored, again],
  },
  expired: {
    status: 400,
    title: 'Đường dẫn đã quá giờ',
    lines: ['Mỗi đường dẫn chỉ dùng được trong một giờ.', nothingStored, again],
  },
  used: {
    status: 409,
    title: 'Đường dẫn này đã dùng rồi',
    lines: ['Lần trước đã nối xong, nên không cần làm lại.', 'Muốn nối lại thì nhờ người cài đặt gửi đường dẫn mới.'],
  },
  other_account: {
    status: 409,
    title: 'Chọn nhầm tài khoản OA',
    lines: ['Tài khoản vừa chọn không phải tài khoản của trợ lý này.', nothingStored, 'Mở lại đường dẫn cũ, rồi chọn đúng tài khoản OA.'],
  },
  refused: {
    status: 502,
    title: 'Zalo chưa chịu',
    lines: ['Zalo không nhận mã của lần cho phép này.', nothingStored, 'Mở lại đường dẫn cũ, bấm Cho phép thêm một lần. Vẫn vậy thì báo người cài đặt.'],
  },
  unavailable: {
    status: 503,
    title: 'Chưa nối được lúc này',
    lines: ['Máy chưa nói chuyện được với Zalo, hoặc chưa lưu được.', 'Chờ vài phút, mở lại đường dẫn cũ, rồi bấm Cho phép.'],
  },
};
