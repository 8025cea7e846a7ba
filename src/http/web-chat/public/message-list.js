import { make } from './elements.js';
import { viewItem, viewMessage } from './message-view.js';

/** @typedef {import('./stream.js').Message} Message */
/** @typedef {import('./stream.js').Option} Option */
/** @typedef {import('./outbox.js').Item} Item */
/** @typedef {{ item: Item, element: HTMLLIElement, overtaken: boolean }} Waiting */

/**
 * The list of messages: what the server has, by number, and below it what is still on its way.
 * @param {{
 *   list: HTMLElement,
 *   officialHosts: readonly string[],
 *   onTap: (option: Option, button: HTMLButtonElement) => void,
 *   onRetry: () => void,
 * }} options
 */
export function createMessageList({ list, officialHosts, onTap, onRetry }) {
  /** Sent here and not yet seen in the stream, oldest first. @type {Map<string, Waiting>} */
  const waiting = new Map();
  /** Seen in the stream before the server's answer came. @type {Set<string>} */
  const arrived = new Set();
  /** @type {HTMLLIElement | undefined} */
  let question;

  /** @param {HTMLLIElement} element */
  const placeAboveWaiting = (element) => {
    const [first] = waiting.values();
    if (element.nextElementSibling !== (first ? first.element : null) || !element.isConnected) {
      list.insertBefore(element, first ? first.element : null);
    }
  };

  /**
   * The message of ours that this one is: by its text, or, when the server has masked it, the oldest it has taken.
   * @param {Message} message
   */
  const claim = (message) => {
    const sent = [...waiting.values()].filter(({ item }) => item.state !== 'waiting' || item.failed);
    const found = sent.find(({ item }) => item.shown === message.text) ?? sent.find(({ item }) => item.state === 'accepted');
    if (!found) {
      for (const entry of sent) entry.overtaken = true;
      return undefined;
    }
    waiting.delete(found.item.id);
    if (found.item.state !== 'accepted') arrived.add(found.item.id);
    return found.element;
  };

  /** @param {HTMLLIElement} element */
  const makeQuestion = (element) => {
    if (question) question.classList.add('past');
    question = element;
  };

  /** @param {Item} item */
  const forget = (item) => {
    const entry = waiting.get(item.id);
    waiting.delete(item.id);
    return entry;
  };

  return {
    /** @param {Message} message @returns {HTMLLIElement} */
    showMessage(message) {
      const isMine = message.direction === 'inbound';
      const element = (isMine && claim(message)) || make('li');
      element.className = isMine ? 'message mine' : 'message';
      element.replaceChildren(...viewMessage(message, officialHosts, onTap));
      placeAboveWaiting(element);
      if (message.options.length > 0) makeQuestion(element);
      return element;
    },
    /** Shows how far a message of ours is. @param {Item} item */
    showItem(item) {
      if (arrived.has(item.id)) return;
      const entry = waiting.get(item.id) ?? { item, element: make('li'), overtaken: false };
      // It came by the stream with a masked text while it was on its way: it is in the list already.
      if (item.state === 'accepted' && entry.overtaken) {
        forget(item);
        entry.element.remove();
        return;
      }
      const hadFocus = entry.element.contains(document.activeElement);
      entry.element.className = 'message mine waiting';
      entry.element.replaceChildren(...viewItem(item, onRetry));
      if (!entry.element.isConnected) list.append(entry.element);
      waiting.set(item.id, entry);
      if (item.state === 'refused') forget(item);
      if (hadFocus) entry.element.dispatchEvent(new CustomEvent('focuslost', { bubbles: true }));
    },
    isEmpty: () => list.childElementCount === 0,
  };
}
