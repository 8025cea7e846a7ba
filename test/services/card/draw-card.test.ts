import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawable } from '../../../src/services/card/drawable.ts';
import { drawVector } from '../../../src/services/card/draw-vector.ts';
import type { Box } from '../../../src/services/card/layout.ts';
import { drawAppointmentCard, type AppointmentCard } from '../../../src/services/card/mod.ts';
import { shippedFacilities, shippedPlaces, stationOf } from '../../../src/services/clinic/mod.ts';
import { readQrPhoto } from '../../../src/services/market/qr-photo.ts';
import { communes } from '../../../src/understanding/mod.ts';
import { usualCard } from './cards.ts';

const places = [...shippedFacilities.map(({ name }) => name), ...communes.map(({ code }) => shippedPlaces.find(stationOf(code))?.name ?? '')];
const longestPlaces = places.toSorted((one, other) => other.length - one.length).slice(0, 8);
const largest = 80 * 1024;

/** All letters that Vietnamese is written with. */
const letters = Array.from('aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx').flatMap((letter) => [letter, letter.toLocaleUpperCase('vi')]);

function text(children: string, fontWeight: number): Box {
  return { type: 'div', props: { style: { display: 'flex', flexWrap: 'wrap', width: 360, fontSize: 28, fontWeight, color: '#000000' }, children } };
}

/** Everything that `drawable` lets through. */
function drawableSigns(): string {
  const signs = Array.from({ length: 0x2fff }, (_, code) => String.fromCodePoint(code)).filter((sign) => sign !== ' ' && drawable(sign) === sign);
  return signs.join('');
}

async function pixelsOf(bytes: Uint8Array): Promise<{ readonly data: Buffer; readonly width: number; readonly height: number }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Rows of the right margin, where no letter may come, that are not of one colour. */
async function overrunRows(bytes: Uint8Array): Promise<readonly number[]> {
  const { data, width, height } = await pixelsOf(bytes);
  const [from, to] = [width - 19 * 3, width - 5 * 3];
  const isEven = (row: number): boolean => {
    const first = data.subarray((row * width + from) * 3, (row * width + from) * 3 + 3);
    return Array.from({ length: to - from }, (_, column) => (row * width + from + column) * 3).every((at) => data.subarray(at, at + 3).equals(first));
  };
  // The frame and what lies on it.
  const edge = 5 * 3;
  return Array.from({ length: height - 2 * edge }, (_, row) => row + edge).filter((row) => !isEven(row));
}

describe('the picture of an appointment', () => {
  it('is a PNG with a palette, 1,080 pixels wide', async () => {
    const { bytes, mediaType } = await drawAppointmentCard(usualCard);
    const { format, width } = await sharp(bytes).metadata();
    // Byte 25 of a PNG is its colour type; 3 stands for a palette.
    expect({ mediaType, format, width, colourType: bytes[25] }).toEqual({ mediaType: 'image/png', format: 'png', width: 1080, colourType: 3 });
  });

  it('has the same bytes for the same words', async () => {
    const [one, other] = [await drawAppointmentCard(usualCard), await drawAppointmentCard({ ...usualCard })];
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });

  it('has a code that says the number', async () => {
    const { bytes } = await drawAppointmentCard({ ...usualCard, number: '907314' });
    expect(await readQrPhoto(bytes)).toEqual({ outcome: 'done', contents: ['907314'] });
  });

  it('has a code that can still be read from a small, askew photo of it', async () => {
    const { bytes } = await drawAppointmentCard(usualCard);
    const photo = await sharp(bytes).resize(400).rotate(7, { background: '#777777' }).blur(0.6).jpeg({ quality: 70 }).toBuffer();
    expect(await readQrPhoto(photo)).toEqual({ outcome: 'done', contents: ['482159'] });
  });

  it.each(longestPlaces)('is under 80 KB and lets nothing run over its edge at %s', { timeout: 120_000 }, async (place) => {
    const longest = { ...usualCard, place, weekday: 'Chủ nhật', date: '22/12/2033', lunar: '30 tháng 11 nhuận âm lịch', time: '11 giờ rưỡi trưa', patient: 'Khám cho: Nghiêng' };
    const { bytes } = await drawAppointmentCard(longest);
    expect(bytes.length).toBeLessThan(largest);
    expect(await overrunRows(bytes)).toEqual([]);
  });

  it('breaks even a name without a gap, and gets taller instead of cutting it', { timeout: 120_000 }, async () => {
    const endless = 'Ng'.repeat(60);
    const [usual, tall] = [await drawAppointmentCard(usualCard), await drawAppointmentCard({ ...usualCard, place: endless, patient: endless })];
    expect(await overrunRows(tall.bytes)).toEqual([]);
    expect((await pixelsOf(tall.bytes)).height).toBeGreaterThan((await pixelsOf(usual.bytes)).height + 600);
  });

  it('notices a letter that would run over its edge', async () => {
    const { bytes } = await drawAppointmentCard(usualCard);
    const { data, width, height } = await pixelsOf(bytes);
    data.fill(0, (900 * width + width - 30) * 3, (900 * width + width - 20) * 3);
    expect(await overrunRows(await sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer())).toEqual([900]);
  });

  it('is under 80 KB whatever the words are', { timeout: 1_800_000 }, async () => {
    const words = (longest: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...letters, ' ', ' ', ' ', '0', '7', ',', '/'), minLength: 1, maxLength: longest });
    const cards: fc.Arbitrary<AppointmentCard> = fc.record({
      title: fc.constantFrom('Lịch khám', 'Appointment'),
      weekday: fc.constantFrom('Thứ Bảy', 'Chủ nhật', 'Wednesday'),
      date: fc.constantFrom('1/1/2027', '22/12/2033'),
      lunar: fc.constantFrom('22 tháng 10 âm lịch', '30 tháng 11 nhuận âm lịch', 'Lunar date 22/11'),
      time: fc.constantFrom('Buổi sáng', '2 giờ 45 chiều', 'In the afternoon', '11:45 a.m.'),
      place: fc.oneof(fc.constantFrom(...places), words(60)),
      patient: words(20),
      bring: words(80),
      numberLabel: fc.constantFrom('Số lịch khám', 'Number'),
      number: fc.integer({ min: 100_000, max: 999_999 }).map(String),
    });
    await fc.assert(
      fc.asyncProperty(cards, async (card) => {
        const { bytes } = await drawAppointmentCard(card);
        expect(bytes.length).toBeLessThan(largest);
        expect((await sharp(bytes).metadata()).width).toBe(1080);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the letters of a picture', () => {
  it.each([500, 700])('are all in the font at weight %i', async (weight) => {
    const signs = drawableSigns();
    expect(letters.filter((letter) => !signs.includes(letter))).toEqual([]);
    await expect(drawVector(text(signs, weight))).resolves.toContain('<path');
  });

  it('are refused when the font does not have them', async () => {
    await expect(drawVector(text('☃', 500))).rejects.toThrow('every sign');
  });

  it('have their tone marks: no two are drawn alike', async () => {
    const drawn = await Promise.all(letters.map((letter) => drawVector(text(letter, 700))));
    expect(new Set(drawn).size).toBe(letters.length);
  });

  it('are put together with accents that were typed apart', async () => {
    const apart = { ...usualCard, place: usualCard.place.normalize('NFD'), patient: 'Khám cho: Huệ'.normalize('NFD') };
    const [one, other] = [await drawAppointmentCard(apart), await drawAppointmentCard({ ...usualCard, patient: 'Khám cho: Huệ' })];
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });

  it('leave pictograms of a place out, and a name that the font cannot write', async () => {
    const hostile = { ...usualCard, place: `🏥 ${usualCard.place}\u0000\u202E`, patient: 'Khám cho: សុខា' };
    const { patient: _patient, ...nameless } = usualCard;
    const [one, other] = [await drawAppointmentCard(hostile), await drawAppointmentCard(nameless)];
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
  });
});
