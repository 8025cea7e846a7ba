import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';

interface TextPart {
  readonly type: 'text' | 'link' | 'phone';
  readonly text: string;
  readonly href?: string;
}

// The page's scripts are plain JavaScript that the browser gets as it is, so they are loaded as such here too.
const script = join(projectRoot, 'src', 'http', 'web-chat', 'public', 'text-parts.js');
const { splitText }: { readonly splitText: (text: string, hosts: readonly string[]) => readonly TextPart[] } = await import(pathToFileURL(script).href);

const hosts = ['vneid.gov.vn', 'dichvucong.gov.vn'];
const hrefs = (text: string): readonly (string | undefined)[] => splitText(text, hosts).flatMap((part) => (part.type === 'text' ? [] : [part.href]));

describe('what can be tapped in a text', () => {
  it.each([
    ['Mở https://vneid.gov.vn.', ['https://vneid.gov.vn/']],
    ['(xem https://dichvucong.gov.vn/p/home?x=1)', ['https://dichvucong.gov.vn/p/home?x=1']],
    ['Gọi ngay 115.', ['tel:115']],
    ['Gọi 113, 114 hoặc 115', ['tel:113', 'tel:114', 'tel:115']],
    ['Tổng đài:\n1900 0368', ['tel:19000368']],
    ['Gọi 0290 3999 999 nha', ['tel:02903999999']],
  ])('%j', (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
  });

  it.each([
    'http://vneid.gov.vn',
    'https://vneid.gov.vn.xau.example',
    'https://vneid.gov.vn@xau.example',
    'https://toi@vneid.gov.vn',
    'https://vneid.gov.vn:8443',
    'https://xau.example/vneid.gov.vn',
    'javascript:alert(1)',
    'Có 115 người chờ.',
    'Gọi sau, phí là 115.000 đồng',
    'Gọi ngày 1/115 hay số A115',
    'Gọi 1150 hay 2115',
  ])('nothing in %j', (text) => {
    expect(hrefs(text)).toEqual([]);
  });

  it('no letter is lost or added, whatever is written', () => {
    const piece = fc.constantFrom('gọi ', '115', ' ', '.', '1900 0368', 'https://vneid.gov.vn', 'https://', '/', '0290 3999 999', '\n', '@', '🌾');
    const text = fc.oneof(fc.string(), fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')));
    fc.assert(
      fc.property(text, (any) => {
        const parts = splitText(any, hosts);
        expect(parts.map((part) => part.text).join('')).toBe(any);
      }),
    );
  });

  it('a long text of nothing but digits or addresses is read to the end', () => {
    for (const text of ['0'.repeat(65_000), 'https://'.repeat(8000), 'gọi 1900 '.repeat(7000)]) expect(splitText(text, hosts).map((part) => part.text).join('')).toBe(text);
  });
});
