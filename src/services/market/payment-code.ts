import { banks } from '../../understanding/answers/banks.ts';
import { cardShape } from './viet-qr.ts';

/**
 * What the content of a QR code is. `broken`: it calls itself a payment code and cannot be believed. `wallet`: a payment
 * that names no bank account. Nothing here says whether a code is honest: whoever printed it wrote all of it.
 */
export type PaymentCode =
  | ({ readonly kind: 'account' } & Payee)
  | ({ readonly kind: 'card' } & Payee)
  | { readonly kind: 'wallet' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'link' }
  | { readonly kind: 'other' };

export interface Payee {
  /** Six digits that stand for a bank. */
  readonly bank: string;
  readonly isKnownBank: boolean;
  /** Account or card, as it stands in the code. */
  readonly number: string;
  /** Whole đồng; left out when the payer is to enter it. */
  readonly amount?: number;
  readonly purpose?: string;
  readonly merchantName?: string;
}

type Fields = ReadonlyMap<string, string>;

/** The EMVCo format holds at most 512 characters. */
const longestContent = 512;

const napas = 'A000000727';
const knownBanks: ReadonlySet<string> = new Set(banks.map(({ id }) => id));

/** Reads the content of a QR code. Never throws. */
export function readPaymentCode(content: string): PaymentCode {
  if (!content.startsWith('000201')) return { kind: isLink(content) ? 'link' : 'other' };
  const fields = content.length <= longestContent && hasRightChecksum(content) ? readFields(content) : undefined;
  return (fields && readPayment(fields)) ?? { kind: 'broken' };
}

/** Anything that a phone would open: an address, with or without what goes before it, or an order to an app. */
function isLink(content: string): boolean {
  const start = content.slice(0, 300).trim();
  return /^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(start) || /^(www\.|[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}(\/|$))/i.test(start);
}

/**
 * Tag → value of a run of fields; nothing when lengths do not add up or a tag stands twice: two readers could then see
 * two different accounts in one code.
 */
function readFields(content: string): Fields | undefined {
  const fields = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const [, tag, length] = /^(\d\d)(\d\d)/.exec(content.slice(at, at + 4)) ?? [];
    const value = content.slice(at + 4, at + 4 + Number(length));
    if (tag === undefined || value.length !== Number(length) || fields.has(tag)) return undefined;
    fields.set(tag, value);
    at += 4 + value.length;
  }
  return fields;
}

function readPayment(fields: Fields): PaymentCode | undefined {
  const amount = readAmount(fields);
  const block = readFields(fields.get('38') ?? '');
  if (amount === 'broken' || !block) return undefined;
  if (block.get('00') !== napas) return hasOtherReceiver(fields) ? { kind: 'wallet' } : undefined;
  const service = block.get('02');
  const receiver = readFields(block.get('01') ?? '');
  if (service !== 'QRIBFTTA' && service !== 'QRIBFTTC') return { kind: 'wallet' };
  const [bank = '', number = ''] = [receiver?.get('00'), receiver?.get('01')];
  if (!/^\d{6}$/.test(bank) || !/^[0-9A-Za-z]{1,19}$/.test(number)) return undefined;
  const isCard = service === 'QRIBFTTC' || cardShape.test(number);
  const purpose = plainText(readFields(fields.get('62') ?? '')?.get('08'));
  const merchantName = plainText(fields.get('59'));
  return {
    kind: isCard ? 'card' : 'account',
    bank,
    isKnownBank: knownBanks.has(bank),
    number,
    ...(amount === undefined ? {} : { amount }),
    ...(purpose ? { purpose } : {}),
    ...(merchantName ? { merchantName } : {}),
  };
}

/** Receivers of other schemes stand under the tags 02 to 51. */
function hasOtherReceiver(fields: Fields): boolean {
  return [...fields.keys()].some((tag) => Number(tag) >= 2 && Number(tag) <= 51);
}

function readAmount(fields: Fields): number | undefined | 'broken' {
  const written = fields.get('54');
  if (written === undefined || /^0{1,13}(\.0{1,2})?$/.test(written)) return undefined;
  const isDong = fields.get('53') === '704' && /^\d{1,13}(\.00?)?$/.test(written);
  return isDong ? Number(written) : 'broken';
}

function plainText(text: string | undefined): string | undefined {
  return text?.replace(/[^\p{L}\p{M}\p{N} ]+/gu, ' ').replace(/ +/g, ' ').trim();
}

function hasRightChecksum(content: string): boolean {
  const [, body, written] = /^(.*6304)([0-9A-Fa-f]{4})$/s.exec(content) ?? [];
  return body !== undefined && written !== undefined && checksum(body) === Number.parseInt(written, 16);
}

/** CRC-16/CCITT-FALSE over the bytes of the text. */
function checksum(text: string): number {
  return Buffer.from(text, 'utf8').reduce((crc, byte) => {
    let next = crc ^ (byte << 8);
    for (let bit = 0; bit < 8; bit += 1) next = (next & 0x8000 ? (next << 1) ^ 0x1021 : next << 1) & 0xffff;
    return next;
  }, 0xffff);
}
