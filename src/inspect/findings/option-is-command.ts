import type { Flow, Option } from '../../core/flow.ts';
import type { Language } from '../../core/session.ts';
import { findCommand, type Command } from '../../understanding/mod.ts';
import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { languages, textFile, wordsFor } from '../texts.ts';

/** Options that do what the command does may be called like it. */
const sameEffect: Readonly<Partial<Record<Command, string>>> = {
  vietnamese: 'vi',
  english: 'en',
  person: 'person',
  erase_data: 'erase',
  stop: 'cancel',
  done_already: 'done',
};

/** These are taken for the option when there is one, so that nothing else is lost than a hint. */
const weak: ReadonlySet<Command> = new Set<Command>(['help', 'consider_erasing', 'change_appointment', 'leave_waiting']);

/** An option called like something that works everywhere, so that one of the two cannot be said. */
export const optionIsCommand: FindingKind = {
  fault: 'option_is_command',
  about: 'an option called like a word that works everywhere (menu, quay lại, thôi …)',
  find(flow, context) {
    return nodesOf(flow).flatMap(({ id, node }) => {
      const options = node.kind === 'question' ? (node.options ?? []) : [];
      return options.flatMap((option) => languages.flatMap((language) => clashes(flow, id, option, language, context)));
    });
  },
};

function clashes(flow: Flow, node: string, option: Option<string>, language: Language, context: InspectContext): readonly Found[] {
  return wordsFor(flow, language, option.label, context).flatMap((words) => {
    const command = findCommand(words);
    if (command === undefined || weak.has(command) || sameEffect[command] === option.id) return [];
    return {
      node,
      message: `“${words}” of the option '${option.id}' means '${command}' everywhere, in ${language}.`,
      cure: `Call it something else in ${textFile(language, flow.id)}.`,
    };
  });
}
