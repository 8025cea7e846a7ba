import type { Config, ZaloConfig } from '../config.ts';
import { unknownOaSecretKey } from '../setting-faults.ts';
import { finding, type Finding } from './report.ts';
import type { ZaloDesk, ZaloStatus } from './zalo-desk.ts';

const connectCommand = 'npm run channels -- connect zalo';

/** Looks at settings, tokens and what Zalo says. `desk` is undefined where the tokens cannot be reached. Never rejects. */
export async function checkZalo({ zalo: settings, zaloOff = '', publicUrl }: Config, desk: ZaloDesk | undefined): Promise<readonly Finding[]> {
  if (!settings) return [finding('off', 'zalo', zaloOff)];
  return [...judgeSettings(settings, publicUrl), ...(await checkDesk(settings, desk))];
}

function judgeSettings({ oaSecretKey }: ZaloConfig, publicUrl: string | undefined): readonly Finding[] {
  const isPublic = publicUrl?.startsWith('https:') === true;
  const key = `still ${unknownOaSecretKey}, so every message is turned away; save the webhook in Zalo's console, which then shows "OA Secret Key", and set it`;
  return [
    isPublic
      ? finding('ok', 'zalo address', `webhook ${publicUrl}/webhooks/zalo`)
      : finding('wrong', 'zalo address', `PUBLIC_URL is ${publicUrl === undefined ? 'not set' : 'not https'}, and Zalo delivers to https only; set it to the https address of this server`),
    ...(oaSecretKey === unknownOaSecretKey ? [finding('wrong', 'zalo webhook key', key)] : []),
  ];
}

async function checkDesk(settings: ZaloConfig, desk: ZaloDesk | undefined): Promise<readonly Finding[]> {
  if (!desk) return [notTried('the tokens lie in the database, which could not be opened')];
  try {
    const status = await desk.status();
    return [judgeTokens(status, settings), ...judgeAccount(status, settings)];
  } catch (error) {
    return [notTried(error instanceof Error && isUndefinedTable(error) ? 'the database has no tables yet; start the assistant once' : describe(error))];
  }
}

function notTried(reason: string): Finding {
  return finding('wrong', 'zalo tokens', `not looked at: ${reason}`);
}

function isUndefinedTable(error: Error): boolean {
  return 'code' in error && error.code === '42P01';
}

/** Texts of our own begin with a capital word; others may quote anything. */
function describe(error: unknown): string {
  return error instanceof Error && /^(Expected|The running assistant) /.test(error.message) ? error.message : 'the stored tokens could not be read; see whether DATA_KEY is the one they were sealed with';
}

export function judgeTokens({ health }: ZaloStatus, { refreshToken }: Pick<ZaloConfig, 'refreshToken'>): Finding {
  const left = `the access token lives ${health.accessHoursLeft} h more, the refresh token ${health.refreshDaysLeft} days`;
  switch (health.state) {
    case 'ok':
      return finding('ok', 'zalo tokens', left);
    case 'missing':
      return refreshToken === undefined
        ? finding('wrong', 'zalo tokens', `there are none; run ${connectCommand}`)
        : finding('care', 'zalo tokens', 'none is stored yet; ZALO_REFRESH_TOKEN is taken at the next start');
    case 'refused':
      return finding('wrong', 'zalo tokens', `Zalo will not renew them any more; an administrator of the account has to consent again: ${connectCommand}`);
    case 'ends_soon':
      return finding('wrong', 'zalo tokens', `the refresh token dies in ${health.refreshDaysLeft} days because it was not renewed; see that the assistant runs, or connect again: ${connectCommand}`);
    case 'overdue':
      return finding('wrong', 'zalo tokens', `${left}, and renewing has failed or nothing runs that renews; start the assistant, then look for zalo_token in its log`);
  }
}

export function judgeAccount({ account, fault }: ZaloStatus, { oaId }: Pick<ZaloConfig, 'oaId'>): readonly Finding[] {
  if (fault) return [finding('wrong', 'zalo account', explainFault(fault))];
  if (!account) return [];
  const name = `"${account.name}" (${account.oaId})`;
  if (oaId !== undefined && account.oaId !== oaId) {
    return [finding('wrong', 'zalo account', `the tokens open ${name}, which is not ZALO_OA_ID; mend ZALO_OA_ID, or connect the right account: ${connectCommand}`)];
  }
  return [
    finding('ok', 'zalo account', `${name}${account.packageName === '' ? '' : `, package ${account.packageName}`}`),
    ...(account.isVerified ? [] : [finding('care', 'zalo account', 'Zalo has not verified the account; until then it may refuse to send (-221)')]),
    ...(oaId === undefined ? [finding('care', 'ZALO_OA_ID', `not set; set it to ${account.oaId} before anybody writes to the account, since it names everybody, then connect once more: ${connectCommand}`)] : []),
  ];
}

function explainFault({ code, text }: NonNullable<ZaloStatus['fault']>): string {
  switch (code) {
    case 'unavailable':
    case 'unknown_outcome':
      return `Zalo does not answer (${text}); see whether this machine reaches ZALO_API_ROOT and ZALO_OAUTH_ROOT, and try again`;
    case 'rate_limited':
    case 'out_of_quota':
      return `${text}; wait a minute and try again`;
    default:
      return `${text}; docs/connect.md says what the codes of Zalo mean`;
  }
}
