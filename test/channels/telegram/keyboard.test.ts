import { describe, expect, it } from 'vitest';
import type { OutboundOption } from '../../../src/channels/channel.ts';
import { buildKeyboard } from '../../../src/channels/telegram/keyboard.ts';

const answer = (label: string, payload = label): OutboundOption => ({ label, payload, role: 'answer' });
const navigation = (label: string): OutboundOption => ({ label, payload: label, role: 'navigation' });

function labels(options: readonly OutboundOption[]): readonly (readonly string[])[] {
  return buildKeyboard(options).rows.map((row) => row.map((button) => button.text));
}

describe('the keyboard of a question', () => {
  it('no option makes no row', () => {
    expect(buildKeyboard([])).toEqual({ rows: [], unplaced: [] });
  });

  it('up to three answers have a row each', () => {
    expect(labels([answer('Có'), answer('Không'), answer('Để sau')])).toEqual([['Có'], ['Không'], ['Để sau']]);
  });

  it('more short answers stand in pairs', () => {
    expect(labels(['A', 'B', 'C', 'D', 'E'].map((label) => answer(label)))).toEqual([['A', 'B'], ['C', 'D'], ['E']]);
  });

  it('one long answer gives every answer its own row', () => {
    expect(labels([answer('A'), answer('B'), answer('C'), answer('Hơn mười hai chữ')])).toHaveLength(4);
  });

  it('navigation stands in the last row, wherever it was named', () => {
    expect(labels([navigation('Quay lại'), answer('Có'), navigation('Menu')])).toEqual([['Có'], ['Quay lại', 'Menu']]);
  });

  it('a label that is too long is cut on its button and stands in the text', () => {
    const long = 'dài '.repeat(30).trim();
    const { rows, unplaced } = buildKeyboard([answer(long, 'p')]);
    expect(rows[0]?.[0]?.text).toHaveLength(64);
    expect(unplaced).toEqual([long]);
  });

  it('an option without room for its payload or without a label gets no button', () => {
    expect(buildKeyboard([answer('Xa', 'ế'.repeat(22)), answer('Trống', '')])).toEqual({ rows: [], unplaced: ['Xa', 'Trống'] });
  });

  it('too many answers leave the navigation its room', () => {
    const many = Array.from({ length: 60 }, (_, index) => answer(`Ý ${index}`));
    const { rows, unplaced } = buildKeyboard([...many, navigation('Quay lại')]);
    expect(rows.flat()).toHaveLength(40);
    expect(rows.at(-1)?.map((button) => button.text)).toEqual(['Quay lại']);
    expect(unplaced).toHaveLength(21);
  });
});
