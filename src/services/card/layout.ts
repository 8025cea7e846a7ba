import { writeNumber } from '../clinic/mod.ts';
import type { AppointmentCard } from './card.ts';

/** One box of a picture with its style, as satori takes it: lengths are pixels of a card 360 wide. */
export interface Box {
  readonly type: 'div' | 'img';
  readonly props: {
    readonly style: Readonly<Record<string, string | number>>;
    readonly children?: string | readonly Box[];
    readonly src?: string;
    readonly width?: number;
    readonly height?: number;
  };
}

/** A code as a data URL, and how many modules one side of it has with its margin. */
export interface CardCode {
  readonly url: string;
  readonly modules: number;
}

/** Pixels of the card's width; all other lengths are measured by it. */
export const cardWidth = 360;

/** Pixels of one module of the code: with the margin it fills a third of the card. */
export const moduleSize = 4;

/** Dark on light, also where a printer knows black only: the tints are so pale that they come out as paper. */
const colours = { paper: '#ffffff', tint: '#e6f2ef', ink: '#10201e', accent: '#074842' } as const;

/** What a tired eye reads on a small phone without glasses. Pixels. */
const small = 28;

const medium = { fontSize: small, fontWeight: 500, lineHeight: 1.25, color: colours.ink } as const;
const bold = { ...medium, fontWeight: 700 } as const;

/** Long words of hostile data break instead of running over the edge. */
const wrapping = { display: 'flex', flexWrap: 'wrap', wordBreak: 'break-word', width: '100%' } as const;

/** Lines of about the same length: a single last word is easily overlooked. */
const balanced = { textWrap: 'balance' } as const;

/** Places the words of a card from top to bottom; it gets as tall as they need. */
export function layOut(card: AppointmentCard, code: CardCode): Box {
  return box({ display: 'flex', flexDirection: 'column', boxSizing: 'border-box', width: cardWidth, padding: 4, backgroundColor: colours.accent }, [
    box({ display: 'flex', flexDirection: 'column', width: '100%', backgroundColor: colours.paper }, [when(card), who(card), proof(card, code)]),
  ]);
}

function when({ title, weekday, date, lunar, time }: AppointmentCard): Box {
  return section({ backgroundColor: colours.tint, paddingTop: 14, paddingBottom: 16 }, [
    line(title, { ...bold, color: colours.accent, marginBottom: 2 }),
    line(weekday, { ...bold, fontSize: 46, lineHeight: 1.2 }),
    line(date, { ...bold, fontSize: 46, lineHeight: 1.2 }),
    line(lunar, { ...medium, ...balanced }),
    line(time, { ...bold, fontSize: 38, color: colours.accent, marginTop: 6 }),
  ]);
}

function who({ place, patient, bring }: AppointmentCard): Box {
  return section({ paddingTop: 16, paddingBottom: 16 }, [
    line(place, { ...bold, fontSize: 30 }),
    ...(patient === undefined ? [] : [line(patient, { ...medium, marginTop: 10 })]),
    line(bring, { ...medium, marginTop: 10 }),
  ]);
}

function proof({ numberLabel, number }: AppointmentCard, { url, modules }: CardCode): Box {
  const size = modules * moduleSize;
  const picture: Box = { type: 'img', props: { style: { width: size, height: size }, src: url, width: size, height: size } };
  return section({ paddingTop: 10, paddingBottom: 10, borderTop: `3px solid ${colours.accent}`, flexDirection: 'row', alignItems: 'center', justifyContent: 'space-between', paddingRight: 4 }, [
    box({ display: 'flex', flexDirection: 'column', flex: 1 }, [line(numberLabel, medium), line(writeNumber(number), { ...bold, fontSize: 46, lineHeight: 1.2 })]),
    picture,
  ]);
}

function section(style: Box['props']['style'], children: readonly Box[]): Box {
  return box({ display: 'flex', flexDirection: 'column', boxSizing: 'border-box', width: '100%', paddingLeft: 16, paddingRight: 16, ...style }, children);
}

function line(text: string, style: Box['props']['style']): Box {
  return box({ ...wrapping, ...style }, text);
}

function box(style: Box['props']['style'], children: string | readonly Box[]): Box {
  return { type: 'div', props: { style, children } };
}
