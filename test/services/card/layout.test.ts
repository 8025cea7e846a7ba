import { describe, expect, it } from 'vitest';
import { cardWidth, layOut, moduleSize, type Box } from '../../../src/services/card/layout.ts';
import { usualCard } from './cards.ts';

interface Word {
  readonly text: string;
  readonly size: number;
  readonly colour: string;
  readonly background: string;
}

/** Every text of a layout with its size and what it stands on. */
function wordsOf({ props }: Box, background = ''): readonly Word[] {
  const { style, children = [] } = props;
  const behind = String(style['backgroundColor'] ?? background);
  if (typeof children !== 'string') return children.flatMap((child) => wordsOf(child, behind));
  return [{ text: children, size: Number(style['fontSize']), colour: String(style['color']), background: behind }];
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const card = layOut(usualCard, { url: 'data:,', modules: 29 });
const words = wordsOf(card);

describe('the layout of a card', () => {
  it('shows everything that was written for it, the number in groups', () => {
    const { number: _number, ...texts } = usualCard;
    expect(words.map(({ text }) => text).sort()).toEqual([...Object.values(texts), '482 159'].sort());
  });

  it('has no letters smaller than 28 pixels where the card is 360 wide', () => {
    expect(card.props.style['width']).toBe(360);
    expect(cardWidth).toBe(360);
    expect(words.filter(({ size }) => !(size >= 28))).toEqual([]);
  });

  it('has a contrast of at least 7 to 1 everywhere', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(words.filter(({ colour, background }) => !(contrast(colour, background) >= 7))).toEqual([]);
  });

  it('has backgrounds so pale that a black and white printer leaves them out', () => {
    const backgrounds = [...new Set(words.map(({ background }) => background))];
    expect(backgrounds.filter((background) => luminance(background) < 0.8)).toEqual([]);
  });

  it('leaves the line with the name out when there is none', () => {
    const { patient, ...nameless } = usualCard;
    const shown = wordsOf(layOut(nameless, { url: 'data:,', modules: 29 })).map(({ text }) => text);
    expect(shown).toHaveLength(words.length - 1);
    expect(shown).not.toContain(patient);
  });

  it('shows the code with the margin that scanners need, in whole pixels for each module', () => {
    expect(moduleSize).toBe(4);
    expect(JSON.stringify(card)).toContain('"width":116,"height":116');
  });
});
