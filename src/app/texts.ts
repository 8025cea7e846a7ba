import i18next, { type i18n } from 'i18next';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, Text } from '../core/mod.ts';
import { projectRoot } from '../root.ts';

export const languages: readonly Language[] = ['vi', 'en'];

/** Language → key → text of one flow, or of the assistant itself. */
export type TextTable = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** Everything people read, by language. */
export interface Texts {
  /** Looks a text up and fills its gaps; a text missing in one language comes in Vietnamese. */
  write(text: Text, language: Language, gaps: Readonly<Record<string, unknown>>): string;
  /** The words that people may type for an option: its label, with its gaps filled, and what stands under `<key>_words`. */
  wordsFor(text: Text, language: Language, gaps?: Readonly<Record<string, unknown>>): readonly string[];
  /** Makes a version of a flow speak. Adding the same version again replaces its texts. */
  add(flow: string, hash: string, table: TextTable): void;
}

/** Reads `locales/<language>/<name>.json` for all languages. */
export function readTextTable(name: string): TextTable {
  const [vi, en] = languages.map((language) => readTextFile(join(projectRoot, 'locales', language, `${name}.json`)));
  return { vi: vi ?? {}, en: en ?? {} };
}

function readTextFile(path: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isTextFile(value)) throw new Error(`Expected ${path} to hold texts by key; every value has to be a string`);
  return value;
}

function isTextFile(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

/** Starts with the assistant's own texts; flows are added by `add`. */
export function createTexts(system: TextTable): Texts {
  const instance = i18next.createInstance();
  void instance.init({
    lng: 'vi',
    fallbackLng: 'vi',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    ns: ['system'],
    defaultNS: 'system',
    resources: { vi: { system: system.vi }, en: { system: system.en } },
    // Chat texts are plain; each channel escapes for itself. What people typed is never read as a template.
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return {
    write: (text, language, gaps) => tidy(instance.t(text.key, { ...gaps, ...where(text, language) })),
    wordsFor: (text, language, gaps = {}) => wordsFor(instance, text, language, gaps),
    add: (flow, hash, table) => {
      for (const language of languages) {
        instance.addResourceBundle(language, namespace({ id: flow, hash }), table[language], false, true);
      }
    },
  };
}

function wordsFor(instance: i18n, text: Text, language: Language, gaps: Readonly<Record<string, unknown>>): readonly string[] {
  const further = `${text.key}_words`;
  const options = where(text, language);
  const words = instance.exists(further, options) ? instance.t(further, options).split('|') : [];
  return [instance.t(text.key, { ...gaps, ...options }), ...words];
}

function where(text: Text, language: Language): { readonly lng: Language; readonly ns: string } {
  return { lng: language, ns: text.flow === 'system' ? 'system' : namespace(text.flow) };
}

function namespace({ id, hash }: { readonly id: string; readonly hash: string }): string {
  return `${id}@${hash}`;
}

/** Mends what empty gaps leave behind: double spaces, spaces before marks, a small letter at the start of a sentence. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ([,.!?:;])/g, '$1')
    .replace(/,+([,.!?])/g, '$1')
    .replace(/^ | $/gm, '')
    .replace(/(^|[.!?] |\n)(\p{Ll})/gu, (_match, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'));
}
