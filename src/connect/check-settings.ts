import { readConfig, type Config } from '../config.ts';
import { settings, type Environment } from '../settings.ts';
import { finding, type Finding } from './report.ts';

/** Channels whose settings can be wrong without keeping the rest from being tried. */
const groups = [
  { prefix: 'TELEGRAM_', channel: 'telegram' },
  { prefix: 'ZALO_', channel: 'zalo' },
] as const;

/** One line for each setting; values are never shown. */
export function checkSettings(environment: Environment): readonly Finding[] {
  const faults = faultsOf(environment);
  const lines = settings.flatMap(({ name }) => {
    const own = faults.filter((fault) => nameOf(fault) === name);
    if (own.length > 0) return own.map((fault) => finding('wrong', name, fault.slice(name.length + 2)));
    return [finding('ok', name, isSet(environment, name) ? 'set' : 'not set')];
  });
  const read = readConfig(environment);
  const warnings = 'config' in read ? read.config.warnings : [];
  return [...lines, ...warnings.map((warning) => finding('care', 'settings', warning))];
}

/** What can be tried, and the channels that cannot because a setting of theirs is wrong. */
export interface Readable {
  readonly config: Config;
  readonly without: readonly ('telegram' | 'zalo')[];
}

/** Undefined when something that all need is wrong. */
export function readableConfig(environment: Environment): Readable | undefined {
  const wrong = faultsOf(environment).map(nameOf);
  const lost = groups.filter(({ prefix }) => wrong.some((name) => name.startsWith(prefix)));
  const names = settings.map(({ name }) => name).filter((name) => !lost.some(({ prefix }) => name.startsWith(prefix)));
  const read = readConfig(Object.fromEntries(names.map((name) => [name, environment[name]])));
  return 'config' in read ? { config: read.config, without: lost.map(({ channel }) => channel) } : undefined;
}

/** Unset and empty are the same, as in most env files. */
export function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

function faultsOf(environment: Environment): readonly string[] {
  const read = readConfig(environment);
  return 'faults' in read ? read.faults : [];
}

function nameOf(fault: string): string {
  return fault.split(':')[0] ?? '';
}
