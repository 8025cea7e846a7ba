import { cancelOutside, placeOutside } from './appointments/place-outside.ts';
import { checkPhoto, removePhoto } from './check-photo.ts';
import { drawCard } from './draw-card.ts';
import type { OutsideService } from './outside-service.ts';

/** So long a person waits for a result in all. Milliseconds. */
export const callPatience = 90_000;

const services: Readonly<Record<string, OutsideService>> = {
  'clinic.place_request': { run: placeOutside },
  'clinic.cancel_outside': { run: cancelOutside },
  'clinic.draw_card': { run: drawCard },
  'market.check_qr': { run: checkPhoto, tidy: removePhoto },
};

export const outsideServiceNames: ReadonlySet<string> = new Set(Object.keys(services));

/** Only names that exist are ever called. */
export function findOutsideService(name: string): OutsideService | undefined {
  return services[name];
}
