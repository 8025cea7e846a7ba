import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Project {
  write(path: string, text: string): void;
  run(...args: readonly string[]): Promise<Result>;
  builds(): readonly string[];
  readonly folder: string;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A small project with this project's tools and packages. */
function makeProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'causo-run-'));
  folders.push(folder);
  for (const name of ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json']) cpSync(join(projectRoot, name), join(folder, name));
  cpSync(join(projectRoot, 'scripts'), join(folder, 'scripts'), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { folder, write, run: (...args) => run(folder, args), builds: () => readdirSync(join(folder, 'build')) };
}

function run(folder: string, args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'scripts/run.mjs'), ...args], { cwd: tmpdir() }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('scripts/run.mjs', () => {
  it('builds once and then runs what is built', async () => {
    const project = makeProject({ 'src/main.ts': "console.log('xin chào');" });
    const first = await project.run('src/main.ts');
    const second = await project.run('src/main.ts');
    expect(first).toEqual({ code: 0, stdout: 'xin chào\n', stderr: expect.stringMatching(/^Building…\nBuilt in \d+\.\d s\n$/) });
    expect(second).toEqual({ code: 0, stdout: 'xin chào\n', stderr: '' });
    expect(project.builds()).toHaveLength(1);
  });

  it('builds again when any source has changed, and not when one was only touched', async () => {
    const project = makeProject({ 'src/main.ts': "import { word } from '../flows/word.ts'; console.log(word);", 'flows/word.ts': "export const word = 'một';" });
    await project.run('src/main.ts');
    project.write('flows/word.ts', "export const word = 'hai';");
    const changed = await project.run('src/main.ts');
    project.write('flows/word.ts', "export const word = 'hai';");
    const touched = await project.run('src/main.ts');
    expect(changed.stdout).toBe('hai\n');
    expect(changed.stderr).toContain('Building');
    expect(touched).toEqual({ code: 0, stdout: 'hai\n', stderr: '' });
  });

  it('lets two processes start at once on fresh sources', async () => {
    const project = makeProject({ 'src/main.ts': "console.log('xong');" });
    const results = await Promise.all([project.run('src/main.ts'), project.run('src/main.ts')]);
    expect(results.map(({ code, stdout }) => ({ code, stdout }))).toEqual([{ code: 0, stdout: 'xong\n' }, { code: 0, stdout: 'xong\n' }]);
    expect(project.builds()).toHaveLength(1);
  });

  it('passes the arguments on and keeps the exit code', async () => {
    const project = makeProject({ 'src/main.ts': 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;' });
    const { code, stdout } = await project.run('src/main.ts', 'một', '--hai', '');
    expect(JSON.parse(stdout)).toEqual(['một', '--hai', '']);
    expect(code).toBe(7);
  });

  it('starts although a type is wrong', async () => {
    const project = makeProject({ 'src/main.ts': "const count: number = 'ba'; console.log(count);" });
    expect(await project.run('src/main.ts')).toMatchObject({ code: 0, stdout: 'ba\n' });
  });

  it('explains sources that cannot be read, leaves no half build and recovers', async () => {
    const project = makeProject({ 'src/main.ts': 'const = ;' });
    const broken = await project.run('src/main.ts');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('src/main.ts');
    expect(project.builds()).toEqual([]);
    project.write('src/main.ts', "console.log('sửa rồi');");
    expect(await project.run('src/main.ts')).toMatchObject({ code: 0, stdout: 'sửa rồi\n' });
  });

  it('names the line of the source when the program fails', async () => {
    const project = makeProject({ 'src/main.ts': "interface Gone { a: string }\nexport type { Gone };\n\nthrow new Error('hỏng');\n" });
    const { code, stderr } = await project.run('src/main.ts');
    expect(code).toBe(1);
    expect(stderr).toContain('src/main.ts:4:7');
  });

  it('removes builds that nobody used for a day and keeps younger ones', async () => {
    const project = makeProject({ 'src/main.ts': '' });
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    for (const name of ['old', 'young']) mkdirSync(join(project.folder, 'build', name), { recursive: true });
    utimesSync(join(project.folder, 'build', 'old'), twoDaysAgo, twoDaysAgo);
    await project.run('src/main.ts');
    expect(project.builds()).toHaveLength(2);
    expect(project.builds()).toContain('young');
  });

  it('refuses an entry that is not a file of the project', async () => {
    const project = makeProject({ 'src/main.ts': '' });
    const { code, stderr } = await project.run('src/nowhere.ts');
    expect(code).toBe(2);
    expect(stderr).toContain('src/nowhere.ts');
  });
});
