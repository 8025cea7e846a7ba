import type { ZaloApi } from './api.ts';
import { fieldsOf, idOf, textOf } from './read.ts';

export interface Account {
  readonly oaId: string;
  readonly name: string;
  readonly packageName: string;
  readonly isVerified: boolean;
}

/** Also a question without content, for asking whether Zalo answers at all. */
export const accountCall = { method: 'GET', path: '/v2.0/oa/getoa' } as const;

/** Asks Zalo which account a token belongs to. Throws `SendError`. */
export async function askAccount(api: Pick<ZaloApi, 'call'>, signal: AbortSignal): Promise<Account> {
  const data = fieldsOf(await api.call(accountCall, signal));
  return {
    oaId: idOf(data.oaid) ?? idOf(data.oa_id) ?? '',
    name: textOf(data.name) ?? '',
    packageName: textOf(data.package_name) ?? '',
    isVerified: data.is_verified === true,
  };
}
