import type { FindingKind } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { didYouMean } from '../suggest.ts';

/**
 * Questions without a way to a person. "Gặp người" works at every question by itself; the ticket it opens goes to the
 * people of the flow's `topic`. So every question of a flow whose topic is empty or not a known one leads to nobody.
 * One line per flow, at its first question, since there is one cure.
 */
export const questionWithoutPerson: FindingKind = {
  fault: 'question_without_person',
  about: 'a question at which "gặp người" reaches nobody',
  find(flow, { topics }) {
    if (topics.has(flow.topic) && flow.topic.trim() !== '') return [];
    const questions = nodesOf(flow).filter(({ node }) => node.kind === 'question');
    const first = questions[0];
    if (!first) return [];
    const reason = flow.topic.trim() === '' ? 'the flow has no topic' : `no team takes the topic '${flow.topic}'`;
    const more = questions.length > 1 ? ` The same holds for ${questions.length - 1} more of its questions.` : '';
    return [
      {
        node: first.id,
        message: `"gặp người" reaches nobody here, as ${reason}.${more}`,
        cure: `${didYouMean(flow.topic, topics)}Give the flow one of the topics: ${[...topics].join(', ')}.`,
      },
    ];
  },
};
