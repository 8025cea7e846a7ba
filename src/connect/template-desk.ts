import { z } from 'zod';
import { SendError, type Channel, type TemplateParameter } from '../channels/channel.ts';
import type { Database } from '../store/database.ts';
import { listTemplates, removeTemplates, setTemplate, type StoredTemplate, type TemplateMeans, type TemplateSlot } from '../store/templates.ts';

/** Kind of reminder → what a template of it may show, and how many characters that takes; undefined: nobody knows. */
export type TemplateKinds = Readonly<Record<string, readonly { readonly name: string; readonly longest: number | undefined }[]>>;

/** What an administrator wants to be sent for a kind of reminder. Plain data: it also travels between processes. */
export interface TemplateWish {
  readonly kind: string;
  readonly template: string;
  readonly means: readonly TemplateMeans[];
  /** The template's parameter, and which value of the reminder stands there. */
  readonly parameters: readonly Pick<TemplateSlot, 'name' | 'value'>[];
}

const wish: z.ZodType<TemplateWish> = z.object({
  kind: z.string(),
  template: z.string(),
  means: z.array(z.enum(['user', 'phone'])).min(1),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })).max(50),
});

/** The desk as the socket of the running assistant offers it: a wish that comes as text is checked first. */
export function templatesPort(desk: TemplateDesk): Omit<TemplateDesk, 'set'> & { set(text: string): Promise<readonly TemplateFinding[]> } {
  return { ...desk, set: async (text) => desk.set(wish.parse(JSON.parse(text))) };
}

/** Plain data. */
export interface TemplateFinding {
  readonly verdict: 'ok' | 'care' | 'wrong';
  readonly text: string;
}

/** Plain data. `checkedAt`: epoch milliseconds. */
export type ListedTemplate = Omit<StoredTemplate, 'checkedAt'> & { readonly checkedAt: number | undefined };

/** What the commands for templates need of the process that holds the database. */
export interface TemplateDesk {
  list(): Promise<readonly ListedTemplate[]>;
  /** Saves nothing when one of the findings is wrong. */
  set(wish: TemplateWish): Promise<readonly TemplateFinding[]>;
  /** How many there were. */
  remove(kind: string): Promise<number>;
  /** Asks Zalo about every template, and keeps the limits that it tells. */
  check(): Promise<readonly TemplateFinding[]>;
}

export interface TemplateDeskParts {
  readonly database: Database;
  readonly kinds: TemplateKinds;
  readonly clock: () => Date;
  /** Undefined while Zalo is off. */
  readonly zalo: Pick<Channel, 'describeTemplate'> | undefined;
}

type Asked = { readonly parameters: readonly TemplateParameter[] } | TemplateFinding;

/** Milliseconds. */
const askTimeout = 10_000;

export function createTemplateDesk({ database, kinds, clock, zalo }: TemplateDeskParts): TemplateDesk {
  const ask = async (id: string): Promise<Asked> => {
    if (!zalo?.describeTemplate) return { verdict: 'care', text: `template ${id}: Zalo was not asked, because it is off` };
    try {
      return { parameters: await zalo.describeTemplate(id, AbortSignal.timeout(askTimeout)) };
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      return explain(id, error);
    }
  };

  const save = async (template: Omit<StoredTemplate, 'parameters' | 'checkedAt'>, slots: readonly TemplateSlot[], asked: Asked): Promise<void> => {
    const isConfirmed = 'parameters' in asked;
    const parameters = isConfirmed ? withLimits(slots, asked.parameters) : slots;
    await setTemplate(database, { ...template, parameters, checkedAt: isConfirmed ? clock() : null });
  };

  return {
    list: async () => (await listTemplates(database)).map(({ checkedAt, ...rest }) => ({ ...rest, checkedAt: checkedAt?.getTime() })),
    remove: (kind) => removeTemplates(database, kind),
    async set({ kind, template, means, parameters }) {
      const faults = [...judgeWish({ kind, template, means, parameters }, kinds)];
      if (faults.length > 0) return faults;
      const asked = await ask(template);
      const findings = judge(kind, template, parameters, asked, kinds);
      if (findings.some(({ verdict }) => verdict === 'wrong')) return findings;
      const slots = parameters.map((parameter) => ({ ...parameter, longest: undefined }));
      for (const each of means) await save({ kind, means: each, template }, slots, asked);
      await removeTemplates(database, kind, means);
      return findings;
    },
    async check() {
      const findings: TemplateFinding[] = [];
      for (const { kind, means, template, parameters } of await listTemplates(database)) {
        const asked = await ask(template);
        const own = judge(kind, template, parameters, asked, kinds);
        if (own.every(({ verdict }) => verdict === 'ok')) await save({ kind, means, template }, parameters, asked);
        findings.push(...own.map(({ verdict, text }) => ({ verdict, text: `${kind} by ${means}: ${text}` })));
      }
      return findings;
    },
  };
}

/** What is wrong with a wish before Zalo is asked. */
function judgeWish({ kind, template, parameters }: TemplateWish, kinds: TemplateKinds): readonly TemplateFinding[] {
  const values = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!values) return [wrong(`expected a kind of reminder, which are ${Object.keys(kinds).join(', ') || 'none yet'}; got ${kind}`)];
  const names = parameters.map(({ name }) => name);
  const known = values.map(({ name }) => name);
  return [
    ...(/^\d{1,32}$/.test(template) ? [] : [wrong('expected the number of a template as Zalo shows it')]),
    ...names.filter((name, index) => !/^\w{1,64}$/.test(name) || names.indexOf(name) !== index).map((name) => wrong(`expected each parameter once, of letters, digits and _; got ${name}`)),
    ...parameters.filter(({ value }) => !known.includes(value)).map(({ value }) => wrong(`expected a value of ${kind}, which are ${known.join(', ') || 'none'}; got ${value}`)),
  ];
}

/** What is wrong with a template as Zalo tells of it. */
function judge(kind: string, template: string, slots: TemplateWish['parameters'], asked: Asked, kinds: TemplateKinds): readonly TemplateFinding[] {
  if ('verdict' in asked) return [asked];
  const missing = asked.parameters.filter(({ name, required }) => required && !slots.some((slot) => slot.name === name));
  const unknown = slots.filter(({ name }) => !asked.parameters.some((parameter) => parameter.name === name));
  const faults = [
    ...missing.map(({ name }) => wrong(`template ${template} needs the parameter ${name}: add --param ${name}=…`)),
    ...unknown.map(({ name }) => wrong(`template ${template} has no parameter ${name}`)),
    ...slots.flatMap((slot) => tooLong(template, slot, asked.parameters, kinds[kind] ?? [])),
  ];
  return faults.length > 0 ? faults : [{ verdict: 'ok', text: `template ${template} is approved and takes ${slots.map(({ name, value }) => `${name}=${value}`).join(', ') || 'nothing'}` }];
}

function tooLong(template: string, { name, value }: TemplateWish['parameters'][number], parameters: readonly TemplateParameter[], values: TemplateKinds[string]): readonly TemplateFinding[] {
  const room = parameters.find((parameter) => parameter.name === name)?.longest ?? Infinity;
  const needed = values.find((each) => each.name === value)?.longest ?? 0;
  return needed > room ? [wrong(`template ${template} takes ${room} characters for ${name}, but ${value} has ${needed}`)] : [];
}

function withLimits(slots: readonly TemplateSlot[], parameters: readonly TemplateParameter[]): readonly TemplateSlot[] {
  return slots.map(({ name, value }) => ({ name, value, longest: parameters.find((parameter) => parameter.name === name)?.longest }));
}

function wrong(text: string): TemplateFinding {
  return { verdict: 'wrong', text };
}

/** Only a refusal says something about the template itself. */
function explain(id: string, { code, message }: SendError): TemplateFinding {
  if (code === 'refused') return wrong(`template ${id}: Zalo does not offer it (${message}); see whether its number is right and whether it is approved`);
  return { verdict: 'care', text: `template ${id}: Zalo could not be asked (${message}); run npm run data -- templates check later` };
}
