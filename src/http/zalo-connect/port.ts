/** What came back from Zalo's consent page; nothing in it is checked yet. */
export interface ConsentAnswer {
  readonly code: string | undefined;
  readonly state: string | undefined;
  readonly oaId: string | undefined;
}

export type ConsentOutcome = 'connected' | 'declined' | 'wrong_state' | 'expired' | 'used' | 'other_account' | 'refused' | 'unavailable';

/** What the pages that connect an official account need. */
export interface ZaloConnectPort {
  /** Believes the answer of a consent or not, and stores the tokens. Never rejects. Undefined: there is no callback here. */
  readonly finish: ((answer: ConsentAnswer) => Promise<ConsentOutcome>) | undefined;
  /** The code of the file by which Zalo checks that the domain is ours; undefined: there is no such file. */
  readonly domainVerification: string | undefined;
}
