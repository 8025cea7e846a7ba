import type { StoredMedia } from '../../store/media.ts';
import { drawQrModules } from '../pictures/draw-qr.ts';
import type { AppointmentCard } from './card.ts';
import { drawable, isDrawable } from './drawable.ts';
import { drawVector } from './draw-vector.ts';
import { cardWidth, layOut, moduleSize } from './layout.ts';
import { rasterise } from './rasterise.ts';
import { writePng } from './write-png.ts';

/** Pixels of the picture for one of the layout: sharp on good phones and on paper. */
const scale = 3;

/** Draws a card as a PNG; the same words give the same bytes. Rejects when the packages that draw cannot be loaded. */
export async function drawAppointmentCard(card: AppointmentCard): Promise<StoredMedia> {
  const { png, modules } = await drawQrModules(card.number, moduleSize * scale);
  const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const svg = await drawVector(layOut(toDrawable(card), { url, modules }));
  return { bytes: await writePng(await rasterise(svg, cardWidth * scale)), mediaType: 'image/png' };
}

/** A name that lacks a letter is another name: better none. */
function toDrawable({ patient, ...card }: AppointmentCard): AppointmentCard {
  const { title, weekday, date, lunar, time, place, bring, numberLabel, number } = card;
  return {
    title: drawable(title),
    weekday: drawable(weekday),
    date: drawable(date),
    lunar: drawable(lunar),
    time: drawable(time),
    place: drawable(place),
    bring: drawable(bring),
    numberLabel: drawable(numberLabel),
    number: drawable(number),
    ...(patient !== undefined && isDrawable(patient) ? { patient: drawable(patient) } : {}),
  };
}
