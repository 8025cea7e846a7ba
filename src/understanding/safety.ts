import type { Danger } from '../core/event.ts';
import type { DangerEntry } from './lexicon/danger/entry.ts';
import { harmless } from './lexicon/danger/harmless.ts';
import { medical } from './lexicon/danger/medical.ts';
import { fire, fraud, selfharm, unknown } from './lexicon/danger/other.ts';
import { rescue } from './lexicon/danger/rescue.ts';
import { abuse, police } from './lexicon/danger/violence.ts';
import { findPhrase, hasPhrase, indexPhrases, parsePhrase, possiblePhrases, readWith, vocabularyOf, type Phrase, type Reading } from './phrase.ts';
import { readWords } from './words.ts';

interface Alarm {
  readonly danger: Danger;
  readonly phrases: readonly Phrase[];
  readonly unless: readonly Phrase[];
}

// The first that rings decides: what takes a life soonest, and what nobody else would see, comes first.
const alarms = [selfharm, fire, rescue, medical, abuse, police, fraud, unknown].map(makeAlarm);
const disguises = harmless.map(parsePhrase);
const allPhrases = [...disguises, ...alarms.flatMap((alarm) => [...alarm.phrases, ...alarm.unless])];
const vocabulary = vocabularyOf(allPhrases);
const index = indexPhrases(allPhrases);

function makeAlarm(entry: DangerEntry): Alarm {
  return {
    danger: entry.danger,
    phrases: entry.phrases.map(parsePhrase),
    unless: (entry.unless ?? []).map(parsePhrase),
  };
}

/**
 * The danger a message speaks of, or undefined. Missing a real one is worse than asking once too often, yet words that
 * only look dangerous ("cháy hàng", "đánh giá") are left alone.
 */
export function findDanger(text: string): Danger | undefined {
  const whole = readWith(vocabulary, readWords(text));
  const possible = possiblePhrases(index, whole);
  const rest = withoutDisguises(whole, possible);
  return alarms.find((alarm) => rings(alarm, possible, rest, whole))?.danger;
}

function rings(alarm: Alarm, possible: ReadonlySet<Phrase>, rest: Reading, whole: Reading): boolean {
  if (!alarm.phrases.some((phrase) => possible.has(phrase) && hasPhrase(phrase, rest))) return false;
  return !alarm.unless.some((phrase) => possible.has(phrase) && hasPhrase(phrase, whole));
}

// Covered words stay in their places as blanks, so that the words around them do not become neighbours.
function withoutDisguises(reading: Reading, possible: ReadonlySet<Phrase>): Reading {
  const covered = new Set<number>();
  for (const phrase of disguises.filter((disguise) => possible.has(disguise))) {
    for (const span of findPhrase(phrase, reading)) {
      for (let at = span.start; at < span.end; at += 1) covered.add(at);
    }
  }
  return reading.map((meanings, at) => (covered.has(at) ? new Set<string>() : meanings));
}
