/**
 * What the person sent and the server does not have yet, in order. Only in memory: phones are shared.
 *
 * @typedef {{ text: string } | { tap: string } | { photo: Blob }} Body
 * @typedef {'waiting' | 'sending' | 'accepted' | 'refused'} State
 * @typedef {{ id: string, body: Body, shown: string, pressedAt: number, state: State, failed: boolean, reason: string }} Item
 * @typedef {{ type: 'accepted' } | { type: 'refused', reason: string } | { type: 'later', waitMs: number, reason: string }} Outcome
 */

const longestBackOffMs = 30_000;

/**
 * One message at a time, so that order is kept whatever the network does. A message keeps its id over all tries:
 * the server knows it again.
 * @param {{
 *   post: (item: Item) => Promise<Outcome>,
 *   onChange: (item: Item) => void,
 *   setTimer?: (run: () => void, ms: number) => number,
 *   clearTimer?: (timer: number | undefined) => void,
 * }} options
 */
export function createOutbox({ post, onChange, setTimer = (run, ms) => window.setTimeout(run, ms), clearTimer = (timer) => window.clearTimeout(timer) }) {
  /** @type {Item[]} */
  const items = [];
  let tries = 0;
  let busy = false;
  /** @type {number | undefined} */
  let timer;

  /** @param {Item} item @param {Partial<Item>} change */
  const change = (item, change) => {
    Object.assign(item, change);
    onChange(item);
  };

  /** @param {Item} item @param {Outcome} outcome */
  const settle = (item, outcome) => {
    if (outcome.type === 'later') {
      tries += 1;
      const backOffMs = Math.min(longestBackOffMs, 1000 * 2 ** Math.min(tries - 1, 5));
      timer = setTimer(flush, Math.max(backOffMs, outcome.waitMs));
      change(item, { state: 'waiting', failed: true, reason: outcome.reason });
      return;
    }
    tries = 0;
    items.splice(items.indexOf(item), 1);
    change(item, outcome.type === 'accepted' ? { state: 'accepted', failed: false } : { state: 'refused', reason: outcome.reason });
  };

  const flush = async () => {
    clearTimer(timer);
    timer = undefined;
    if (busy) return;
    busy = true;
    while (items[0] !== undefined && timer === undefined) {
      const item = items[0];
      change(item, { state: 'sending' });
      settle(item, await post(item));
    }
    busy = false;
  };

  return {
    /** @param {Item} item */
    add(item) {
      items.push(item);
      onChange(item);
      if (timer === undefined) flush();
    },
    /** Tries at once, for instance because the network came back. */
    retry() {
      if (items.length > 0) flush();
    },
    /** How many the server does not have yet. */
    size: () => items.length,
    /** @param {string} tap */
    hasTap: (tap) => items.some((item) => 'tap' in item.body && item.body.tap === tap),
  };
}
