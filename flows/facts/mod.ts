import type { Language } from '../../src/core/session.ts';
import type { Fact } from './fact.ts';
import { facts as health } from './health.ts';
import { facts as hotlines } from './hotlines.ts';
import { facts as links } from './links.ts';
import { facts as vneid } from './vneid.ts';

export type { Fact } from './fact.ts';
export { officialHosts } from './links.ts';

/** Every fact that texts may show. */
export const facts: readonly Fact[] = [...hotlines, ...links, ...vneid, ...health];

/** Fact id → its value in one language, to be handed to the texts as `fact`. */
export function factValues(language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(facts.map((fact) => [fact.id, valueIn(fact, language)]));
}

function valueIn(fact: Fact, language: Language): string {
  return typeof fact.value === 'string' ? fact.value : fact.value[language];
}
