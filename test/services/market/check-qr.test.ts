import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkQr } from '../../../src/services/market/mod.ts';
import { largestPhoto } from '../../../src/services/market/qr-photo.ts';
import { codeOf } from '../../support/qr-codes.ts';
import { photoNamed, photoOf, type PhotoName } from '../../support/qr-photos.ts';

const account = { outcome: 'done', values: { kind: 'account', bank: '970436', account: '0123456789', amount: 0 } };

describe('a photographed code', () => {
  it('tells to which bank and account it pays', async () => {
    expect(await checkQr(await photoNamed('account'))).toEqual(account);
  });

  it('tells a fixed amount', async () => {
    expect(await checkQr(await photoNamed('amount'))).toMatchObject({ values: { kind: 'amount', bank: '970405', account: '1234567890123', amount: 50_000 } });
  });

  it('tells no more of a card than its last four digits', async () => {
    expect(await checkQr(await photoNamed('card'))).toEqual({ outcome: 'done', values: { kind: 'card', bank: '970436', account: '7899', amount: 0 } });
  });

  it.each<[PhotoName, string]>([
    ['wallet', 'wallet'],
    ['broken', 'broken'],
    ['link', 'link'],
    ['words', 'other'],
    ['several', 'several'],
    ['nothing', 'no_code'],
    ['no_picture', 'not_a_picture'],
    ['huge', 'too_big'],
  ])('that shows "%s" ends as "%s"', async (name, outcome) => {
    expect(await checkQr(await photoNamed(name))).toEqual({ outcome });
  });

  it.each([
    ['held upside down', { angle: 184 }],
    ['held askew', { angle: 31 }],
    ['not sharp', { blur: 3 }],
    ['small in a large photo', { size: 420, width: 3_000, height: 4_000 }],
  ])('is read when %s', async (_, options) => {
    expect(await checkQr(await photoOf([codeOf()], options))).toEqual(account);
  });

  it('is turned upright as the camera noted', async () => {
    const turned = await sharp(await photoNamed('account')).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    expect(await checkQr(turned)).toEqual(account);
  });

  it.each(['png', 'webp'] as const)('is read from a %s', async (format) => {
    expect(await checkQr(await sharp(await photoNamed('account')).toFormat(format).toBuffer())).toEqual(account);
  });

  it('that stands there twice is one code', async () => {
    expect(await checkQr(await photoOf([codeOf(), codeOf()]))).toEqual(account);
  });

  it('is not opened when its file is longer than any photo', async () => {
    expect(await checkQr(new Uint8Array(largestPhoto + 1))).toEqual({ outcome: 'too_big' });
  });

  it.each([
    ['a drawing that may fetch other files', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
    ['a moving picture', Buffer.from('GIF89a')],
    ['a document', Buffer.from('%PDF-1.7')],
    ['nothing', Buffer.alloc(0)],
  ])('is not looked for in %s', async (_, bytes) => {
    expect(await checkQr(bytes)).toEqual({ outcome: 'not_a_picture' });
  });

  it('never throws for a damaged photo', async () => {
    const photo = await photoOf([codeOf()], { size: 200, width: 320, height: 320 });
    const damage = fc.tuple(fc.nat(photo.length - 1), fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(photo.length));
    await fc.assert(
      fc.asyncProperty(damage, async ([at, bytes, length]) => {
        const damaged = Buffer.from(photo);
        damaged.set(bytes.subarray(0, damaged.length - at), at);
        expect(['done', 'no_code', 'not_a_picture', 'too_big', 'broken', 'other', 'link', 'wallet', 'several']).toContain((await checkQr(damaged.subarray(0, length))).outcome);
      }),
      { numRuns: 40 },
    );
  });
});
