import { readWords, type Word } from '../words.ts';

const polite: ReadonlySet<string> = new Set(
  'da thua vang oi nha nghen nghe nhe a ah ạ ad di do day ne con em anh chi co chu bac vay luon u uh o cai cho please gium giup chon lay so cau thi la he nhen nhá'.split(' '),
);

/** Words without the ones that carry nothing in a short answer; never empties a text that has nothing else. */
export function withoutFillers(text: string): readonly Word[] {
  const words = readWords(text);
  const rest = words.filter((word) => !word.readings.some((reading) => polite.has(reading)));
  return rest.length > 0 ? rest : words;
}
