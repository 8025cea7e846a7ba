import { make, sayTime } from './elements.js';
import { splitText } from './text-parts.js';

/** @typedef {import('./stream.js').Message} Message */
/** @typedef {import('./stream.js').Option} Option */
/** @typedef {import('./outbox.js').Item} Item */

/**
 * Who speaks, when, and what was said.
 * @param {Message} message
 * @param {readonly string[]} officialHosts
 * @param {(option: Option, button: HTMLButtonElement) => void} onTap
 * @returns {Node[]}
 */
export function viewMessage(message, officialHosts, onTap) {
  const isMine = message.direction === 'inbound';
  const who = make('span', { className: 'who', text: `${isMine ? 'Tôi' : 'Trợ lý'}, ${sayTime(message.at)}` });
  const said = isMine ? [document.createTextNode(message.text)] : splitText(message.text, officialHosts).map(viewPart);
  const bubble = make('div', { className: 'bubble' }, ...said);
  if (message.picture) bubble.append(viewPicture(message.picture));
  return message.options.length > 0 ? [who, bubble, viewOptions(message.options, onTap)] : [who, bubble];
}

/**
 * A message of ours that is still on its way.
 * @param {Item} item
 * @param {() => void} onRetry
 * @returns {Node[]}
 */
export function viewItem(item, onRetry) {
  const bubble = make('div', { className: 'bubble', text: item.shown });
  return [make('span', { className: 'who', text: 'Tôi' }), bubble, viewState(item, onRetry)];
}

/** @param {Item} item @param {() => void} onRetry */
function viewState(item, onRetry) {
  const state = make('div', { className: 'state' });
  if (item.state === 'refused') state.textContent = item.reason;
  else if (item.state === 'accepted') state.textContent = 'Đã gửi';
  else if (!item.failed) state.textContent = item.state === 'sending' ? 'Đang gửi…' : 'Chờ gửi…';
  else state.append(make('span', { text: 'Chưa gửi được.' }), retryButton(onRetry));
  return state;
}

/** @param {() => void} onRetry */
function retryButton(onRetry) {
  const button = make('button', { className: 'plain', text: 'Gửi lại' });
  button.type = 'button';
  button.addEventListener('click', onRetry);
  return button;
}

/** @param {import('./text-parts.js').TextPart} part */
function viewPart(part) {
  if (part.type === 'text') return document.createTextNode(part.text);
  const link = make('a', { text: part.text });
  link.href = part.href;
  if (part.type === 'link') {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  return link;
}

/** @param {{ id: string, description: string }} picture */
function viewPicture({ id, description }) {
  const address = `/chat/pictures/${encodeURIComponent(id)}`;
  const image = make('img');
  image.alt = description;
  image.src = address;
  const link = make('a', { text: 'Tải ảnh' });
  link.href = address;
  link.download = 'cau-so';
  const figure = make('figure', {}, image, link);
  image.addEventListener('error', () => figure.replaceChildren(make('p', { text: 'Ảnh này không còn xem được.' })));
  return figure;
}

/**
 * Answers, whose labels carry their numbers, stand below each other; ways out of the question side by side under them.
 * @param {readonly Option[]} options
 * @param {(option: Option, button: HTMLButtonElement) => void} onTap
 */
function viewOptions(options, onTap) {
  const answers = options.filter(({ role }) => role === 'answer');
  const others = options.filter(({ role }) => role === 'navigation');
  const group = make('div', { className: 'options' }, ...answers.map((option) => viewOption(option, onTap)));
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Chọn một câu trả lời');
  if (others.length > 0) group.append(make('div', { className: 'navigation' }, ...others.map((option) => viewOption(option, onTap))));
  return group;
}

/** @param {Option} option @param {(option: Option, button: HTMLButtonElement) => void} onTap */
function viewOption(option, onTap) {
  const button = make('button', { text: option.label });
  button.type = 'button';
  button.addEventListener('click', () => onTap(option, button));
  return button;
}
