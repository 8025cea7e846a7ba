import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understandLine } from '../../src/understanding/understand-line.ts';

describe('one line of the understand command', () => {
  it('names the intent and the alternatives of a text', () => {
    const answer = understandLine('{"id":"a1","text":"làm mã QR cho sạp"}', 1);
    expect(answer).toMatchObject({ id: 'a1', intent: 'market.sell' });
    expect(Array.isArray(answer['alternatives'])).toBe(true);
  });

  it('calls what it does not know out of scope', () => {
    expect(understandLine('{"id":1,"text":"trăng đêm rằm tròn lắm"}', 1)).toEqual({ id: 1, intent: 'out_of_scope', alternatives: [] });
  });

  it.each([
    ['{"id":1,"text":"ừ","type":"yesno"}', { id: 1, value: 'yes' }],
    ['{"id":1,"text":"dung","type":"yesno"}', { id: 1, value: 'yes', confirm: true }],
    ['{"id":1,"text":"số ba","type":"choice","options":4}', { id: 1, value: 3 }],
    ['{"id":1,"text":"số 0","type":"choice","options":4}', { id: 1, value: 0 }],
    ['{"id":1,"text":"năm","type":"choice","options":4}', { id: 1, value: null }],
    ['{"id":1,"text":"50 ngàn","type":"money"}', { id: 1, value: 50000 }],
    ['{"id":1,"text":"tên Lê Văn Út","type":"name"}', { id: 1, value: 'Lê Văn Út' }],
    ['{"id":1,"text":"mốt","type":"date","now":"2026-11-23T09:15:00+07:00"}', { id: 1, value: '2026-11-25' }],
    ['{"id":1,"text":"xã Đầm Dơi","type":"commune"}', { id: 1, value: 'Xã Đầm Dơi' }],
    ['{"id":1,"text":"Tắc Vân","type":"commune"}', { id: 1, value: ['Phường Tân Thành', 'Phường Hòa Thành'], confirm: true }],
    ['{"id":1,"text":"mai","type":"datetime"}', { id: 1, value: null, confirm: true }],
    ['{"id":1,"text":"gì đó","type":"colour"}', { id: 1, value: null, error: 'Expected a type that `understand --help` lists' }],
  ])('answers %s', (line, answer) => {
    expect(understandLine(line, 1)).toEqual(answer);
  });

  it.each(['nonsense', '[]', 'null', '{"id":1}', '{"text":"a"}', '{"id":1,"text":5}'])('reports %s with its line number', (line) => {
    expect(understandLine(line, 7)).toEqual({ error: 'Line 7: expected a JSON object with "id" and "text"' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(() => understandLine(line, 1)).not.toThrow();
      }),
    );
  });
});
