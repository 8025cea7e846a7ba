import { find } from './elements.js';
import { setUpForget } from './forget.js';
import { createMessageList } from './message-list.js';
import { createNotice } from './notice.js';
import { createOutbox } from './outbox.js';
import { preparePhoto } from './photo.js';
import { followNewest } from './scroll.js';
import { makeId, postMessage } from './server.js';
import { openStream } from './stream.js';
import { createTypingHint } from './typing-hint.js';

/** @typedef {import('./outbox.js').Body} Body */
/** @typedef {import('./stream.js').Option} Option */

const sameTapMs = 1000;

const log = find('log', HTMLElement);
const more = find('more', HTMLButtonElement);
const list = find('messages', HTMLElement);
const welcome = find('welcome', HTMLElement);
const composer = find('composer', HTMLFormElement);
const text = find('text', HTMLTextAreaElement);
const photoFile = find('photo-file', HTMLInputElement);

const scroll = followNewest(log, list, more);
const notice = createNotice(find('notice', HTMLElement));
const typing = createTypingHint(find('typing', HTMLElement));
const messages = createMessageList({
  list,
  officialHosts: (document.body.dataset.officialHosts ?? '').split(' '),
  onTap: tap,
  onRetry: () => outbox.retry(),
});

/** What to add to the browser's steady clock to get the server's time. @type {number | undefined} */
let clockOffset;
/** @type {string | undefined} */
let visitor;
let isReady = false;
/** The page is about to go, and wants no questions about it. */
let isLeaving = false;
let lastTap = { payload: '', at: -sameTapMs };

const outbox = createOutbox({
  post: (item) => postMessage(item, clockOffset === undefined ? undefined : Math.round(clockOffset + item.pressedAt)),
  onChange(item) {
    messages.showItem(item);
    if (item.state === 'sending') typing.expect();
    if (item.failed || item.state === 'refused') typing.stop();
    if (item.state !== 'sending') notice.sending(item);
  },
});

const stream = openStream({
  onMessage(message) {
    const element = messages.showMessage(message);
    welcome.hidden = true;
    if (message.direction === 'outbound') typing.stop();
    if (isReady && message.direction === 'outbound') scroll.toMessage(element);
  },
  onReady(state) {
    // Another person's page, left open while the cookie changed: start afresh.
    if (visitor !== undefined && visitor !== state.visitor) startAfresh();
    visitor = state.visitor;
    clockOffset = state.now - performance.now();
    notice.connected();
    outbox.retry();
    if (isReady) return;
    isReady = true;
    log.setAttribute('aria-busy', 'false');
    welcome.hidden = !messages.isEmpty();
    scroll.toEnd();
  },
  onLost: () => notice.lost(),
  onForgotten: startAfresh,
});

function startAfresh() {
  // When this very page is forgetting, its cookie is still there for a moment.
  if (isLeaving) return;
  isLeaving = true;
  location.reload();
}

/** @param {Body} body @param {string} shown */
function send(body, shown) {
  welcome.hidden = true;
  outbox.add({ id: makeId(), body, shown, pressedAt: performance.now(), state: 'waiting', failed: false, reason: '' });
  stream.ensure();
  scroll.toEnd();
}

function sendText() {
  const written = text.value.trim();
  text.value = '';
  fitText();
  text.focus();
  if (written !== '') send({ text: written }, written);
}

async function sendPhoto() {
  const [file] = photoFile.files ?? [];
  // The same photo may be chosen again.
  photoFile.value = '';
  if (!file) return;
  const photo = await preparePhoto(file);
  if (photo) send({ photo }, '[Hình]');
  else notice.show('Hình này chưa gửi được. Chụp hình khác rồi gửi giúp nha.');
}

/** @param {Option} option @param {HTMLButtonElement} button */
function tap(option, button) {
  const isTwice = option.payload === lastTap.payload && performance.now() - lastTap.at < sameTapMs;
  if (!isTwice && !outbox.hasTap(option.payload)) {
    lastTap = { payload: option.payload, at: performance.now() };
    send({ tap: option.payload }, option.label);
  }
  // On a phone the text box would open the keyboard over the answer.
  if (matchMedia('(pointer: fine)').matches) text.focus();
  else button.focus();
}

function fitText() {
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight + 4}px`;
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  sendText();
});
text.addEventListener('input', fitText);
text.addEventListener('keydown', (event) => {
  // While an input method is putting a word together, Enter belongs to it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendText();
});
find('photo', HTMLButtonElement).addEventListener('click', () => photoFile.click());
photoFile.addEventListener('change', sendPhoto);
log.addEventListener('focuslost', () => text.focus());
more.addEventListener('click', () => {
  scroll.toEnd();
  text.focus();
});
find('begin', HTMLButtonElement).addEventListener('click', () => {
  send({ text: 'Xin chào' }, 'Xin chào');
  text.focus();
});

window.addEventListener('online', () => {
  notice.online();
  stream.ensure();
  outbox.retry();
});
window.addEventListener('offline', () => notice.lost());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) stream.ensure();
});
// A page that comes back from the browser's memory may show a chat that was taken away from this machine.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

window.addEventListener('beforeunload', (event) => {
  if (outbox.size() > 0 && !isLeaving) event.preventDefault();
});

setUpForget({
  onStart() {
    isLeaving = true;
  },
  onFailure() {
    isLeaving = false;
    notice.show('Chưa xóa được. Xem lại mạng rồi thử lần nữa nha.');
  },
});
composer.hidden = false;
if (matchMedia('(pointer: fine)').matches) text.focus();
