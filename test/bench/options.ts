import { parseArgs } from 'node:util';

export const benchNames = ['correct', 'pace', 'kill', 'overload', 'reminders'] as const;

export type BenchName = (typeof benchNames)[number];

const usual = {
  dialogues: 20_000,
  broadcasts: 5_000,
  minutes: 3,
  rounds: 10,
  seconds: 60,
  due: 5_000,
  waiting: 300_000,
  seed: 1,
};

/** How much of everything. */
export type Amounts = Readonly<typeof usual>;

export interface Options {
  readonly chosen: readonly BenchName[];
  readonly amounts: Amounts;
}

const wholeNumber = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** What was asked for; undefined when it cannot be read. Throws on an option that is not there. */
export function readOptions(args: readonly string[]): Options | 'help' | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      correct: flag,
      pace: flag,
      kill: flag,
      overload: flag,
      reminders: flag,
      dialogues: wholeNumber,
      broadcasts: wholeNumber,
      minutes: wholeNumber,
      rounds: wholeNumber,
      seconds: wholeNumber,
      due: wholeNumber,
      waiting: wholeNumber,
      seed: wholeNumber,
      help: { ...flag, short: 'h' },
    },
  });
  if (values.help) return 'help';
  const amount = (name: keyof Amounts): number => (values[name] === undefined ? usual[name] : Number(values[name]));
  const amounts = {
    dialogues: amount('dialogues'),
    broadcasts: amount('broadcasts'),
    minutes: amount('minutes'),
    rounds: amount('rounds'),
    seconds: amount('seconds'),
    due: amount('due'),
    waiting: amount('waiting'),
    seed: amount('seed'),
  };
  const isRight = Object.values(amounts).every((value) => Number.isInteger(value) && value > 0);
  const asked = benchNames.filter((name) => values[name]);
  return isRight ? { amounts, chosen: asked.length > 0 ? asked : benchNames } : undefined;
}
