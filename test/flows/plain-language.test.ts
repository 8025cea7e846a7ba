import { describe, expect, it } from 'vitest';
import { facts, officialHosts } from '../../flows/facts/mod.ts';
import { flows } from '../../flows/mod.ts';
import type { QuestionNode } from '../../src/core/flow.ts';
import type { Language } from '../../src/core/session.ts';
import { fillIn, isWords, languages, loadTexts, sentences, syllables } from './texts.ts';

interface Shown {
  readonly where: string;
  readonly raw: string;
  readonly text: string;
}

interface Message extends Shown {
  readonly options: readonly string[];
  readonly asks: boolean;
}

const nobody = { you: '', me: '' };

function where(language: Language, file: string, key: string): string {
  return `${language}/${file}: ${key}`;
}

/** Every text that people read, options too. */
function shownTexts(language: Language): readonly Shown[] {
  return [...loadTexts(language)].flatMap(([file, texts]) =>
    Object.entries(texts)
      .filter(([key]) => !isWords(key))
      .map(([key, raw]) => ({ where: where(language, file, key), raw, text: fillIn(raw, language, nobody) })),
  );
}

/** Every text of a flow node, together with what is shown around it. */
function messages(language: Language): readonly Message[] {
  const system = loadTexts(language).get('system') ?? {};
  return flows.flatMap((flow) => {
    const texts = loadTexts(language).get(flow.id) ?? {};
    return Object.values(flow.nodes).flatMap((node) => {
      if (!('text' in node) || node.text === undefined) return [];
      const message = (key: string, lead: string): Message => {
        const raw = texts[key] ?? '';
        const step = node.kind === 'question' && node.step ? `${system['step']} ` : '';
        const text = fillIn(`${lead}${step}${raw}`, language, nobody);
        return { where: where(language, flow.id, key), raw, text, options: labels(node), asks: node.kind === 'question' };
      };
      const again = node.kind === 'question' && node.again ? [message(node.again, `${system['lead.not_understood']} `)] : [];
      return [message(node.text, ''), ...again];
    });
    function labels(node: object): readonly string[] {
      return isQuestion(node) ? (node.options ?? []).map((option) => texts[option.label] ?? '') : [];
    }
  });
}

function isQuestion(node: object): node is QuestionNode<string> {
  return 'kind' in node && node.kind === 'question';
}

/** The assistant's own texts that go out as a message or as a sentence before one. */
function systemMessages(language: Language): readonly Message[] {
  const texts = Object.entries(loadTexts(language).get('system') ?? {});
  return texts
    .filter(([key]) => !isWords(key) && !/^(option|service|data\.(language|consent))[._]/.test(key))
    .map(([key, raw]) => ({
      where: where(language, 'system', key),
      raw,
      text: fillIn(raw, language, { you: 'bà', me: 'con' }),
      options: [],
      asks: key.startsWith('prompt.'),
    }));
}

function everyMessage(language: Language): readonly Message[] {
  return [...messages(language), ...systemMessages(language)];
}

/** Names where the rule is broken, so that a failure says what to correct. */
function broken<T extends Shown>(items: readonly T[], rule: (item: T) => boolean): readonly string[] {
  return items.filter((item) => !rule(item)).map((item) => `${item.where} = ${item.text}`);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

describe.each(languages)('the texts in %s', (language) => {
  const all = everyMessage(language);
  const shown = shownTexts(language);

  it('are all there', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(broken(all, ({ raw }) => raw !== '')).toEqual([]);
  });

  it('have at most 20 syllables a sentence', () => {
    expect(broken(all, ({ text }) => sentences(text).every((sentence) => syllables(sentence) <= 20))).toEqual([]);
  });

  it('have at most 14 syllables a sentence on average, in each file', () => {
    const averages = [...loadTexts(language)].map(([file]) => {
      const lines = all.filter((message) => message.where.startsWith(`${language}/${file}:`)).flatMap(({ text }) => sentences(text));
      return { file, average: lines.reduce((sum, line) => sum + syllables(line), 0) / lines.length };
    });
    expect(averages.filter(({ average }) => !(average <= 14))).toEqual([]);
  });

  it('have at most three sentences a message', () => {
    expect(broken(all, ({ text }) => sentences(text).length <= 3)).toEqual([]);
  });

  it('have at most 45 syllables a message', () => {
    expect(broken(all, ({ text }) => syllables(text) <= 45)).toEqual([]);
  });

  it('have at most 320 characters a message, options included', () => {
    expect(broken(all, ({ text, options }) => [text, ...options.map((option) => `1. ${option}`)].join('\n').length <= 320)).toEqual([]);
  });

  it('fit on ten lines of a small phone, options included', () => {
    const lines = (text: string) => text.split('\n').reduce((sum, line) => sum + Math.ceil(line.length / 40), 0);
    expect(broken(all, ({ text, options }) => lines(text) + options.length <= 10)).toEqual([]);
  });

  it('have options of at most 20 characters and six syllables, five at most', () => {
    const labels = shown.filter(({ where: place }) => /: (option|service)\./.test(place)).map(({ text }) => text);
    const offered = [...labels, ...all.flatMap(({ options }) => options)];
    expect(offered.filter((label) => label.length === 0 || label.length > 20 || syllables(label) > 6)).toEqual([]);
    expect(broken(all, ({ options }) => options.length <= 5)).toEqual([]);
  });

  it('ask one question and end with it, or none', () => {
    expect(broken(all, ({ text, asks }) => count(text, /\?/g) === (asks ? 1 : 0) && (!asks || text.endsWith('?')))).toEqual([]);
  });

  it('have at most one emoji, and one "dạ" and one "ạ" a message', () => {
    expect(broken(shown, ({ text }) => count(text, /\p{Extended_Pictographic}/gu) <= 1)).toEqual([]);
    expect(broken(all, ({ text }) => count(text, /(?<!\p{L})dạ(?!\p{L})/giu) <= 1 && count(text, /(?<!\p{L})ạ(?!\p{L})/giu) <= 1)).toEqual([]);
  });

  it('shout no words in capitals', () => {
    const names = new Set(['QR', 'OTP', 'SIM', 'PIN', 'VNPT', 'ID', 'CH', 'NFC']);
    expect(broken(shown, ({ raw }) => (raw.match(/\p{Lu}{2,}/gu) ?? []).every((word) => names.has(word) || word === 'VN'))).toEqual([]);
  });

  it('lead nowhere but to official sites, one at most', () => {
    const hosts = (text: string) => text.match(/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![a-z_.}])/gi) ?? [];
    expect(broken(shown, ({ text }) => hosts(text).length <= 1 && hosts(text).every((host) => officialHosts.includes(host)))).toEqual([]);
    expect(broken(shown, ({ text }) => !/https?:|www\./i.test(text))).toEqual([]);
  });

  it('hold no number that could be called, other than through a fact', () => {
    const long = (raw: string) => (raw.replace(/50[.,]000/g, '').match(/\d[\d .-]*\d/g) ?? []).filter((number) => count(number, /\d/g) >= 3);
    expect(broken(shown, ({ raw }) => long(raw).length === 0)).toEqual([]);
  });

  it('read well without a word for "you" and "me"', () => {
    expect(broken(shown, ({ text }) => !/[,;:] *[.?!]|^[,.;]|“”|\( *\)/u.test(text))).toEqual([]);
  });

  it('give the number to call first in an emergency', () => {
    const numbers = facts.map(({ value }) => (typeof value === 'string' ? value : value[language]));
    const danger = shown.filter(({ where: place }) => place.includes(': danger.'));
    expect(danger).toHaveLength(8);
    expect(
      broken(danger, ({ text }) => {
        const first = text.split('\n')[0] ?? '';
        return syllables(first) <= 8 && numbers.some((number) => first.includes(number));
      }),
    ).toEqual([]);
  });
});

describe('the Vietnamese texts', () => {
  const hardWords = [
    /định danh điện tử/i,
    /kích hoạt(?!\))/i,
    /đăng nhập/i,
    /(?<!mã )OTP/,
    /OTP(?!\))/,
    /(?<!\()mã QR/,
    /thanh toán/i,
    /thất bại/i,
    /tiếp nhận|giải quyết hồ sơ/i,
    /bổ sung/i,
    /tra cứu/i,
    /cung cấp/i,
    /vui lòng|cơ quan có thẩm quyền/i,
    /căn cước công dân|CCCD/,
    /khám chữa bệnh từ xa/i,
    /hồ sơ/i,
    /truy xuất/i,
    /thương mại điện tử/i,
    /dữ liệu cá nhân/i,
    /trong vòng/i,
    /BHYT|UBND|THCS|DVC/,
    /quý khách|người dùng|công dân|cú pháp/i,
    /(?<!\p{L})(hông|bịnh|bạn)(?!\p{L})/iu,
  ];

  it('use everyday words', () => {
    expect(broken(shownTexts('vi'), ({ text }) => !hardWords.some((word) => word.test(text)))).toEqual([]);
  });

  it('are written in composed letters', () => {
    expect(broken(shownTexts('vi'), ({ raw }) => raw === raw.normalize('NFC'))).toEqual([]);
  });
});
