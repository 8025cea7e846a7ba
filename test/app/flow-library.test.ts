import { describe, expect, it } from 'vitest';
import { createFlowLibrary, hashFlow, type FlowLibrary } from '../../src/app/flow-library.ts';
import { createTexts } from '../../src/app/texts.ts';
import { defineFlow, type Flow } from '../../src/core/mod.ts';

const now: Flow = defineFlow({
  id: 'home',
  kind: 'service',
  start: 'place',
  topic: 'general',
  slots: { place: { type: 'any' } },
  nodes: {
    place: { kind: 'question', text: 'place', answer: 'any', slot: 'place', to: 'end' },
    end: { kind: 'end', text: 'end' },
  },
});
const before: Flow = { ...now, topic: 'health' };
const table = { vi: { place: 'Ở đâu ạ?', end: 'Dạ.' }, en: { place: 'Where?', end: '{{place}}, {{you}}.' } };
const stored = { flow: before, hash: hashFlow(before), texts: table, facts: {} };

function libraryOf(versions: readonly (typeof stored)[]): FlowLibrary {
  return createFlowLibrary({ flows: [now], readTexts: () => table, stored: versions, texts: createTexts({ vi: {}, en: {} }) });
}

describe('the flow library', () => {
  it('knows what changes for sessions of a version that was there before this program, and compares once', () => {
    const library = libraryOf([stored]);
    const change = library.change('home', stored.hash);
    expect(change).toMatchObject({ next: { flow: now, hash: hashFlow(now) } });
    expect(library.change('home', stored.hash)).toBe(change);
  });

  it('counts a gap that stands in one language only', () => {
    expect(libraryOf([stored]).change('home', stored.hash)?.gaps).toEqual({ place: [], end: ['place', 'you'] });
  });

  it('takes nobody away from the current version, nor back from one that a newer program brought', () => {
    const library = libraryOf([{ ...stored, flow: now, hash: hashFlow(now) }]);
    library.learn([stored]);
    expect(library.find('home', stored.hash)).toEqual(before);
    expect(library.change('home', stored.hash)).toBeUndefined();
    expect(library.change('home', hashFlow(now))).toBeUndefined();
  });
});
