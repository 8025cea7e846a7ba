import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts } from '../../flows/facts/mod.ts';
import { flows } from '../../flows/mod.ts';
import { topics } from '../../flows/topics.ts';
import { longestAnswer, longestChoice, longestOutput, longestOwn } from '../app/longest-values.ts';
import { commandFlows } from '../app/reading/read-wish.ts';
import { serviceNames } from '../app/services.ts';
import { limits as telegramLimits } from '../channels/telegram/limits.ts';
import { limits as webLimits } from '../channels/web/mod.ts';
import { limits as zaloLimits } from '../channels/zalo-oa/limits.ts';
import { projectRoot } from '../root.ts';
import { dayIn } from '../services/local-time.ts';
import { intentNames } from '../understanding/mod.ts';
import { runCommand } from './command.ts';
import type { InspectContext, KnownFact, LongestWords } from './finding.ts';
import { systemFlow, textFile } from './texts.ts';

type Texts = Readonly<Record<string, string>>;

/** A text file as it was read; `keys` holds one that is given twice also twice. */
interface TextFile {
  readonly texts: Texts;
  readonly keys: readonly string[];
}

/** The flows of this project with their words as they lie in the files. */
function projectContext(now: Date): InspectContext {
  const read = new Map<string, TextFile>();
  const fileAt = (path: string): TextFile => {
    const file = read.get(path) ?? readTexts(path);
    read.set(path, file);
    return file;
  };
  const texts: InspectContext['texts'] = (language, flowId) => fileAt(textFile(language, flowId)).texts;
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    listed: flows,
    texts,
    textKeys: (language, flowId) => fileAt(textFile(language, flowId)).keys,
    services: serviceNames,
    topics,
    facts: facts.map(toKnownFact),
    intents: new Set([...intentNames, ...Object.values(commandFlows).flatMap(({ entry }) => entry ?? [])]),
    channels: [
      { id: 'zalo', limits: zaloLimits },
      { id: 'telegram', limits: telegramLimits },
      { id: 'web', limits: webLimits },
    ],
    longest: longestIn({ vi: texts('vi', systemFlow), en: texts('en', systemFlow) }),
    today: dayIn(now),
    fileOf: (flowId) => `flows/${flowId.replaceAll('_', '-')}.ts`,
  };
}

function toKnownFact({ id, value, checkBy }: (typeof facts)[number]): KnownFact {
  return { id, value: typeof value === 'string' ? { vi: value, en: value } : value, checkBy };
}

function longestIn(system: { readonly vi: Texts; readonly en: Texts }): LongestWords {
  return {
    answer: longestAnswer,
    choice: longestChoice,
    output: (service, name, language) => longestOutput(service, name, language, system),
    own: (name, language) => longestOwn(name, language, system),
  };
}

/** A file that is not there holds no texts, and each of them is a finding; one that cannot be read stops the command. */
function readTexts(path: string): TextFile {
  const file = join(projectRoot, path);
  if (!existsSync(file)) return { texts: {}, keys: [] };
  const source = readFileSync(file, 'utf8');
  const content = parse(path, source);
  if (!isTexts(content)) throw new Error(`Expected ${path} to be one flat object of keys and texts`);
  // JSON.parse keeps the last of two; in a flat object of texts every other string is a key.
  const strings = source.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return { texts: content, keys: strings.filter((_, index) => index % 2 === 0).map((key) => String(JSON.parse(key))) };
}

function isTexts(content: unknown): content is Texts {
  return typeof content === 'object' && content !== null && !Array.isArray(content) && Object.values(content).every((text) => typeof text === 'string');
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Expected ${path} to be JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function main(args: readonly string[]): void {
  try {
    const { output, exitCode } = runCommand(args, projectContext(new Date()));
    (exitCode === 2 ? process.stderr : process.stdout).write(`${output}\n`);
    process.exitCode = exitCode;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

main(process.argv.slice(2));
