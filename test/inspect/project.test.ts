import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';

function flowsCommand(...args: readonly string[]): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/run.mjs', 'src/inspect/cli.ts', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return { status, stdout };
}

describe('the flows of this project', () => {
  it('are without a finding', () => {
    const { status, stdout } = flowsCommand('inspect', '--today', '2026-11-24');
    expect(stdout).toMatch(/^\d+ flows, \d+ nodes: nothing found\n$/);
    expect(status).toBe(0);
  });

  it('only warn once their facts are old', () => {
    const { status, stdout } = flowsCommand('inspect', '--today', '2036-01-01');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.slice(0, -1).filter((line) => !line.includes(' · warning, expired fact: '))).toEqual([]);
    expect(status).toBe(0);
  });

  it('are not mixed up with a flow that does not exist', () => {
    expect(flowsCommand('inspect', 'no_such_flow')).toEqual({ status: 2, stdout: '' });
  });
});
