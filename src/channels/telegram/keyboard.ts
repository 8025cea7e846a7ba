import type { OutboundOption } from '../channel.ts';
import { cutText, tidyText } from '../text.ts';

export interface Button {
  readonly text: string;
  readonly callback_data: string;
}

export interface Keyboard {
  readonly rows: readonly (readonly Button[])[];
  /** Labels that found no button or only a shortened one; they belong into the text, so that nothing is lost. */
  readonly unplaced: readonly string[];
}

/** A label fits on the narrow screen of a cheap phone up to here; longer ones are cut. */
export const labelLength = 64;
/** Telegram allows 100 buttons, but refuses keyboards of about 10 kB, which 100 Vietnamese labels can exceed. */
export const mostButtons = 40;
export const mostNavigation = 8;
/** Bytes of UTF-8. */
const payloadBytes = 64;
/** Up to this many characters two labels stand side by side without being cut. */
const shortLabel = 12;
/** So few answers are easier to hit with one in each row. */
const fewAnswers = 3;

/** Lays options out as an inline keyboard: answers first, navigation in the last row. */
export function buildKeyboard(options: readonly OutboundOption[]): Keyboard {
  const usable = options.filter((option) => hasButton(option));
  const navigation = usable.filter((option) => option.role === 'navigation').slice(0, mostNavigation);
  const answers = usable.filter((option) => option.role === 'answer').slice(0, mostButtons - navigation.length);
  const placed = new Set([...answers, ...navigation]);
  return {
    rows: [...answerRows(answers.map(toButton)), navigation.map(toButton)].filter((row) => row.length > 0),
    unplaced: options.filter((option) => !placed.has(option) || isCut(option)).map((option) => tidyText(option.label)),
  };
}

function answerRows(buttons: readonly Button[]): readonly (readonly Button[])[] {
  const inPairs = buttons.length > fewAnswers && buttons.every((button) => button.text.length <= shortLabel);
  const perRow = inPairs ? 2 : 1;
  const starts = buttons.map((_, index) => index).filter((index) => index % perRow === 0);
  return starts.map((start) => buttons.slice(start, start + perRow));
}

function hasButton(option: OutboundOption): boolean {
  const bytes = Buffer.byteLength(option.payload);
  return option.label.trim() !== '' && bytes > 0 && bytes <= payloadBytes;
}

function isCut(option: OutboundOption): boolean {
  return tidyText(option.label).length > labelLength;
}

function toButton(option: OutboundOption): Button {
  const label = tidyText(option.label);
  const text = label.length > labelLength ? `${cutText(label, labelLength - 1)}…` : label;
  return { text, callback_data: option.payload };
}
