import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSelfName } from '../../src/understanding/self-name.ts';

describe('findSelfName', () => {
  it.each([
    ['bà bị mất điện thoại', 'bà'],
    ['con ơi bà té', 'bà'],
    ['chỉ ngoại cách quét mã', 'bà'],
    ['bác muốn làm mã QR', 'bác'],
    ['cho chú hỏi cái này', 'chú'],
    ['dạ thưa cán bộ, tôi muốn hỏi', 'none'],
    ['thưa cô, tôi muốn đổi giờ', 'none'],
    ['tui bán cá ngoài chợ', 'none'],
    ['chế muốn nhận tiền', 'chị'],
    ['dạ em cảm ơn ạ', 'em'],
    ['con muốn hỏi', 'em'],
    ['giúp chị với', 'chị'],
    ['ong muon hoi', 'ông'],
    ['nhờ con chỉ bà cách nộp đơn', 'bà'],
  ])('hears in "%s" that the speaker is %s', (text, selfName) => {
    expect(findSelfName(text)).toBe(selfName);
  });

  it.each([
    'bà ngoại tôi bị té',
    'má tui muốn khám',
    'bác sĩ muốn gặp tôi',
    'cô giáo bị bệnh',
    'ông xã tui đi biển',
    'con bị sốt',
    'con tui muốn học',
    'chú công an gọi',
    'em bé bị ho',
    'ba muon hoi',
    'co muon khong',
    'làm mã QR',
    'anh hai bị tai nạn',
    'đặt lịch giùm bà nội',
    '',
  ])('is not sure about "%s"', (text) => {
    expect(findSelfName(text)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => findSelfName(text)).not.toThrow();
      }),
    );
  });
});
