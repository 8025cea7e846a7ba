import { unknownOaSecretKey } from '../setting-faults.ts';
import { verificationPath } from '../http/zalo-connect/routes.ts';
import type { ZaloLink } from './zalo-desk.ts';

/** One thing to do in a browser. Names of menus and buttons stand as the console shows them, in Vietnamese. */
export interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What leads to the settings without which nothing else can be done. */
export const firstSteps: readonly Step[] = [
  {
    title: 'The official account',
    lines: [
      'Names of menus are those that reports of 2026 give; Zalo may have changed them. docs/connect.md says how sure each thing is.',
      'Open https://oa.zalo.me/ and sign in with the personal Zalo account that administers the official account.',
      'The account must be verified ("Xác thực tài khoản"), and its package must allow linking an app.',
      'Resellers name Growth and Comprehensive since June 2026; for an account of the state ask Zalo.',
    ],
  },
  {
    title: 'The app',
    lines: [
      'Open https://developers.zalo.me/ with the same account, press "Thêm ứng dụng mới" and activate the app.',
      'Set ZALO_APP_ID to "ID ứng dụng" and ZALO_APP_SECRET to "Khóa bí mật của ứng dụng".',
      `Set ZALO_OA_SECRET_KEY=${unknownOaSecretKey}; Zalo shows the real key later.`,
      'Menu "Official Account", "Quản lý Official Account": choose the account, press "Liên kết". If its number (OA ID) stands there, set ZALO_OA_ID to it; the consent shows it, too.',
      'The page still says "0 OA được cấp quyền"; that changes with the consent.',
    ],
  },
];

/** What has to be done before an administrator can consent. */
export function stepsBefore(publicUrl: string, verification: string | undefined, { callbackUrl, codeChallenge }: ZaloLink): readonly Step[] {
  const { host } = new URL(publicUrl);
  const isFileServed = verification !== undefined;
  return [
    {
      title: 'The domain',
      lines: [
        `Menu "Xác thực domain": add ${host}, choose the way by an HTML file. You need not keep the file, only its name.`,
        isFileServed
          ? `Its name must be ${verificationPath(verification).slice(1)}; if it is another one, set ZALO_DOMAIN_VERIFICATION to what stands between zalo_verifier and .html.`
          : 'Set ZALO_DOMAIN_VERIFICATION to what stands in its name between zalo_verifier and .html, and start the assistant (or this command) again.',
        isFileServed ? `Look whether ${publicUrl}${verificationPath(verification)} opens from outside, then press "Xác thực".` : 'Then look whether the file opens under the public address, and press "Xác thực".',
        'Without it Zalo takes neither the address below (-14003) nor the webhook. It may take Zalo up to 72 hours.',
      ],
    },
    {
      title: 'The way back',
      lines: [
        'Menu "Official Account", "Thiết lập chung".',
        `"Official Account Callback Url": ${callbackUrl}`,
        `"Code Challenge": ${codeChallenge}`,
        'Leave "State" empty. Tick the permissions to manage the account and to send and receive messages. Save.',
      ],
    },
  ];
}

/** The consent itself. */
export function consentStep({ url, expiresAt }: ZaloLink): Step {
  return {
    title: 'The consent',
    lines: [
      'An administrator of the official account opens this link, ticks that they agree, and presses "Cho phép":',
      url,
      `It can be used once, until ${new Date(expiresAt).toISOString()}. Zalo then leads back to a page of this assistant that says how it went.`,
    ],
  };
}

/** Every kind of event that means something to the assistant. All of them are off at first. */
const events = [
  'user_send_text', 'user_send_image', 'user_send_sticker', 'user_send_gif', 'user_send_audio', 'user_send_video', 'user_send_file', 'user_send_link',
  'user_send_location', 'user_send_business_card', 'user_submit_info', 'user_click_chatnow', 'follow', 'unfollow', 'user_received_message',
  'user_seen_message', 'oa_send_text', 'oa_send_image', 'user_withdraw',
];

/** What makes messages come in. */
export function stepsAfter(publicUrl: string): readonly Step[] {
  return [
    {
      title: 'The webhook',
      lines: [
        'The assistant must be running now (npm start): Zalo asks it at once.',
        `Menu "Webhook": set the address to ${publicUrl}/webhooks/zalo and save.`,
        'Only now the page shows "OA Secret Key". Set ZALO_OA_SECRET_KEY to it (not to the secret of the app) and start the assistant again.',
        `Then switch on these events, each by itself: ${events.join(', ')}.`,
        'Leave the filter for messages that begin with # off. After a change of the address or of permissions the consent may have to be given again.',
      ],
    },
    { title: 'The proof', lines: ['Run: npm run channels -- check', 'Then write to the official account from a phone. It answers.'] },
  ];
}
