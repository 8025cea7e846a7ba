/** Codes that the assistant itself gives out, as they stand in a text whose question is not known yet. */
import type { AnswerType } from '../core/flow.ts';

/** The open question a number may answer; `unread`: it is not known yet, so that any question may ask for it. */
export type Kept = AnswerType | 'unread';

/** As many digits as a code for joining accounts has, and one for hearing of alerts. */
const length = 8;

// "Code" alone is what our own question calls it; these are only said of codes that others send.
const oneTimeWord =
  /\b(?:otp|o\.t\.p|pin|(?:one[ -]?time|verification|security|login|log-in|bank|sms|activation|confirmation|authentication) (?:code|number)|ma (?:xac (?:nhan|thuc|minh)|bao mat|bi mat|kich hoat|dang nhap|pin))\b/;

/** True for digits that may be a code of ours by their number and the words around them, on the plain text of `mask.ts`. */
export function mayBeOwnCode(digits: string, lead: string, rest: string): boolean {
  return digits.length === length && !oneTimeWord.test(lead) && !oneTimeWord.test(rest);
}
