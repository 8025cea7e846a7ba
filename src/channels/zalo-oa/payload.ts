/** What the buttons of the conversation carry: `#<session>.<question>.<option number, back or person>`, or `#menu`. */
const own = /^#(?:menu|\d{1,9}\.\d{1,9}\.(?:\d{1,2}|back|person))$/;

/** What no person types: a word, a mark and machine letters, as in menus that somebody set up in Zalo's console. */
const foreign = /^#[a-z][a-z_-]{0,31}[:.][\w.:-]{1,64}$/;

/** Carries a payload of any other form, so that it can be told from typed words when it comes back. */
const carrier = '#tap:';

/** How a payload travels: Zalo sends it back as if the person had typed it, so it must look like nothing people type. */
export function toWire(payload: string): string {
  return own.test(payload) ? payload : `${carrier}${payload}`;
}

/** The payload when a text is one; people can type it as well, so it is as little trusted as any text. */
export function fromWire(text: string): string | undefined {
  if (own.test(text)) return text;
  if (!foreign.test(text)) return undefined;
  return text.startsWith(carrier) ? text.slice(carrier.length) : text;
}
