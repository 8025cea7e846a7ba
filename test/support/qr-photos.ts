import { toBuffer } from 'qrcode';
import sharp from 'sharp';
import { codeOf, field, sealed } from './qr-codes.ts';

/** What a photo in a conversation shows, by name. */
const makers = {
  account: () => photoOf([codeOf()]),
  amount: () => photoOf([codeOf({ bank: '970405', number: '1234567890123', amount: '50000' })]),
  unknown_bank: () => photoOf([codeOf({ bank: '970999' })]),
  card: () => photoOf([codeOf({ number: '9704361234567899', service: 'QRIBFTTC' })]),
  wallet: () => photoOf([sealed(field('26', field('00', 'vn.example') + field('01', 'TIEMTRA')) + field('53', '704') + field('58', 'VN'))]),
  broken: () => photoOf([codeOf().replace('0123456789', '0123456780')]),
  link: () => photoOf(['https://ngan-hang.example/trung-thuong?id=1']),
  words: () => photoOf(['Sạp bà Tư, chợ Cái Nước']),
  several: () => photoOf([codeOf(), codeOf({ number: '9876543210' })]),
  nothing: () => photoOf([]),
  no_picture: async () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('this is where a picture would be')]),
  huge: () => hugePicture(),
} as const;

export type PhotoName = keyof typeof makers;

export const photoNames = Object.keys(makers) as [PhotoName, ...PhotoName[]];

const made = new Map<PhotoName, Promise<Buffer>>();

/** A photo by name, made once. */
export function photoNamed(name: PhotoName): Promise<Buffer> {
  const photo = made.get(name) ?? makers[name]();
  made.set(name, photo);
  return photo;
}

export interface PhotoOptions {
  readonly angle?: number;
  readonly blur?: number;
  /** Pixels of one side of each code. */
  readonly size?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Codes as a phone would take them: on a speckled wall, a little askew, not quite sharp, as a JPEG. */
export async function photoOf(contents: readonly string[], options: PhotoOptions = {}): Promise<Buffer> {
  const { angle = 6, blur = 1, size = 380, width = 1000, height = 1200 } = options;
  const codes = await Promise.all(contents.map((content) => printed(content, size, angle, blur)));
  const wall = { width, height, channels: 3, background: '#8a8378', noise: { type: 'gaussian', mean: 130, sigma: 25 } } as const;
  return sharp({ create: wall })
    .composite(codes.map((input, index) => ({ input, left: Math.round(width * 0.1), top: Math.round(height * 0.05) + index * Math.round(height * 0.48) })))
    .jpeg({ quality: 80 })
    .toBuffer();
}

async function printed(content: string, size: number, angle: number, blur: number): Promise<Buffer> {
  const code = await toBuffer(content, { width: size, margin: 4, errorCorrectionLevel: 'M' });
  return sharp(code).rotate(angle, { background: '#ffffff' }).blur(blur).png().toBuffer();
}

/** A picture whose head speaks of 400 million pixels, in a few bytes. */
async function hugePicture(): Promise<Buffer> {
  const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } }).png().toBuffer();
  const huge = Buffer.from(small);
  huge.writeUInt32BE(20_000, 16);
  huge.writeUInt32BE(20_000, 20);
  // The check of a PNG's head is over its name and its 13 bytes.
  huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
  return huge;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
