/**
 * @typedef {{ label: string, payload: string, role: 'answer' | 'navigation' }} Option
 * @typedef {{ number: number, direction: 'inbound' | 'outbound', text: string, options: Option[], picture?: { id: string, description: string }, at: number }} Message
 */

/**
 * Keeps a line to the server open and hands on every message once, in order.
 * @param {{
 *   onMessage: (message: Message) => void,
 *   onReady: (state: { now: number, visitor: string }) => void,
 *   onLost: () => void,
 *   onForgotten: () => void,
 * }} handlers
 */
export function openStream({ onMessage, onReady, onLost, onForgotten }) {
  let last = 0;
  let tries = 0;
  /** @type {EventSource | undefined} */
  let source;
  let replaced = false;
  let timer = 0;

  const reopen = () => {
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(30_000, 1000 * 2 ** Math.min(tries, 5)));
  };

  const open = () => {
    clearTimeout(timer);
    replaced = false;
    if (source) source.close();
    const current = new EventSource(`/chat/stream?after=${last}`);
    source = current;
    current.onmessage = ({ data }) => {
      /** @type {Message} */
      const message = JSON.parse(data);
      if (message.number <= last) return;
      last = message.number;
      onMessage(message);
    };
    current.addEventListener('ready', ({ data }) => {
      tries = 0;
      onReady(JSON.parse(data));
    });
    current.addEventListener('forgotten', onForgotten);
    current.addEventListener('replaced', () => {
      replaced = true;
      current.close();
    });
    current.onerror = () => {
      if (replaced) return;
      onLost();
      // The browser comes back by itself after a broken line, but gives up after an answer such as 429 or 503.
      if (current.readyState === EventSource.CLOSED) reopen();
    };
  };

  open();
  return {
    /** Opens it again where it is not open: somebody looks at the page, or the network came back. */
    ensure() {
      if (!source || source.readyState !== EventSource.OPEN) open();
    },
  };
}
