import { alertKinds } from '../../src/app/alerts/reading.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { projectRoot } from '../../src/root.ts';
import { isWords, languages, loadTexts } from './texts.ts';

const names = (prefix: string, list: readonly string[]) => list.map((name) => `${prefix}${name}`);

/** What the engine and the use cases say by themselves. */
const systemKeys = new Set([
  ...names('lead.', ['not_understood', 'not_understood_again', 'resumed', 'greeting', 'thanks', 'consent_first', 'tap_outdated', 'delayed', 'back', 'nothing_to_go_back', 'elsewhere']),
  'media.photo',
  ...names('lead.media_', ['photo', 'voice', 'video', 'file', 'sticker', 'location', 'contact', 'other']),
  ...names('prompt.', ['confirm_value', 'choose_value', 'confirm_option', 'offer_flow', 'offer_person', 'guess']),
  ...names('option.', ['yes', 'no', 'value', 'none', 'continue', 'person', 'switch', 'stay', 'menu', 'back']),
  ...names('danger.', ['medical', 'fire', 'police', 'rescue', 'abuse', 'selfharm', 'fraud', 'unknown']),
  ...names('secret.', ['code', 'password', 'card', 'id_number']),
  ...names('ticket.', ['opened', 'already']),
  ...names('data.', ['summary', 'language_vi', 'language_en', 'consent_granted', 'consent_refused', 'consent_unknown']),
  ...names('link.', ['joined', 'failed']),
  ...names('channel.', ['web', 'zalo', 'telegram']),
  ...names('card.', ['title', 'patient', 'bring', 'bring_child', 'number']),
  ...names('alert.', ['began', 'lasts', 'ended', 'ended_on', ...alertKinds, ...alertKinds.map((kind) => `${kind}.name`)]),
  ...names('service.', flows.flatMap((flow) => [flow.id, ...Object.keys(flow.entries ?? {})])),
  'step',
  'stopped',
  'nothing_to_stop',
  'turn_failed',
  'flow_failed',
  'call_running',
]);

describe.each(languages)('the text files in %s', (language) => {
  const texts = loadTexts(language);

  it('are one for each flow, and one for the assistant itself', () => {
    expect([...texts.keys()].sort()).toEqual([...flows.map(({ id }) => id), 'system'].sort());
  });

  it('have every text that the assistant needs for itself, and no other', () => {
    const keys = Object.keys(texts.get('system') ?? {}).filter((key) => !isWords(key));
    expect(keys.sort()).toEqual([...systemKeys].sort());
  });

  it("have further words for the assistant's options only", () => {
    const options = new Set(names('option.', ['yes', 'no', 'none', 'continue', 'person', 'switch', 'stay', 'menu', 'back']));
    const words = Object.keys(texts.get('system') ?? {}).filter(isWords);
    expect(words.filter((key) => !options.has(key.slice(0, -'_words'.length)))).toEqual([]);
  });
});

describe('the languages', () => {
  it('have the same keys', () => {
    const keys = languages.map((language) => [...loadTexts(language)].flatMap(([file, texts]) => Object.keys(texts).map((key) => `${file}/${key}`)).sort());
    expect(keys[1]).toEqual(keys[0]);
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
