import { camauG } from './lexicon/camau-g.ts';
import { checkQr } from './lexicon/check-qr.ts';
import { conversation } from './lexicon/conversation.ts';
import type { LexiconEntry } from './lexicon/entry.ts';
import { farm } from './lexicon/farm.ts';
import { health } from './lexicon/health.ts';
import { market } from './lexicon/market.ts';
import { other } from './lexicon/other.ts';
import { privacy } from './lexicon/privacy.ts';
import { publicService } from './lexicon/public-service.ts';
import { scam } from './lexicon/scam.ts';
import { school } from './lexicon/school.ts';
import { vneid } from './lexicon/vneid.ts';
import { looksLikeNoise } from './noise.ts';
import { hasPhrase, indexPhrases, parsePhrase, possiblePhrases, readWith, vocabularyOf, type Phrase } from './phrase.ts';
import { findDanger } from './safety.ts';
import { readWords } from './words.ts';

/** How well a message fits an intent, between 0 and 1. */
export interface ScoredIntent {
  readonly intent: string;
  readonly score: number;
}

// How sure one phrase makes us. Phrases add up like independent witnesses; "against" takes most of it back.
const strengths = { strong: 0.65, medium: 0.4, weak: 0.12 } as const;
const doubt = 0.35;
/** Two hints, or one likely phrase with a doubt less, are the least that counts as a finding. */
const threshold = 0.2;
const mostIntents = 5;
const scams: readonly string[] = ['scam.report', 'market.scam_or_wrong_transfer'];

interface Witness {
  readonly phrase: Phrase;
  readonly strength: number;
}

interface Judge {
  readonly intent: string;
  readonly witnesses: readonly Witness[];
  readonly against: readonly Phrase[];
}

const lexicon = [checkQr, market, scam, vneid, health, publicService, school, farm, camauG, conversation, privacy, other].flat();
const judges = lexicon.map(makeJudge);

/** Every intent that words can lead to. */
export const intentNames: ReadonlySet<string> = new Set(lexicon.map(({ intent }) => intent));

const allPhrases = judges.flatMap((judge) => [...judge.witnesses.map(({ phrase }) => phrase), ...judge.against]);
const vocabulary = vocabularyOf(allPhrases);
const index = indexPhrases(allPhrases);

function makeJudge(entry: LexiconEntry): Judge {
  const witnesses = (['strong', 'medium', 'weak'] as const).flatMap((level) =>
    (entry[level] ?? []).map((source) => ({ phrase: parsePhrase(source), strength: strengths[level] })),
  );
  return { intent: entry.intent, witnesses, against: (entry.against ?? []).map(parsePhrase) };
}

/** What a message may be about, best first; empty when nothing fits. */
export function findIntents(text: string): readonly ScoredIntent[] {
  if (text.trim() === '?') return [{ intent: 'help', score: threshold }];
  if (looksLikeNoise(text)) return [{ intent: 'gibberish', score: 0.8 }];
  const reading = readWith(vocabulary, readWords(text));
  const possible = possiblePhrases(index, reading);
  const has = (phrase: Phrase): boolean => possible.has(phrase) && hasPhrase(phrase, reading);
  const found = judges.map((judge) => ({ intent: judge.intent, score: hear(judge, has) }));
  return withDanger(text, found)
    .filter(({ score }) => score >= threshold)
    .toSorted((first, second) => second.score - first.score)
    .slice(0, mostIntents);
}

function hear(judge: Judge, has: (phrase: Phrase) => boolean): number {
  let unlikely = 1;
  for (const { phrase, strength } of judge.witnesses) {
    if (has(phrase)) unlikely *= 1 - strength;
  }
  if (unlikely === 1) return 0;
  const doubts = judge.against.filter(has).length;
  return Math.round((1 - unlikely) * doubt ** Math.min(doubts, 2) * 1000) / 1000;
}

// Danger comes first. A loss of money that still goes on is a scam here, in a market or outside.
function withDanger(text: string, found: readonly ScoredIntent[]): readonly ScoredIntent[] {
  const danger = findDanger(text);
  if (danger === undefined) return found;
  if (danger !== 'fraud') return [{ intent: 'emergency', score: 1 }, ...found];
  const told = found.some(({ intent, score }) => scams.includes(intent) && score >= threshold);
  return told ? found : [{ intent: 'scam.report', score: 0.9 }, ...found.filter(({ intent }) => intent !== 'scam.report')];
}
