import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommand, type Command } from '../../src/understanding/commands.ts';
import { stripAccents } from '../../src/understanding/fold.ts';

const wordings: readonly (readonly [Command, readonly string[]])[] = [
  ['back', ['0', 'số 0', 'quay lại', 'trở lại nha', 'lui', 'back', 'dạ quay lại', '/back']],
  ['stop', ['thôi', 'dừng', 'ngưng', 'thôi nghen con', '/stop', '/dung', 'stop', 'thooi', 'Dừng lại đi']],
  ['menu', ['menu', '/menu', '/menu@causo_bot', 'bắt đầu lại', 'về đầu', 'MENU', '/start', 'danhmuc']],
  ['help', ['giúp', '/giup', 'help', 'giúp với', 'trợ giúp', 'Giúp tui với con ơi']],
  ['person', ['gặp người', 'gặp tình nguyện viên', 'cho gặp người thật', '/nguoi', 'cho tui gặp người đi', 'gawpj nguowif thaatj', 'human', 'talk to a person']],
  ['language', ['đổi ngôn ngữ', 'ngôn ngữ', 'language', 'ngon ngu']],
  ['english', ['english', 'tiếng anh', 'English please']],
  ['vietnamese', ['tiếng việt', 'Vietnamese']],
  ['show_data', ['xem dữ liệu', 'cho tui xem dữ liệu', 'show my data']],
  ['erase_data', ['xóa dữ liệu', 'xoá dữ liệu đi con', 'delete my data']],
  ['consider_erasing', ['xóa', '/xoa', 'xóa hết đi con', 'delete everything']],
  ['withdraw_consent', ['rút lại đồng ý', 'withdraw consent']],
  ['link_accounts', ['nối tài khoản', 'cho tui nối tài khoản', 'Nối Zalo với Telegram', 'noois taif khoanr', 'link account', 'link my accounts', '/noitaikhoan']],
  ['enter_link_code', ['nhập mã nối', 'nối tài khoản 1234 5678', 'nối tài khoản: 12345678', 'link account 1234-5678']],
  ['split_accounts', ['tách tài khoản', 'unlink accounts']],
  ['stop_reminders', ['dừng nhắc', 'tắt nhắc đi', 'đừng nhắc nữa', 'stop reminders']],
  ['change_appointment', ['đổi lịch', 'hủy lịch khám', 'huỷ lịch khám', 'đổi lịch khám nha con', 'hủy lịch giùm', 'tui muốn hủy lịch khám', 'đổi ngày khám', 'xem lịch khám', 'ddooir lichj', 'change my appointment', 'cancel my appointment']],
  ['leave_waiting', ['bỏ chờ', 'bỏ chờ đi', 'không chờ chỗ trống nữa', 'stop waiting']],
  ['receive_alerts', ['nhận báo động', 'cho tui nhận báo động', 'nhận báo động 4821 5937', 'Nhận báo động: 48215937', 'receive alerts']],
  ['stop_alerts', ['thôi nhận báo động', 'ngưng nhận báo động nha', 'tắt báo động', 'stop alerts']],
];
const cases = wordings.flatMap(([command, texts]) => texts.map((text) => [text, command] as const));

describe('findCommand', () => {
  it.each(cases)('takes "%s" for %s', (text, command) => {
    expect(findCommand(text)).toBe(command);
  });

  it.each(cases)('takes "%s" without accents for %s too', (text, command) => {
    expect(findCommand(stripAccents(text))).toBe(command);
  });

  it.each([
    'đúng',
    'dạ đúng rồi',
    'tắt nhạc',
    'gặp bác sĩ',
    'tôi muốn quay lại trạm y tế',
    'giúp tui làm mã QR',
    'xóa dữ liệu xong rồi sao nữa',
    'Nguyễn Văn Thôi',
    '50',
    '10',
    'menu quán ăn',
    'xóa dữ liệu 1234 5678',
    'mở tài khoản 1234 5678',
    'số tài khoản',
    '1234 5678',
    'thôi khỏi khám nữa',
    'hủy lịch khám ngày mai giùm tui',
    'đặt lịch khám',
    'không cho nữa',
    '',
    '/khongco',
  ])('leaves "%s" to others', (text) => {
    expect(findCommand(text)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => findCommand(text)).not.toThrow();
      }),
    );
  });
});
