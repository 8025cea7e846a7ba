export type Fields = Readonly<Record<string, unknown>>;

/** One call as it came in. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** JSON or form fields; of a GET the object behind `data`. */
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Upload>;
}

export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Button {
  readonly title: string;
  readonly type: string;
  readonly payload: unknown;
}

/** A message that Zalo took and shows to a person. */
export interface AcceptedMessage {
  readonly userId: string;
  readonly messageId: string;
  /** Epoch milliseconds by the fake's clock. */
  readonly at: number;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly picture?: Buffer;
  /** The card that asks for the person's details. */
  readonly asksForInfo: boolean;
  /** Later than 48 hours after the person's last act: it costs money. */
  readonly isPaid: boolean;
}

/** Returns `data` of the answer; `after` is done once the answer is out. */
export interface Outcome {
  readonly data: Fields;
  readonly after?: () => void;
}

/** A template as it stands in the console. */
export interface FakeTemplate {
  readonly id: string;
  readonly parameters: readonly { readonly name: string; readonly longest: number; readonly required?: boolean }[];
  /** May go to ids of people, not only to phone numbers. */
  readonly byUser: boolean;
  /** Left out: yes. */
  readonly approved?: boolean;
}

/** A template that Zalo took. `to`: the id of a person or a phone number. */
export interface AcceptedTemplate {
  readonly to: string;
  readonly by: 'user' | 'phone';
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tracking?: string;
  readonly messageId: string;
  /** Epoch milliseconds by the fake's clock. */
  readonly at: number;
}

/** What goes wrong. `lost_answer`: the call is worked on, then the line breaks; `held_answer`: then nothing comes. */
export type Fault =
  | { readonly kind: 'rate_limited'; readonly retryAfter?: number }
  | { readonly kind: 'refuse'; readonly error: number; readonly message: string }
  | { readonly kind: 'server_error'; readonly status: number }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'lost_answer' }
  | { readonly kind: 'held_answer' }
  | { readonly kind: 'latency'; readonly milliseconds: number };

/** A refusal in Zalo's words, sent with status 200. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(error: number, message: string, status = 200, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.error = error;
    this.status = status;
    this.headers = headers;
  }
}

export function invalid(field: string): Refusal {
  return new Refusal(-201, `${field} is invalid!`);
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
