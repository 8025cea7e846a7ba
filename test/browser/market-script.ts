import type { ShownMessage } from '../../src/http/web-chat/port.ts';
import type { Script } from '../support/fake-web-chat.ts';

type Draft = Omit<ShownMessage, 'number' | 'at' | 'direction'>;
type Option = ShownMessage['options'][number];

const person: Option = { label: 'Gặp người', payload: 'person', role: 'navigation' };
const back: Option = { label: 'Quay lại', payload: 'back', role: 'navigation' };

function ask(question: number, text: string, labels: readonly string[], navigation: readonly Option[]): Draft {
  const answers = labels.map((label, index) => ({ label: `${index + 1}. ${label}`, payload: `s1q${question}o${index + 1}`, role: 'answer' as const }));
  return { text, options: [...answers, ...navigation] };
}

export const menu = ask(1, 'Dạ, chào bà con. Đây là máy trả lời.\nCần làm việc gì ạ?', ['Mã nhận tiền', 'Làm khai sinh', 'Khám bệnh'], [person]);
export const bank = ask(2, 'Bước 1/2. Tiền vào ngân hàng nào ạ?', ['Agribank', 'Vietcombank', 'Ngân hàng khác'], [back, person]);
const done: Draft = {
  text: 'Dạ, xong rồi. Đây là ô vuông (mã QR) để khách đưa máy quét.\nTiền vào thẳng tài khoản Agribank.',
  options: [],
  picture: { id: 'qr', description: 'Mã QR nhận tiền vào tài khoản Agribank' },
};
const printed = ask(3, 'In ra giấy, dán ở sạp là dùng được.\nCần gì thêm không ạ?', ['Có', 'Thôi'], [person]);

/** A stall keeper makes a payment code. Understands numbers and labels, each as belonging to the question asked last. */
export function createMarketScript(): Script {
  let open: Draft | undefined;
  const answer = (shown: string): readonly Draft[] => {
    const label = (open?.options[Number(shown) - 1]?.label ?? shown).replace(/^\d\. /, '');
    if (label === 'Mã nhận tiền') return [bank];
    if (label === 'Agribank') return [done, printed];
    return [menu];
  };
  return (_message, shown) => {
    const drafts = answer(shown);
    open = drafts.at(-1);
    return drafts;
  };
}
