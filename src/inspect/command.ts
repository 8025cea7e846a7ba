import type { Flow } from '../core/flow.ts';
import { drawFlow } from './draw-flow.ts';
import { formatFinding, type Finding, type InspectContext } from './finding.ts';
import { findingKinds } from './findings/mod.ts';
import { nodesOf } from './graph.ts';
import { inspectFlow, inspectShared } from './inspect-flow.ts';
import { printFlow } from './print-flow.ts';
import { didYouMean } from './suggest.ts';

/** What a command answers: text for standard output or standard error, and the exit code. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

type Command = (ids: readonly string[], context: InspectContext) => CommandResult;

const help = `npm run flows -- <command> [flow id…]

  inspect [flow id…]  look for faults before a flow runs; without ids, in all flows and what they share
    --today <date>    judge the age of facts as if today were YYYY-MM-DD
  list                the flows, one a line
  print <flow id…>    the whole script as an outline in Vietnamese
  draw <flow id…>     a picture as Mermaid text, to paste into any Mermaid viewer

Exit code: 0 nothing found or only warnings, 1 something found, 2 the command was not understood.

What inspect finds, each with file, node and cure (more in docs/inspect.md; * only a warning):
${listKinds()}`;

function listKinds(): string {
  const names = findingKinds.map(({ fault, weight }) => `${fault.replaceAll('_', ' ')}${weight === 'warning' ? ' *' : ''}`);
  const width = Math.max(...names.map((name) => name.length));
  return findingKinds.map(({ about }, index) => `  ${(names[index] ?? '').padEnd(width)}  ${about}`).join('\n');
}

const commands: ReadonlyMap<string, Command> = new Map([
  ['inspect', inspect],
  ['list', list],
  ['print', print],
  ['draw', draw],
]);

/** Runs one `npm run flows` command. Pure; never throws on what was typed. */
export function runCommand(typed: readonly string[], around: InspectContext): CommandResult {
  const { args, today = around.today } = takeToday(typed);
  const context = { ...around, today };
  const [name, ...rest] = args;
  if (!isDay(today)) return refused(`Expected --today to be a date such as 2027-05-23, got '${today}'.`);
  if (args.length === 0 || args.includes('--help') || args.includes('-h') || name === 'help') return good(help);
  const command = name === undefined ? undefined : commands.get(name);
  if (!command) return refused(`Expected a command, got '${name}'. ${didYouMean(name ?? '', commands.keys())}See --help.`);
  const unknown = rest.find((id) => !context.flows.has(id));
  if (unknown === undefined) return command(rest, context);
  return refused(`There is no flow '${unknown}'. ${didYouMean(unknown, context.flows.keys())}See: npm run flows -- list`);
}

/** Takes `--today <date>` out of what was typed. */
function takeToday(typed: readonly string[]): { readonly args: readonly string[]; readonly today?: string } {
  const at = typed.indexOf('--today');
  return at < 0 ? { args: typed } : { args: typed.toSpliced(at, 2), today: typed[at + 1] ?? '' };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function inspect(ids: readonly string[], context: InspectContext): CommandResult {
  const flows = ids.length === 0 ? [...new Set(context.listed)] : chosen(ids, context);
  const shared = ids.length === 0 ? inspectShared(context) : [];
  const findings = [...flows.flatMap((flow) => inspectFlow(flow, context)), ...shared];
  const nodes = flows.reduce((sum, flow) => sum + nodesOf(flow).length, 0);
  const lines = findings.map(formatFinding);
  const output = [...lines, `${count(flows.length, 'flow')}, ${count(nodes, 'node')}: ${countFindings(findings)}`].join('\n');
  return { exitCode: findings.some(({ weight }) => weight === 'error') ? 1 : 0, output };
}

function countFindings(findings: readonly Finding[]): string {
  const warnings = findings.filter(({ weight }) => weight === 'warning').length;
  const errors = findings.length - warnings;
  const counted = [...(errors > 0 ? [count(errors, 'finding')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])];
  return counted.length === 0 ? 'nothing found' : counted.join(' and ');
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
