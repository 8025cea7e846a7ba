import type { Flow, Node } from '../core/flow.ts';
import { doorsOf, exitsOf, nodesOf } from './graph.ts';
import { textKeysOf } from './texts.ts';

/** Letters of a text that a box has room for. */
const boxLength = 60;

/** A flow as a Mermaid flowchart: questions are rounded, branches diamonds, ends circles. */
export function drawFlow(flow: Flow, texts: Readonly<Record<string, string>>): string {
  const nodes = nodesOf(flow);
  // Own numbers instead of node names: `end` and the like are words of Mermaid.
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const boxes = nodes.map(({ id, node }) => `  ${numbers.get(id)}${shape(node, boxText(id, node, texts))}`);
  const arrows = nodes.flatMap(({ id, node }) =>
    exitsOf(node).map(({ by, to }) => `  ${numbers.get(id)} -->${by === 'to' ? '' : `|${quoted(by)}|`} ${target(to, numbers)}`),
  );
  const doors = doorsOf(flow).map(({ name, to }, index) => `  d${index}[/${quoted(name)}/] --> ${target(to, numbers)}`);
  return ['flowchart TD', ...doors, ...boxes, ...arrows].join('\n');
}

function target(id: string, numbers: ReadonlyMap<string, string>): string {
  return numbers.get(id) ?? `nowhere[${quoted('(nowhere)')}]`;
}

function boxText(id: string, node: Node, texts: Readonly<Record<string, string>>): string {
  const key = textKeysOf(node)[0];
  const text = key !== undefined && Object.hasOwn(texts, key) ? (texts[key] ?? '') : '';
  const letters = [...text];
  const shown = letters.length > boxLength ? `${letters.slice(0, boxLength - 1).join('')}…` : text;
  return quoted(shown === '' ? `${id} · ${node.kind}` : `${id} · ${shown}`);
}

function shape(node: Node, text: string): string {
  if (node.kind === 'question') return `(${text})`;
  if (node.kind === 'branch') return `{${text}}`;
  if (node.kind === 'end') return `((${text}))`;
  return `[${text}]`;
}

function quoted(text: string): string {
  const safe = text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
  return `"${safe.replaceAll(/\s+/g, ' ')}"`;
}
