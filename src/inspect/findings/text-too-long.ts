import type { Flow, Node } from '../../core/flow.ts';
import type { Language } from '../../core/session.ts';
import { fitIn, type Shown } from '../channel-fit.ts';
import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf, type PlacedNode } from '../graph.ts';
import { longestLabel, longestLead, longestStep, longestSystemText, longestText } from '../longest.ts';
import { languages, systemFlow, systemTexts, textFile } from '../texts.ts';

/**
 * A text, or the label of an option, that does not fit into one message or on one button of a channel when the longest
 * that can stand in its gaps stands there. Channels send a text that is too long in pieces and write a label that was
 * cut into the text, so that nothing is lost; but a question in pieces is hard to follow, and half a label hard to read.
 */
export const textTooLong: FindingKind = {
  fault: 'text_too_long',
  about: 'a text or label over the limit of a channel with the longest values filled in',
  find(flow, context) {
    const told = new Set<string>();
    const found = nodesOf(flow).flatMap((placed) => languages.flatMap((language) => judgeNode(flow, placed, language, context)));
    return found.filter(({ message }) => !told.has(message) && told.add(message));
  },
  findShared(context) {
    return languages.flatMap((language) =>
      systemTexts(language, context).flatMap(([key]) =>
        judge(systemShown(key, language, context), `(${key})`, textFile(language, systemFlow), context).map((found) => ({
          file: textFile(language, systemFlow),
          ...found,
        })),
      ),
    );
  },
};

function judgeNode(flow: Flow, { id, node }: PlacedNode, language: Language, context: InspectContext): readonly Found[] {
  return shownBy(flow, node, language, context).flatMap((shown) => judge(shown, id, textFile(language, flow.id), context));
}

function judge(shown: Shown, node: string, file: string, { channels }: InspectContext): readonly Found[] {
  return channels.flatMap((channel) =>
    fitIn(shown, channel).map(({ key, excess, message }) => ({ node, message, cure: `Make '${key}' ${excess} shorter in ${file}.` })),
  );
}

/** What people get to see when a node is walked, at its longest. */
function shownBy(flow: Flow, node: Node, language: Language, context: InspectContext): readonly Shown[] {
  const write = (key: string): string => longestText(flow, key, language, context);
  switch (node.kind) {
    case 'message':
      return [{ key: node.text, text: write(node.text), labels: [] }];
    case 'end':
      return node.text === undefined ? [] : [{ key: node.text, text: write(node.text), labels: [] }];
    case 'question': {
      const lead = longestLead(language, context);
      const step = node.step ? [longestStep(node.step, language, context)] : [];
      const labels = (node.options ?? []).map(({ label }, index) => ({ key: label, text: `${index + 1}. ${longestLabel(flow, label, language, context)}` }));
      const keys = [node.text, ...(node.again === undefined ? [] : [node.again])];
      return keys.map((key) => ({ key, text: `${lead}\n${[...step, write(key)].join(' ')}`, labels }));
    }
    default:
      return [];
  }
}

function systemShown(key: string, language: Language, context: InspectContext): Shown {
  const text = longestSystemText(key, language, context);
  if (/^(?:option|service)\./.test(key)) return { key, text: '', labels: [{ key, text: `1. ${text}` }] };
  return { key, text: key.startsWith('prompt.') ? `${longestLead(language, context)}\n${text}` : text, labels: [] };
}
