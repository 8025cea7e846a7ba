import type { Flow } from '../core/flow.ts';
import { drawFlow } from './draw-flow.ts';
import { formatFinding, type InspectContext } from './finding.ts';
import { nodesOf } from './graph.ts';
import { inspectFlow } from './inspect-flow.ts';
import { printFlow } from './print-flow.ts';
import { didYouMean } from './suggest.ts';

/** What a command answers: text for standard output or standard error, and the exit code. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

type Command = (ids: readonly string[], context: InspectContext) => CommandResult;

const help = `npm run flows -- <command> [flow id…]

  inspect [flow id…]  look for faults before a flow runs; without ids, in all flows
  list                the flows, one a line
  print <flow id…>    the whole script as an outline in Vietnamese
  draw <flow id…>     a picture as Mermaid text, to paste into any Mermaid viewer

Exit code: 0 nothing found, 1 something found, 2 the command was not understood.`;

const commands: ReadonlyMap<string, Command> = new Map([
  ['inspect', inspect],
  ['list', list],
  ['print', print],
  ['draw', draw],
]);

/** Runs one `npm run flows` command. Pure; never throws on what was typed. */
export function runCommand(args: readonly string[], context: InspectContext): CommandResult {
  const [name, ...rest] = args;
  if (args.length === 0 || args.includes('--help') || args.includes('-h') || name === 'help') return good(help);
  const command = name === undefined ? undefined : commands.get(name);
  if (!command) return refused(`Expected a command, got '${name}'. ${didYouMean(name ?? '', commands.keys())}See --help.`);
  const unknown = rest.find((id) => !context.flows.has(id));
  if (unknown === undefined) return command(rest, context);
  return refused(`There is no flow '${unknown}'. ${didYouMean(unknown, context.flows.keys())}See: npm run flows -- list`);
}

function inspect(ids: readonly string[], context: InspectContext): CommandResult {
  const flows = ids.length === 0 ? [...context.flows.values()] : chosen(ids, context);
  const findings = flows.flatMap((flow) => inspectFlow(flow, context));
  const nodes = flows.reduce((sum, flow) => sum + nodesOf(flow).length, 0);
  const summary = `${count(flows.length, 'flow')}, ${count(nodes, 'node')}: `;
  if (findings.length === 0) return good(`${summary}nothing found`);
  const lines = findings.map(formatFinding);
  return { exitCode: 1, output: [...lines, `${summary}${count(findings.length, 'finding')}`].join('\n') };
}

function list(_ids: readonly string[], { flows }: InspectContext): CommandResult {
  const lines = [...flows.values()].map((flow) => `${flow.id} · ${flow.kind} · ${count(nodesOf(flow).length, 'node')}`);
  return good(lines.join('\n'));
}

function print(ids: readonly string[], context: InspectContext): CommandResult {
  return each('print', ids, context, (flow) => printFlow(flow, context.texts('vi', flow.id)));
}

function draw(ids: readonly string[], context: InspectContext): CommandResult {
  return each('draw', ids, context, (flow) => drawFlow(flow, context.texts('vi', flow.id)));
}

function each(name: string, ids: readonly string[], context: InspectContext, show: (flow: Flow) => string): CommandResult {
  if (ids.length === 0) return refused(`Expected the id of a flow: npm run flows -- ${name} <flow id>. See: npm run flows -- list`);
  return good(chosen(ids, context).map(show).join('\n\n'));
}

function chosen(ids: readonly string[], { flows }: InspectContext): readonly Flow[] {
  return [...new Set(ids)].flatMap((id) => flows.get(id) ?? []);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function good(output: string): CommandResult {
  return { exitCode: 0, output };
}

function refused(output: string): CommandResult {
  return { exitCode: 2, output };
}
