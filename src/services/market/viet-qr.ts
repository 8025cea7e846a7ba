import { Banks, QRPay, VietQRService, VietQRStatus } from 'vietnam-qr-pay';

/** Where the money goes and, if fixed, how much. Checked by `readVietQrInput`. */
export interface VietQrInput {
  /** Six digits that stand for a bank. */
  readonly bank: string;
  readonly account: string;
  /** Whole đồng; without it the payer enters the amount. */
  readonly amount?: number;
  /** Plain ASCII as it will stand in the code. */
  readonly note?: string;
}

export type Refusal = 'unknown_bank' | 'bad_account' | 'card_number' | 'bad_amount' | 'bad_note';

export type ReadInput =
  | { readonly ok: true; readonly input: VietQrInput }
  | { readonly ok: false; readonly reason: Refusal };

/** EMVCo allows 25 characters for the purpose of a payment. */
const noteLength = 25;

/** Above this, banks ask for the counter; also far above any price at a market. Whole đồng. */
const largestAmount = 500_000_000;

const accountShape = /^[0-9A-Z]{6,19}$/;
/** Cards of Vietnamese banks; a card number must never stand on a stall. */
export const cardShape = /^9704(\d{12}|\d{15})$/;

const banks = new Set(Banks.filter(({ vietQRStatus }) => vietQRStatus !== VietQRStatus.NOT_SUPPORTED).map(({ bin }) => bin));

/** Checks what a flow collected, or names what is wrong with it. */
export function readVietQrInput(raw: Readonly<Record<string, unknown>>): ReadInput {
  const { bank, account, amount, note } = raw;
  if (typeof bank !== 'string' || !banks.has(bank)) return refuse('unknown_bank');
  if (typeof account !== 'string') return refuse('bad_account');
  const number = account.slice(0, 60).replace(/[ .-]/g, '').toUpperCase();
  if (cardShape.test(number)) return refuse('card_number');
  if (!accountShape.test(number)) return refuse('bad_account');
  if (amount !== undefined && !isAmount(amount)) return refuse('bad_amount');
  if (note !== undefined && typeof note !== 'string') return refuse('bad_note');
  const purpose = foldNote(note ?? '');
  return {
    ok: true,
    input: { bank, account: number, ...(amount === undefined ? {} : { amount }), ...(purpose ? { note: purpose } : {}) },
  };
}

function refuse(reason: Refusal): ReadInput {
  return { ok: false, reason };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= largestAmount;
}

/** A note as banks can carry it: letters without accents, digits, single spaces, at most 25 characters. */
export function foldNote(note: string): string {
  const plain = note.slice(0, 400).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  return plain.replace(/[^0-9A-Za-z]+/g, ' ').trim().slice(0, noteLength).trim();
}

/** The content of a VietQR code for input that was checked. */
export function buildVietQr({ bank, account, amount, note }: VietQrInput): string {
  return QRPay.initVietQR({
    bankBin: bank,
    bankNumber: account,
    service: VietQRService.BY_ACCOUNT_NUMBER,
    ...(amount === undefined ? {} : { amount: String(amount) }),
    ...(note ? { purpose: note } : {}),
  }).build();
}

/** Whether the content says exactly this when it is read again: a wrong code sends money to a stranger. */
export function saysTheSame(content: string, { bank, account, amount, note }: VietQrInput): boolean {
  const read = new QRPay(content);
  return (
    read.isValid &&
    read.consumer.bankBin === bank &&
    read.consumer.bankNumber === account &&
    read.amount === (amount === undefined ? undefined : String(amount)) &&
    (read.additionalData.purpose ?? '') === (note ?? '')
  );
}
