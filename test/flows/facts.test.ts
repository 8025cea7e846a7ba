import { describe, expect, it } from 'vitest';
import { facts, factValues, officialHosts } from '../../flows/facts/mod.ts';
import { languages, loadTexts } from './texts.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;

describe('the facts', () => {
  it.each(facts.map((fact) => [fact.id, fact] as const))('say of %s where it was read, when, and when to look again', (_, fact) => {
    expect(fact.source.length).toBeGreaterThan(10);
    expect(fact.checkedOn).toMatch(day);
    expect(fact.checkBy).toMatch(day);
    expect(Date.parse(fact.checkBy)).toBeGreaterThan(Date.parse(fact.checkedOn));
    expect(['high', 'medium']).toContain(fact.confidence);
  });

  it('are looked at again within a year, the less certain ones within half a year', () => {
    const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const late = facts.filter(({ checkedOn, checkBy, confidence }) => days(checkedOn, checkBy) > (confidence === 'high' ? 366 : 184));
    expect(late).toEqual([]);
  });

  it.each(languages)('have a value in %s', (language) => {
    expect(Object.keys(factValues(language)).sort()).toEqual(facts.map(({ id }) => id).sort());
    expect(Object.values(factValues(language)).filter((value) => value.trim() === '')).toEqual([]);
  });

  it.each(languages)('are exactly those that the texts in %s show', (language) => {
    const texts = [...loadTexts(language).values()].flatMap((entries) => Object.values(entries));
    const shown = texts.flatMap((text) => [...text.matchAll(/\{\{fact\.([a-z_]+)\}\}/g)].map(([, id]) => id));
    expect(new Set(shown)).toEqual(new Set(facts.map(({ id }) => id)));
  });
});

describe('the official hosts', () => {
  it('belong to the state', () => {
    expect(officialHosts.filter((host) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.gov\.vn$/.test(host))).toEqual([]);
  });
});
