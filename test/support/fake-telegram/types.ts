/** Fields of a call, as JSON or as a form. */
export type Fields = Readonly<Record<string, unknown>>;

/** One call as it came in. */
export interface Call {
  readonly method: string;
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly at: number;
}

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** A message that the platform took and shows to a person. */
export interface AcceptedMessage {
  readonly chatId: string;
  readonly messageId: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: 'sendMessage' | 'sendPhoto';
  /** Text or caption. */
  readonly text: string;
  readonly keyboard: readonly (readonly Button[])[];
  readonly photo?: Buffer;
  readonly hasReplyKeyboard: boolean;
}

/** What goes wrong. `lost_answer`: the message is taken, then the line breaks. */
export type Fault =
  | { readonly kind: 'rate_limited'; readonly retryAfter: number }
  | { readonly kind: 'server_error'; readonly status: number }
  | { readonly kind: 'refuse'; readonly code: number; readonly description: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'lost_answer' }
  | { readonly kind: 'latency'; readonly milliseconds: number }
  | { readonly kind: 'page'; readonly status: number };

/** A refusal in Telegram's words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly parameters: Fields | undefined;

  constructor(code: number, description: string, parameters?: Fields) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export function badRequest(text: string): Refusal {
  return new Refusal(400, `Bad Request: ${text}`);
}

export function tooMany(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** A field as text, whether it came as JSON or in a form; '' for anything that is no text or number. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
