import type { StoredTokens } from './token-store.ts';

/** `ends_soon`: the refresh token dies in days; `overdue`: renewing keeps failing; `refused`: a person must consent again. */
export interface TokenHealth {
  readonly state: 'ok' | 'overdue' | 'ends_soon' | 'refused' | 'missing';
  readonly refreshDaysLeft: number;
  readonly accessHoursLeft: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Access tokens are renewed 5 hours before they die: by then many attempts have failed. */
const overdue = 2 * hour;
const endsSoon = 14 * day;

/** How the tokens stand. */
export function healthOf(stored: StoredTokens | undefined, now: Date): TokenHealth {
  if (!stored) return { state: 'missing', refreshDaysLeft: 0, accessHoursLeft: 0 };
  const refreshLeft = stored.refreshExpiresAt.getTime() - now.getTime();
  const accessLeft = stored.accessExpiresAt.getTime() - now.getTime();
  const state = stored.refusedAt ? 'refused' : refreshLeft < endsSoon ? 'ends_soon' : accessLeft < overdue ? 'overdue' : 'ok';
  return { state, refreshDaysLeft: floorAt(refreshLeft, day), accessHoursLeft: floorAt(accessLeft, hour) };
}

/** One line for /readyz about what is wrong with the tokens, and what to do; undefined when nothing is. */
export function tokenWarning({ state, refreshDaysLeft }: TokenHealth): string | undefined {
  switch (state) {
    case 'ok':
      return undefined;
    case 'overdue':
      return 'zalo: the access token could not be renewed in time; look for zalo_token in the log';
    case 'ends_soon':
      return `zalo: the refresh token dies in ${refreshDaysLeft} days because it was not renewed; look for zalo_token in the log, or connect the account again (npm run channels -- connect zalo)`;
    case 'refused':
      return 'zalo: Zalo refused to renew the token; an administrator of the account has to consent again: npm run channels -- connect zalo';
    case 'missing':
      return 'zalo: there is no token yet: npm run channels -- connect zalo, or set ZALO_REFRESH_TOKEN';
  }
}

function floorAt(milliseconds: number, unit: number): number {
  return Math.max(0, Math.floor(milliseconds / unit));
}
