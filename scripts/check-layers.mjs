// Checks who imports whom, against .dependency-cruiser.mjs: node scripts/check-layers.mjs [folder of a project]
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import rules from '../.dependency-cruiser.mjs';
import { filesBelow } from './files.mjs';

const folders = ['src', 'flows', 'workers'];
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const root = resolve(process.argv[2] ?? project);

const { forbidden, options } = rules;
const files = folders.flatMap((folder) => filesBelow(root, folder)).filter((path) => /\.tsx?$/.test(path));
const present = folders.filter((folder) => existsSync(resolve(root, folder)));
const { modules, summary } = await readModules();
const unread = unreadFiles();

const faults = [
  ...(files.length === 0 ? [`Expected TypeScript files in ${folders.join(', ')}, found none`] : []),
  ...unread.map((path) => `${path}: not read by the checker, so nothing is known about its imports`),
  ...summary.violations.map(describe),
];
for (const fault of faults) console.log(fault);
console.log(`${files.length - unread.length} of ${files.length} modules read, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function readModules() {
  if (present.length === 0) return { modules: [], summary: { violations: [] } };
  const { output } = await cruise(present, { ...options, baseDir: root, validate: true, ruleSet: { forbidden } });
  return output;
}

function unreadFiles() {
  const read = new Set(modules.map((module) => module.source));
  return files.filter((path) => !read.has(path) && !new RegExp(options.exclude.path).test(path));
}

function describe({ rule, from, to, cycle }) {
  const path = cycle ? cycle.map((step) => step.name).join(' → ') : to;
  return `${from} → ${path}: ${rule.name}`;
}
