import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimits } from '../../src/http/web-chat/limits.ts';
import { createRateLimiter } from '../../src/http/web-chat/rate-limiter.ts';

describe('the rate limiter', () => {
  it('allows a burst, then one each time a token has grown', () => {
    const limiter = createRateLimiter({ perMinute: 20, burst: 8, keys: 10 });
    const first = Array.from({ length: 9 }, () => limiter.take('a', 0));
    expect(first).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 3000]);
    expect(limiter.take('a', 2999)).toBe(1);
    expect(limiter.take('a', 3000)).toBe(0);
  });

  it('counts every key for itself', () => {
    const limiter = createRateLimiter({ perMinute: 1, burst: 1, keys: 10 });
    expect([limiter.take('a', 0), limiter.take('b', 0), limiter.take('a', 0)]).toEqual([0, 0, 60_000]);
  });

  it('forgets the key not seen for longest when there are too many', () => {
    const limiter = createRateLimiter({ perMinute: 1, burst: 1, keys: 2 });
    for (const key of ['a', 'b', 'a', 'c']) limiter.take(key, 0);
    expect(limiter.take('a', 0)).toBeGreaterThan(0);
    expect(limiter.take('b', 0)).toBe(0);
  });

  it('is not confused by a clock that steps back', () => {
    const limiter = createRateLimiter({ perMinute: 60, burst: 1, keys: 2 });
    limiter.take('a', 10_000);
    expect(limiter.take('a', 0)).toBe(1000);
  });

  it('never allows more than the burst plus what has grown meanwhile', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 200 }), (pauses) => {
        const limiter = createRateLimiter({ perMinute: 20, burst: 8, keys: 1 });
        let now = 0;
        let allowed = 0;
        for (const pause of pauses) {
          now += pause;
          if (limiter.take('a', now) === 0) allowed += 1;
        }
        expect(allowed).toBeLessThanOrEqual(8 + now / 3000);
      }),
    );
  });
});

describe('the limits of the web chat', () => {
  it('take a whole /64 of IPv6 for one address, however it is written', () => {
    const limits = createLimits(() => 0);
    for (let index = 0; index < 60; index += 1) limits.newVisitor(`2001:db8::${index}`);
    expect(limits.newVisitor('2001:db8:0:0:9:9:9:9')).toBeGreaterThan(0);
    expect(limits.newVisitor('2001:db8:0:1::1')).toBe(0);
  });

  it('let many visitors behind one address write', () => {
    const limits = createLimits(() => 0);
    const waits = Array.from({ length: 90 }, (_, index) => limits.message(`visitor ${index}`, '203.0.113.7'));
    expect(waits.every((wait) => wait === 0)).toBe(true);
  });
});
