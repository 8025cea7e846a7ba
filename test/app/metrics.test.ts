import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/app/metrics.ts';

describe('the numbers about sending', () => {
  it('count what was put off by its reason, what waited for another process, and how long slots took', async () => {
    const metrics = createMetrics();
    metrics.retried('zalo', 'rate_limited');
    metrics.leaseHeld();
    metrics.paced('zalo', 'reply', 400, 5 / 3);
    metrics.paced('web', 'reply', 0, undefined);
    const lines = (await metrics.page()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'causo_retries_total{channel="zalo",code="rate_limited"} 1',
        'causo_lease_waits_total 1',
        'causo_pace_wait_seconds_bucket{le="0.1",channel="zalo",priority="reply"} 0',
        'causo_pace_wait_seconds_bucket{le="0.5",channel="zalo",priority="reply"} 1',
        `causo_pace_limit_per_second{channel="zalo"} ${5 / 3}`,
      ]),
    );
    expect(lines.filter((line) => line.startsWith('causo_pace_limit_per_second{'))).toHaveLength(1);
  });
});
