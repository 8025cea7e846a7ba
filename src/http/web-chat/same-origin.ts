import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request comes from our own page. The browser's own verdict (Sec-Fetch-Site) counts first; where it is
 * missing (older browsers, plain http) the origin must be our host. Every browser sends one of the two with a POST:
 * a request without both is no browser, so it carries nobody's cookie against their will.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === host;
}
