import type { Account, Consent, TokenHealth, TokenKeeper, ZaloChannel } from '../channels/zalo-oa/mod.ts';
import { SendError, type SendErrorCode } from '../channels/channel.ts';

/** How the official account stands. Plain data: it also travels between processes. */
export interface ZaloStatus {
  readonly health: TokenHealth;
  /** What Zalo says about the account; undefined when it was not asked or did not say. */
  readonly account: Account | undefined;
  /** Why Zalo did not say; the text holds no secret. */
  readonly fault: { readonly code: SendErrorCode; readonly text: string } | undefined;
}

/** A link for an administrator, with what has to stand in Zalo's console. Plain data. */
export interface ZaloLink {
  readonly url: string;
  readonly state: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly callbackUrl: string;
  readonly codeChallenge: string;
}

/** What the commands for connecting need of the process that holds the tokens. */
export interface ZaloDesk {
  /** Asks Zalo, with a token that may be renewed by it. */
  status(): Promise<ZaloStatus>;
  /** Undefined without a public https address. */
  createLink(): Promise<ZaloLink | undefined>;
  /** Whether a consent given by the link of this state has been stored. */
  hasConnected(state: string): Promise<boolean>;
}

export interface DeskParts {
  readonly channel: Pick<ZaloChannel, 'identify'>;
  readonly tokens: Pick<TokenKeeper, 'health' | 'hasConnected'>;
  readonly consent: Consent | undefined;
}

/** Milliseconds. */
const askTimeout = 10_000;

export function createZaloDesk({ channel, tokens, consent }: DeskParts): ZaloDesk {
  return {
    async status() {
      if ((await tokens.health()).state === 'missing') return { health: await tokens.health(), account: undefined, fault: undefined };
      const asked = await askAccount(channel);
      // Read afterwards: asking may have renewed the tokens or found them dead.
      return { health: await tokens.health(), ...asked };
    },
    async createLink() {
      if (!consent) return undefined;
      const { url, state, expiresAt } = consent.createLink();
      const { callbackUrl, codeChallenge } = consent;
      return { url, state, expiresAt: expiresAt.getTime(), callbackUrl, codeChallenge };
    },
    hasConnected: (state) => tokens.hasConnected(state),
  };
}

async function askAccount(channel: DeskParts['channel']): Promise<Pick<ZaloStatus, 'account' | 'fault'>> {
  try {
    return { account: await channel.identify(AbortSignal.timeout(askTimeout)), fault: undefined };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return { account: undefined, fault: { code: error.code, text: error.message } };
  }
}
