/** A limit per key that allows short bursts. Kept in this process only. */
export interface RateLimiter {
  /** Takes one token of this key: 0 = go on, else milliseconds until the next one is there. */
  take(key: string, now: number): number;
}

export interface RateLimit {
  readonly perMinute: number;
  /** How many may come at once after a quiet time. */
  readonly burst: number;
  /** How many keys are remembered; the one not seen for longest is forgotten first. */
  readonly keys: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Makes a token bucket per key, with bounded memory. */
export function createRateLimiter({ perMinute, burst, keys }: RateLimit): RateLimiter {
  // In order of last use: every use takes the key out and puts it back at the end.
  const buckets = new Map<string, Bucket>();
  const tokenMs = 60_000 / perMinute;

  const refill = (bucket: Bucket | undefined, now: number): number => {
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) / tokenMs);
  };

  const remember = (key: string, bucket: Bucket): void => {
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size <= keys) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  };

  return {
    take(key, now) {
      const tokens = refill(buckets.get(key), now);
      const allowed = tokens >= 1;
      remember(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
      return allowed ? 0 : Math.ceil((1 - tokens) * tokenMs);
    },
  };
}
