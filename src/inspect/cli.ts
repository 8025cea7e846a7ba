import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { facts } from '../../flows/facts/mod.ts';
import { flows } from '../../flows/mod.ts';
import { topics } from '../../flows/topics.ts';
import { serviceNames } from '../app/services.ts';
import { projectRoot } from '../root.ts';
import { runCommand } from './command.ts';
import type { InspectContext } from './finding.ts';

type Texts = Readonly<Record<string, string>>;

/** The flows of this project with their words as they lie in the files. */
function projectContext(): InspectContext {
  const read = new Map<string, Texts>();
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    texts(language, flowId) {
      const path = join('locales', language, `${flowId}.json`);
      const texts = read.get(path) ?? readTexts(path);
      read.set(path, texts);
      return texts;
    },
    services: serviceNames,
    topics,
    facts: new Set(facts.map((fact) => fact.id)),
    fileOf: (flowId) => `flows/${flowId.replaceAll('_', '-')}.ts`,
  };
}

/** A file that is not there holds no texts, and each of them is a finding; one that cannot be read stops the command. */
function readTexts(path: string): Texts {
  const file = join(projectRoot, path);
  if (!existsSync(file)) return {};
  const content = parse(path, readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Error(`Expected ${path} to be one flat object of keys and texts`);
  }
  return Object.fromEntries(Object.entries(content).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
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
    const { output, exitCode } = runCommand(args, projectContext());
    (exitCode === 2 ? process.stderr : process.stdout).write(`${output}\n`);
    process.exitCode = exitCode;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

main(process.argv.slice(2));
