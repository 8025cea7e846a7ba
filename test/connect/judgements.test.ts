import { describe, expect, it } from 'vitest';
import { judgeAccount, judgeTokens } from '../../src/connect/check-zalo.ts';
import { showFinding } from '../../src/connect/report.ts';
import { walk, type Terminal } from '../../src/connect/walk.ts';
import type { ZaloStatus } from '../../src/connect/zalo-desk.ts';

const account = { oaId: '388', name: 'Xã Đất Mũi', packageName: 'Growth', isVerified: true };

function status(more: Partial<ZaloStatus> & { readonly state?: ZaloStatus['health']['state'] } = {}): ZaloStatus {
  const { state = 'ok', ...rest } = more;
  return { health: { state, refreshDaysLeft: 9, accessHoursLeft: 20 }, account, fault: undefined, ...rest };
}

describe('the line about the tokens of Zalo', () => {
  const token = { refreshToken: 'r' };
  const none = { refreshToken: undefined };
  const cases = [
    ['ok', none, 'ok', '20 h more, the refresh token 9 days'],
    ['missing', none, 'wrong', 'connect zalo'],
    ['missing', token, 'care', 'ZALO_REFRESH_TOKEN is taken at the next start'],
    ['refused', token, 'wrong', 'connect zalo'],
    ['ends_soon', none, 'wrong', 'dies in 9 days'],
    ['overdue', none, 'wrong', 'start the assistant'],
  ] as const;
  it.each(cases)('with tokens %s and %o is %s', (state, settings, verdict, part) => {
    expect(judgeTokens(status({ state }), settings)).toMatchObject({ verdict, text: expect.stringContaining(part) });
  });
});

describe('the lines about the official account', () => {
  const shown = (found: ZaloStatus, oaId?: string): readonly string[] => judgeAccount(found, { oaId }).map(showFinding);

  it('name it, and say what is odd about it', () => {
    expect(shown(status(), '388')).toEqual(['ok    zalo account: "Xã Đất Mũi" (388), package Growth']);
    expect(shown(status())[1]).toMatch(/^care {2}ZALO_OA_ID: not set; set it to 388 /);
    expect(shown(status(), '389')).toEqual([expect.stringMatching(/^wrong zalo account: the tokens open .* not ZALO_OA_ID/)]);
    expect(shown(status({ account: { ...account, isVerified: false } }), '388')[1]).toMatch(/^care .*-221/);
  });

  it('stay one line each, whatever its name is', () => {
    for (const line of shown(status({ account: { ...account, name: 'a\nok    telegram: b\u001B[2J' } }))) expect(line).not.toMatch(/\p{Cc}/u);
  });

  it('say how to mend what Zalo or the line did', () => {
    const fault = (code: NonNullable<ZaloStatus['fault']>['code']): readonly string[] => shown(status({ account: undefined, fault: { code, text: 'Zalo said' } }), '388');
    expect(fault('unavailable')).toEqual([expect.stringContaining('ZALO_API_ROOT')]);
    expect(fault('rate_limited')).toEqual([expect.stringContaining('wait a minute')]);
    expect(fault('misconfigured')).toEqual([expect.stringContaining('docs/connect.md')]);
  });
});

describe('a walk through the console', () => {
  const steps = [{ title: 'A', lines: ['a1', 'a2'] }, { title: 'B', lines: ['b1'] }];
  const soon = new AbortController().signal;

  it('shows a step, waits for Enter, and only then shows the next', async () => {
    const happened: string[] = [];
    const terminal: Terminal = { isInteractive: true, print: (line) => void happened.push(line), enter: async () => void happened.push('⏎') };
    await walk(terminal, steps, 3, soon);
    expect(happened).toEqual(['', '3. A', '   a1', '   a2', '⏎', '', '4. B', '   b1', '⏎']);
  });

  it('ends where it is when the wait is broken off', async () => {
    const printed: string[] = [];
    const terminal: Terminal = { isInteractive: true, print: (line) => void printed.push(line), enter: () => Promise.reject(new Error('ended')) };
    await expect(walk(terminal, steps, 1, soon)).rejects.toThrow('ended');
    expect(printed.join()).not.toContain('B');
  });
});
