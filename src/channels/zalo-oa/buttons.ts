import type { OutboundOption } from '../channel.ts';
import { toWire } from './payload.ts';
import { cutText, tidyText } from '../text.ts';

export interface Button {
  readonly title: string;
  readonly type: 'oa.query.hide';
  readonly payload: string;
}

export interface Layout {
  readonly buttons: readonly Button[];
  /** Choices that found no button, or only a shortened one; they belong into the text, so that nothing is lost. */
  readonly lines: readonly string[];
}

export const mostButtons = 5;
/** Characters of one title; UTF-16 units are never fewer. */
export const titleLength = 100;

/** Answers come first; more than there are buttons become a numbered list, since half a list of buttons misleads. */
export function layOut(options: readonly OutboundOption[]): Layout {
  const shown = options.filter(({ label }) => tidyText(label).trim() !== '');
  const answers = shown.filter(({ role }) => role === 'answer');
  const navigation = shown.filter(({ role }) => role === 'navigation');
  const asButtons = answers.length <= mostButtons ? answers : [];
  const asList = answers.length <= mostButtons ? answers.filter(isLong) : answers;
  const room = mostButtons - asButtons.length;
  return {
    buttons: [...asButtons, ...navigation.slice(0, room)].map(toButton),
    lines: [
      ...asList.map((option) => numbered(option, answers.indexOf(option) + 1)),
      ...navigation.filter((option, index) => index >= room || isLong(option)).map(({ label }) => `• ${tidyText(label)}`),
    ],
  };
}

function isLong({ label }: OutboundOption): boolean {
  return tidyText(label).length > titleLength;
}

/** Most labels bring their number along. */
function numbered({ label }: OutboundOption, number: number): string {
  const text = tidyText(label);
  return text.startsWith(`${number}.`) ? text : `${number}. ${text}`;
}

function toButton({ label, payload }: OutboundOption): Button {
  const text = tidyText(label);
  const title = text.length > titleLength ? `${cutText(text, titleLength - 1)}…` : text;
  return { title, type: 'oa.query.hide', payload: toWire(payload) };
}
