import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import type { Flow } from '../../src/core/flow.ts';
import { projectRoot } from '../../src/root.ts';
import { isWords, languages, loadTexts } from './texts.ts';

/** Keys that a flow names, without the further words of its options. */
function keysOf(flow: Flow): ReadonlySet<string> {
  const keys = Object.values(flow.nodes).flatMap((node) => [
    ...('text' in node && node.text !== undefined ? [node.text] : []),
    ...('again' in node && node.again !== undefined ? [node.again] : []),
    ...('options' in node ? (node.options ?? []).map(({ label }) => label) : []),
  ]);
  return new Set(keys);
}

function optionKeys(): readonly (readonly string[])[] {
  return flows.flatMap((flow) =>
    Object.values(flow.nodes).flatMap((node) => ('options' in node && node.options ? [node.options.map(({ label }) => `${flow.id}/${label}`)] : [])),
  );
}

const names = (prefix: string, list: readonly string[]) => list.map((name) => `${prefix}${name}`);

/** What the engine and the use cases say by themselves. */
const systemKeys = new Set([
  ...names('lead.', ['not_understood', 'not_understood_again', 'resumed', 'greeting', 'thanks', 'consent_first', 'tap_outdated', 'delayed', 'back', 'nothing_to_go_back']),
  'media.photo',
  ...names('lead.media_', ['photo', 'voice', 'video', 'file', 'sticker', 'location', 'contact', 'other']),
  ...names('prompt.', ['confirm_value', 'choose_value', 'confirm_option', 'offer_flow', 'offer_person', 'guess']),
  ...names('option.', ['yes', 'no', 'value', 'none', 'continue', 'person', 'switch', 'stay', 'menu', 'back']),
  ...names('danger.', ['medical', 'fire', 'police', 'rescue', 'abuse', 'selfharm', 'fraud', 'unknown']),
  ...names('secret.', ['code', 'password', 'card', 'id_number']),
  ...names('ticket.', ['opened', 'already']),
  ...names('data.', ['summary', 'language_vi', 'language_en', 'consent_granted', 'consent_refused', 'consent_unknown']),
  ...names('service.', flows.flatMap((flow) => [flow.id, ...Object.keys(flow.entries ?? {})])),
  'step',
  'stopped',
  'nothing_to_stop',
  'turn_failed',
  'flow_failed',
  'call_running',
]);

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}

describe.each(languages)('the text files in %s', (language) => {
  const texts = loadTexts(language);

  it('are one for each flow, and one for the assistant itself', () => {
    expect([...texts.keys()].sort()).toEqual([...flows.map(({ id }) => id), 'system'].sort());
  });

  it.each(flows.map((flow) => [flow.id, flow] as const))('have every text that %s names, and no other', (id, flow) => {
    const keys = Object.keys(texts.get(id) ?? {}).filter((key) => !isWords(key));
    expect(keys.sort()).toEqual([...keysOf(flow)].sort());
  });

  it('have every text that the assistant needs for itself, and no other', () => {
    const keys = Object.keys(texts.get('system') ?? {}).filter((key) => !isWords(key));
    expect(keys.sort()).toEqual([...systemKeys].sort());
  });

  it('have further words for options only', () => {
    const options = new Set([...optionKeys().flat(), ...names('system/option.', ['yes', 'no', 'none', 'continue', 'person', 'switch', 'stay', 'menu', 'back'])]);
    const words = [...texts].flatMap(([file, entries]) => Object.keys(entries).filter(isWords).map((key) => `${file}/${key}`));
    expect(words.filter((key) => !options.has(key.slice(0, -'_words'.length)))).toEqual([]);
  });

  it('never let one typed answer mean two options of a question', () => {
    const system = [['yes', 'no'], ['switch', 'stay'], ['person', 'continue']].map((ids) => names('system/option.', ids));
    const clashes = [...optionKeys(), ...system].flatMap((question) => {
      const typed = question.flatMap((option) => {
        const [file = '', key = ''] = option.split('/');
        const entries = texts.get(file) ?? {};
        return [...new Set([entries[key] ?? '', ...(entries[`${key}_words`] ?? '').split('|')].filter(Boolean).map(fold))];
      });
      return typed.filter((word, index) => typed.indexOf(word) !== index).map((word) => `${question[0]}: ${word}`);
    });
    expect(clashes).toEqual([]);
  });
});

describe('the languages', () => {
  it('have the same keys', () => {
    const keys = languages.map((language) => [...loadTexts(language)].flatMap(([file, texts]) => Object.keys(texts).map((key) => `${file}/${key}`)).sort());
    expect(keys[1]).toEqual(keys[0]);
  });

  it('fill the same gaps, apart from the words for "you" and "me"', () => {
    const [vi, en] = languages.map((language) => loadTexts(language));
    const gaps = (text = '') => [...new Set(text.match(/\{\{[a-z_.]+\}\}/g) ?? [])].filter((gap) => gap !== '{{you}}' && gap !== '{{me}}').sort();
    const different = [...(vi ?? [])].flatMap(([file, texts]) =>
      Object.entries(texts).filter(([key, text]) => gaps(text).join() !== gaps(en?.get(file)?.[key]).join()).map(([key]) => `${file}/${key}`),
    );
    expect(different).toEqual([]);
  });
});

describe('the engine', () => {
  it('says nothing by itself that has no text', () => {
    const folder = join(projectRoot, 'src/core');
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const said = sources.flatMap((source) => source.match(/'(?:lead|prompt|ticket|danger|secret)\.[a-z_]+'/g) ?? []).map((key) => key.slice(1, -1));
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((key) => !systemKeys.has(key))).toEqual([]);
  });
});
