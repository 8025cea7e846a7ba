import type { Slots } from '../../core/mod.ts';
import { readPaymentCode, type Payee, type PaymentCode } from './payment-code.ts';
import { readQrPhoto } from './qr-photo.ts';

/**
 * Every way a check can end. `done` has `values`: what `kind` of payee, the six digits of its `bank`, its `account` and the
 * `amount`, 0 when the payer enters it. Of a card only the last four digits are told, as on a receipt.
 */
export interface CheckedQr {
  readonly outcome:
    | 'done'
    | Exclude<PaymentCode['kind'], 'account' | 'card'>
    | 'several' // codes that say different things
    | 'no_code'
    | 'not_a_picture'
    | 'too_big';
  readonly values?: Slots;
}

/** Says what a photographed QR code would pay to. It cannot tell whether the code is honest. */
export async function checkQr(photo: Uint8Array): Promise<CheckedQr> {
  const read = await readQrPhoto(photo);
  if (read.outcome !== 'done') return { outcome: read.outcome };
  const [content, another] = read.contents;
  if (content === undefined) return { outcome: 'no_code' };
  return another === undefined ? toChecked(readPaymentCode(content)) : { outcome: 'several' };
}

function toChecked(code: PaymentCode): CheckedQr {
  if (code.kind !== 'account' && code.kind !== 'card') return { outcome: code.kind };
  const { bank, number, amount = 0 } = code;
  const account = code.kind === 'card' ? number.slice(-4) : number;
  return { outcome: 'done', values: { kind: kindOf(code), bank, account, amount } };
}

function kindOf({ kind, isKnownBank, amount }: Extract<PaymentCode, Payee>): string {
  if (kind === 'card') return 'card';
  if (!isKnownBank) return 'unknown_bank';
  return amount === undefined ? 'account' : 'amount';
}
