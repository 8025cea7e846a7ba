import { createRateLimiter } from './rate-limiter.ts';

/** The limits of the web chat. Each answers 0 = go on, else milliseconds to wait. */
export interface Limits {
  message(platformId: string, ip: string): number;
  /** A photo weighs as much as thousands of messages. */
  photo(platformId: string): number;
  newVisitor(ip: string): number;
  /** Opening a stream; also bounds what made-up cookies can open. */
  stream(ip: string): number;
}

/** Per visitor strict, per IP loose: mobile carriers put thousands of people behind one address. */
export function createLimits(clock: () => number): Limits {
  const perVisitor = createRateLimiter({ perMinute: 30, burst: 15, keys: 50_000 });
  const perIp = createRateLimiter({ perMinute: 300, burst: 100, keys: 20_000 });
  const photosPerVisitor = createRateLimiter({ perMinute: 6, burst: 6, keys: 50_000 });
  const streamsPerIp = createRateLimiter({ perMinute: 300, burst: 100, keys: 20_000 });
  const visitorsPerIp = createRateLimiter({ perMinute: 60, burst: 60, keys: 20_000 });
  return {
    message: (platformId, ip) => perIp.take(networkOf(ip), clock()) || perVisitor.take(platformId, clock()),
    photo: (platformId) => photosPerVisitor.take(platformId, clock()),
    newVisitor: (ip) => visitorsPerIp.take(networkOf(ip), clock()),
    stream: (ip) => streamsPerIp.take(networkOf(ip), clock()),
  };
}

/** One household gets a whole /64 of IPv6, so that is what counts as one address. */
function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [before = '', after] = ip.split('::');
  const head = before.split(':').filter((group) => group !== '');
  const tail = after === undefined ? [] : after.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
