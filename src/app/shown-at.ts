import type { Effect, OpenQuestion, Session } from '../core/mod.ts';

/** Where the replies of a turn are shown, and when. */
export interface ShownPlace {
  readonly address: number;
  readonly at: Date;
}

/**
 * True when what arrived at `now` can answer the open question: it was asked at this address, or had been shown there
 * by then. Somebody who writes on two channels answers the question that stands in front of them.
 */
export function isShownAt(open: OpenQuestion | undefined, place: ShownPlace | undefined, now: Date): boolean {
  if (!open?.shownAt || !place) return true;
  const since = open.shownAt[place.address];
  return since !== undefined && since <= now.getTime();
}

/** Notes in the session where its open question is shown by these effects. */
export function noteShown(session: Session, effects: readonly Effect[], place: ShownPlace | undefined): Session {
  const { open } = session;
  const isShown = effects.some((effect) => effect.type === 'ask' && effect.question === open?.number);
  if (!open || !place || !isShown || open.shownAt?.[place.address] !== undefined) return session;
  const since = open.shownAt ? place.at.getTime() : 0;
  return { ...session, open: { ...open, shownAt: { ...open.shownAt, [place.address]: since } } };
}
