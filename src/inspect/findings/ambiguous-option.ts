import { promptOptions } from '../../core/ask.ts';
import type { Language } from '../../core/session.ts';
import { readPosition } from '../../understanding/answers/options.ts';
import { readYesNo } from '../../understanding/answers/yes-no.ts';
import { fold } from '../../understanding/fold.ts';
import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { languages, systemFlow, textFile, wordsFor } from '../texts.ts';

/** An option and what people may call it. */
interface NamedOption {
  readonly id: string;
  readonly words: readonly string[];
}

interface Asked {
  readonly flow: string;
  readonly node: string;
  readonly language: Language;
}

/**
 * Something that people may type and that can mean two options: words that are the same without accents, capitals and
 * spaces, the number of another option, or a no where the option is a yes.
 */
export const ambiguousOption: FindingKind = {
  fault: 'ambiguous_option',
  about: 'two options with the same letters, or one called like the number or the contrary of another',
  find(flow, context) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      if (node.kind !== 'question') return [];
      return languages.flatMap((language) => {
        const options = (node.options ?? []).map((option) => ({ id: option.id, words: wordsFor(flow, language, option.label, context) }));
        return judge(options, { flow: flow.id, node: id, language });
      });
    });
  },
  findShared(context) {
    return languages.flatMap((language) => {
      const asked = (name: string): Asked => ({ flow: systemFlow, node: `(prompt.${name})`, language });
      const own = ownQuestions(language, context).flatMap(({ name, options }) => judge(options, asked(name)));
      const all = [...own, ...sameLetters(guesses(language, context), asked('guess'))];
      return all.map((one) => ({ file: textFile(language, systemFlow), ...one }));
    });
  },
};

function judge(options: readonly NamedOption[], asked: Asked): readonly Found[] {
  return [...sameLetters(options, asked), ...otherNumbers(options, asked), ...contraries(options, asked)];
}

function sameLetters(options: readonly NamedOption[], asked: Asked): readonly Found[] {
  const names = options.flatMap(({ id, words }, index) => words.map((word) => ({ id, index, word, letters: lettersOf(word) })));
  return names.flatMap((name, at) => {
    const first = names.slice(0, at).find(({ index, letters }) => index !== name.index && letters === name.letters);
    if (!first) return [];
    const both = first.word === name.word ? `“${name.word}”` : `“${first.word}” and “${name.word}”`;
    return found(`the options '${first.id}' and '${name.id}' have the same letters in ${asked.language}: ${both}.`, asked);
  });
}

/** "Ba" is a father and the third option; a place such as "cuối tuần" is none. */
function otherNumbers(options: readonly NamedOption[], asked: Asked): readonly Found[] {
  return options.flatMap(({ id, words }, index) =>
    words.flatMap((word) => {
      const number = /^(?:(?:so|thu|number) )?[\p{L}\p{N}]+$/u.test(fold(word)) ? readPosition(word, options.length) : undefined;
      const other = number === undefined || number === index + 1 ? undefined : options[number - 1];
      if (!other) return [];
      return found(`“${word}” of the option '${id}' is also number ${number}, '${other.id}', in ${asked.language}.`, asked);
    }),
  );
}

/** Only what is shown: further words may be there to set right what would be misread. */
function contraries(options: readonly NamedOption[], asked: Asked): readonly Found[] {
  return options.flatMap(({ id, words: [label = ''] }) => {
    const contrary = { yes: 'no', no: 'yes' }[id];
    if (contrary === undefined || readYesNo(label)?.value !== contrary) return [];
    return found(`“${label}” of the option '${id}' is read as a ${contrary} in ${asked.language}.`, asked);
  });
}

function found(message: string, { flow, node, language }: Asked): readonly Found[] {
  return [{ node, message, cure: `Use other words in ${textFile(language, flow)}.` }];
}

function lettersOf(words: string): string {
  return fold(words).replace(/[^\p{L}\p{N}]/gu, '');
}

interface OwnQuestion {
  readonly name: string;
  readonly options: readonly NamedOption[];
}

/** What the assistant asks by itself, with options that are always the same. */
function ownQuestions(language: Language, context: InspectContext): readonly OwnQuestion[] {
  const prompts = [{ kind: 'confirm_value', value: '' }, { kind: 'offer_flow', entry: { flow: '' } }, { kind: 'offer_person' }] as const;
  return prompts.map((prompt) => ({
    name: prompt.kind,
    options: promptOptions(prompt, 'none').map(({ id, label }) => ({ id, words: wordsFor({ id: systemFlow }, language, label.key, context) })),
  }));
}

/** Any services can stand together when the assistant guesses what somebody wants. */
function guesses(language: Language, context: InspectContext): readonly NamedOption[] {
  const entries = context.listed.flatMap((flow) => Object.keys(flow.entries ?? {}).map((entry) => [entry, `service.${entry}`] as const));
  const options = [...new Map(entries), ['person', 'option.person'] as const];
  return options.map(([id, label]) => ({ id, words: wordsFor({ id: systemFlow }, language, label, context) }));
}
