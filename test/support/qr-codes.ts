import { checksum } from '../services/market/emv.ts';

/** What a payment code is made of; whatever is left out stands as in a code of a stall. */
export interface CodeParts {
  readonly bank?: string;
  readonly number?: string;
  readonly amount?: string;
  readonly service?: string;
  readonly more?: string;
}

/** One field of the format. */
export function field(tag: string, value: string): string {
  return `${tag}${String(value.length).padStart(2, '0')}${value}`;
}

/** The content of a payment code with the right checksum, put together by hand. */
export function codeOf({ bank = '970436', number = '0123456789', amount, service = 'QRIBFTTA', more = '' }: CodeParts = {}): string {
  const receiver = field('00', bank) + field('01', number);
  const block = field('00', 'A000000727') + field('01', receiver) + field('02', service);
  return sealed(field('38', block) + field('53', '704') + (amount === undefined ? '' : field('54', amount)) + field('58', 'VN') + more);
}

/** Any fields as a code with version and checksum. */
export function sealed(fields: string): string {
  const body = `${field('00', '01')}${field('01', '11')}${fields}6304`;
  return body + checksum(body);
}
