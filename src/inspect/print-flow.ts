import type { Condition, Flow, Node, QuestionNode, TextKey, Value } from '../core/flow.ts';
import { doorsOf, exitsOf, nodesOf } from './graph.ts';

type Texts = Readonly<Record<string, string>>;

/** A flow as an outline in Vietnamese: what is said and asked, and where each answer leads. Texts missing show as keys. */
export function printFlow(flow: Flow, texts: Texts): string {
  const nodes = nodesOf(flow);
  const doors = doorsOf(flow).map(({ name, to }) => `  ${name} → ${to}`);
  const head = [`Kịch bản ${flow.id}: ${nodes.length} bước, người nhận khi cần: ${flow.topic || '(chưa có)'}`, 'Vào từ:', ...doors];
  const body = nodes.flatMap(({ id, node }) => ['', `${id} · ${headline(node)}`, ...linesOf(node, texts).map((line) => `  ${line}`)]);
  return [...head, ...body].join('\n');
}

function headline(node: Node): string {
  switch (node.kind) {
    case 'message':
      return 'nói';
    case 'question':
      return node.step ? `hỏi (bước ${node.step[0]}/${node.step[1]})` : 'hỏi';
    case 'call':
      return `nhờ dịch vụ ${node.service}`;
    case 'branch':
      return 'rẽ';
    case 'set':
      return 'ghi lại';
    case 'reminder':
      return `hẹn nhắc ${node.reminder}`;
    case 'handoff':
      return `chuyển cho người (${node.topic})`;
    case 'subflow':
      return `chạy kịch bản ${node.flow}${node.entry === undefined ? '' : `, cửa ${node.entry}`}`;
    case 'end':
      return 'hết';
  }
}

function linesOf(node: Node, texts: Texts): readonly string[] {
  switch (node.kind) {
    case 'message':
      return [quote(node.text, texts), ...pictureLine(node.picture), `→ ${node.to}`];
    case 'question':
      return questionLines(node, texts);
    case 'call':
      return exitsOf(node).map(({ by, to }) => `${by.replace('outcome ', 'kết quả ')} → ${to}`);
    case 'branch':
      return [...node.cases.map(({ when, to }) => `nếu ${condition(when)} → ${to}`), `còn lại → ${node.otherwise}`];
    case 'set':
      return [...Object.entries(node.slots).map(([slot, value]) => `${slot} = ${show(value)}`), `→ ${node.to}`];
    case 'reminder':
    case 'handoff':
    case 'subflow':
      return [`→ ${node.to}`];
    case 'end':
      return [...(node.text === undefined ? [] : [quote(node.text, texts)]), ...pictureLine(node.picture)];
  }
}

function questionLines(node: QuestionNode<string>, texts: Texts): readonly string[] {
  const options = node.options ?? [];
  const typed = node.answer === 'none' ? undefined : node.to;
  return [
    quote(node.text, texts),
    ...(node.again === undefined ? [] : [`hỏi lại: ${quote(node.again, texts)}`]),
    ...options.map(({ label, to }, index) => `${index + 1}. ${wording(label, texts)} → ${to}`),
    ...(typed === undefined ? [] : [`gõ câu trả lời (${node.answer}) → ${typed}`]),
    ...(node.photo ? [`gửi hình → ${node.photo.to}`] : []),
    ...(node.wait ? [`chờ quá ${node.wait.minutes} phút → ${node.wait.to}`] : []),
  ];
}

function pictureLine(picture: string | undefined): readonly string[] {
  return picture === undefined ? [] : [`kèm hình: ${picture}`];
}

function condition(when: Condition): string {
  if ('is' in when) return `${when.slot} là ${show(when.is)}`;
  return when.isSet ? `đã biết ${when.slot}` : `chưa biết ${when.slot}`;
}

function show(value: Value | null): string {
  return value === null ? '(bỏ trống)' : JSON.stringify(value);
}

function quote(key: TextKey, texts: Texts): string {
  return `“${wording(key, texts).replaceAll('\n', '\n   ')}”`;
}

function wording(key: TextKey, texts: Texts): string {
  return (Object.hasOwn(texts, key) ? texts[key] : undefined) ?? `[${key}]`;
}
