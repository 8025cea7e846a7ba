import type { BrokenCase } from './broken-case.ts';
import { graphCases } from './graph-cases.ts';
import { idsCases } from './ids-cases.ts';
import { lengthCases } from './length-cases.ts';
import { optionsCases } from './options-cases.ts';
import { slotsCases } from './slots-cases.ts';
import { surroundingsCases } from './surroundings-cases.ts';
import { wordsCases } from './words-cases.ts';

/** At least one flow per kind of finding; the registry test holds this list against the kinds. */
export const brokenCases: readonly BrokenCase[] = [...graphCases, ...idsCases, ...wordsCases, ...lengthCases, ...optionsCases, ...slotsCases, ...surroundingsCases];
