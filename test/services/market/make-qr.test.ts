import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeQr } from '../../../src/services/market/mod.ts';

const stall = { bank: '970405', account: '1234567890123' };

function pngSize(bytes: Uint8Array): readonly [string, number, number] {
  const buffer = Buffer.from(bytes);
  return [buffer.subarray(0, 8).toString('hex'), buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
}

describe('making a QR picture', () => {
  it('gives a square PNG that is large enough to print', async () => {
    const made = await makeQr({ ...stall, amount: 50_000, note: 'tiền cá' });
    expect(made.outcome).toBe('done');
    const [signature, width, height] = pngSize(made.outcome === 'done' ? made.picture : new Uint8Array(64));
    expect(signature).toBe('89504e470d0a1a0a');
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(600);
  });

  it('draws other pictures for other accounts', async () => {
    const one = await makeQr(stall);
    const other = await makeQr({ ...stall, account: '1234567890124' });
    expect(one).not.toEqual(other);
  });

  it('has room for the longest account, amount and note', async () => {
    const made = await makeQr({ bank: '970436', account: '1'.repeat(19), amount: 500_000_000, note: 'W'.repeat(25) });
    expect(made.outcome).toBe('done');
  });

  it('refuses with a reason instead of throwing', async () => {
    expect(await makeQr({})).toEqual({ outcome: 'failed', reason: 'unknown_bank' });
    expect(await makeQr({ ...stall, account: '970405123456789012' + '3' })).toEqual({ outcome: 'failed', reason: 'card_number' });
  });

  it('never throws, whatever it is given', async () => {
    const hostile = fc.record({ bank: fc.oneof(fc.constant('970405'), fc.anything()), account: fc.anything(), amount: fc.anything(), note: fc.anything() });
    await fc.assert(
      fc.asyncProperty(hostile, async (raw) => {
        expect(['done', 'failed']).toContain((await makeQr(raw)).outcome);
      }),
    );
  });
});
