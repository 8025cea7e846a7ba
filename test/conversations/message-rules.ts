import { languages, loadTexts } from '../flows/texts.ts';
import type { Heard } from './driver.ts';

/** Characters of a message with its options: about a screen of a cheap phone. */
const longest = 320;

const keys = new Set([...loadTexts('vi').values()].flatMap((texts) => Object.keys(texts)).filter((key) => key.includes('.')));

/** What is wrong with a message, whatever it says. */
export function faultsOf({ text, buttons }: Heard): readonly string[] {
  const whole = [text, ...buttons].join('\n');
  const shown = whole.split(/[\s“”"]+/).map((word) => word.replace(/[.,;:!?]+$/, ''));
  return [
    ...(whole.length > longest ? [`it has ${whole.length} characters, more than ${longest}`] : []),
    ...(/\{\{|\}\}/.test(whole) ? ['it shows a gap that was not filled'] : []),
    ...(shown.some((word) => keys.has(word)) ? ['it shows the key of a text'] : []),
    ...(/ {2}|^\s|\s$| \n|\n /.test(text) ? ['it has stray spaces'] : []),
    ...(/ [.,;:!?]|[,;:] ?[.,;:!?]|“”/.test(whole) ? ['something is missing before a mark'] : []),
    ...(text === '' ? ['it is empty'] : []),
    ...(new Set(buttons).size < buttons.length ? ['two buttons are called the same'] : []),
  ];
}

/** Texts of the assistant in all languages, by file and the beginning of their keys. */
function textsOf(file: string, ...starts: readonly string[]): readonly string[] {
  const wanted = ([key]: readonly [string, string]): boolean => starts.some((start) => key.startsWith(start));
  return languages.flatMap((language) => Object.entries(loadTexts(language).get(file) ?? {}).filter(wanted).map(([, text]) => text));
}

const warnings = textsOf('system', 'secret.');
const consents = textsOf('welcome', 'granted.text', 'refused.text');

/** Joining two accounts is told in a turn of its own, right after the one that agreed to it. */
const joinings = textsOf('system', 'link.joined').map((text) => text.slice(0, text.indexOf('{{')));

/** The card of an appointment comes in a turn of its own, when it is drawn. */
const cards = textsOf('appointment_card', 'card.text');

export function showsCard(messages: readonly Heard[]): boolean {
  return messages.some(({ text }) => cards.includes(text));
}

/** A third message in a row is allowed where a warning had to come first, after the answer about consent, where joining is told, and for a card. */
export function mayBeThree(messages: readonly Heard[]): boolean {
  return messages.some(({ text }) => warnings.includes(text) || consents.includes(text) || joinings.some((start) => text.startsWith(start))) || showsCard(messages);
}
