import type { Config } from '../config.ts';
import { migrate } from '../store/migrate.ts';
import type { TemplateMeans } from '../store/templates.ts';
import { explainStore } from './check-store.ts';
import { findRunning } from './control-client.ts';
import { controlFile } from './control-socket.ts';
import { openOwnStore } from './own-desk.ts';
import { createTemplateDesk, type ListedTemplate, type TemplateDesk, type TemplateFinding, type TemplateKinds, type TemplateWish } from './template-desk.ts';

export const templatesUsage = `Usage: npm run data -- templates <command>

  list                             which approved template of Zalo stands for which kind of reminder
  set KIND TEMPLATE_ID [--param NAME=VALUE …] [--by user|phone|both]
                                   NAME is the parameter as the template calls it, VALUE the name of a value of the
                                   reminder (list shows them). Without --by it goes to the id of the person first, then to their phone
  remove KIND                      reminders of that kind go without a template from now on
  check                            asks Zalo whether each is approved and what it takes; ends with 1 when one is wrong

docs/templates.md tells the whole way, from the words to the approval.`;

type TemplateCommand = { readonly name: 'help' } | { readonly name: 'list' | 'check' } | { readonly name: 'remove'; readonly kind: string } | { readonly name: 'set'; readonly wish: TemplateWish };

const means: Readonly<Record<string, readonly TemplateMeans[]>> = { user: ['user'], phone: ['phone'], both: ['user', 'phone'] };

/** Reads what stands behind `templates`; a text that begins with "Expected" when it makes no command. */
export function readTemplateCommand(words: readonly string[]): TemplateCommand | string {
  const [name, ...others] = words;
  if (words.includes('--help') || words.includes('-h')) return { name: 'help' };
  if (name === 'list' || name === 'check') return others.length === 0 ? { name } : `Expected nothing behind ${name}`;
  if (name === 'set') return readSet(others);
  if (name !== 'remove') return `Expected list, set, remove or check, got ${name === undefined ? 'nothing' : JSON.stringify(name)}`;
  const [kind, ...more] = others;
  return kind === undefined || kind.startsWith('-') || more.length > 0 ? 'Expected one kind of reminder behind remove' : { name, kind };
}

function readSet([kind, template, ...options]: readonly string[]): TemplateCommand | string {
  if (kind === undefined || template === undefined || [kind, template].some((word) => word.startsWith('-'))) return 'Expected a kind of reminder and the number of a template behind set';
  const parameters: { name: string; value: string }[] = [];
  let by: string | undefined;
  for (let index = 0; index < options.length; index += 2) {
    const [option, given = ''] = options.slice(index, index + 2);
    const [, name, value] = /^(\w{1,64})=(\w{1,64})$/.exec(given) ?? [];
    if (option === '--by' && by === undefined && Object.hasOwn(means, given)) by = given;
    else if (option === '--param' && name !== undefined && value !== undefined) parameters.push({ name, value });
    else return `Expected --param NAME=VALUE or --by user|phone|both, got ${JSON.stringify([option, given].join(' ').trim())}`;
  }
  return { name: 'set', wish: { kind, template, means: means[by ?? 'both'] ?? [], parameters } };
}

/** Does a command for templates. True when it went well. Rejects with a line that says what to do. */
export async function templates(config: Config, command: Exclude<TemplateCommand, { name: 'help' }>, kinds: TemplateKinds, print: (line: string) => void): Promise<boolean> {
  const running = config.servers ? undefined : await findRunning(controlFile(config.dataDir));
  if (running) return fulfil(running.templates, command, kinds, print);
  const store = await openOwnStore(config).catch((error: unknown) => explainStore(error, config));
  if (typeof store === 'string') throw new Error(store.startsWith('Expected ') ? store : `Expected the database to open, but ${store}`);
  try {
    const clock = (): Date => new Date();
    await migrate(store.database, clock());
    return await fulfil(createTemplateDesk({ database: store.database, kinds, clock, zalo: store.zalo?.channel }), command, kinds, print);
  } finally {
    await store.close();
  }
}

async function fulfil(desk: TemplateDesk, command: Exclude<TemplateCommand, { name: 'help' }>, kinds: TemplateKinds, print: (line: string) => void): Promise<boolean> {
  switch (command.name) {
    case 'list':
      showList(await desk.list(), kinds, print);
      return true;
    case 'remove':
      return showRemoved(await desk.remove(command.kind), command.kind, print);
    case 'set':
      return showFindings(await desk.set(command.wish), 'Saved.', 'Nothing was saved.', print);
    default: {
      const findings = await desk.check();
      if (findings.length === 0) print('There is no template yet; npm run data -- templates set … adds one.');
      return showFindings(findings, undefined, undefined, print);
    }
  }
}

function showList(stored: readonly ListedTemplate[], kinds: TemplateKinds, print: (line: string) => void): void {
  for (const { kind, means: by, template, parameters, checkedAt } of stored) {
    const taken = parameters.map(({ name, value, longest }) => `${name}=${value}${longest === undefined ? '' : ` (${longest})`}`).join(', ');
    const checked = checkedAt === undefined ? 'not confirmed by Zalo yet' : `confirmed by Zalo on ${new Date(checkedAt).toISOString().slice(0, 10)}`;
    print(`${kind}  by ${by}  ${template}  ${taken}  ${checked}`);
  }
  const without = Object.keys(kinds).filter((kind) => !stored.some((each) => each.kind === kind));
  if (without.length > 0) print('Without a template:');
  without.forEach((kind) => print(`  ${kind}: ${kinds[kind]?.map(({ name }) => name).join(', ') ?? ''}`));
}

function showRemoved(count: number, kind: string, print: (line: string) => void): boolean {
  print(count > 0 ? `Reminders of the kind ${kind} go without a template from now on.` : `There was no template for ${kind}; npm run data -- templates list shows all.`);
  return count > 0;
}

function showFindings(findings: readonly TemplateFinding[], good: string | undefined, bad: string | undefined, print: (line: string) => void): boolean {
  findings.forEach(({ verdict, text }) => print(`${verdict.padEnd(5)} ${text}`));
  const isGood = findings.every(({ verdict }) => verdict !== 'wrong');
  const last = isGood ? good : bad;
  if (last !== undefined) print(last);
  return isGood;
}
