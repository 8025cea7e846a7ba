/** @typedef {import('./outbox.js').Item} Item */

const offlineText = 'Mất mạng. Tin sẽ gửi khi có mạng lại.';
const noCookiesText = 'Máy này đang chặn cookie, nên chưa trò chuyện được. Vào cài đặt trình duyệt, cho phép cookie rồi mở lại trang.';
/** A line that comes back within this time is not worth a word. */
const patienceMs = 4000;

/**
 * The one line above the text box that says what is wrong.
 * @param {HTMLElement} element
 */
export function createNotice(element) {
  let timer = 0;

  /** @param {string} text */
  const show = (text) => {
    clearTimeout(timer);
    timer = 0;
    if (element.textContent !== text) element.textContent = text;
  };
  const calm = () => show(navigator.onLine ? '' : offlineText);

  if (!navigator.cookieEnabled) show(noCookiesText);

  return {
    show,
    online: calm,
    /** The line to the server is there. */
    connected: calm,
    /** The line to the server is gone. */
    lost() {
      if (!navigator.onLine) show(offlineText);
      else if (timer === 0) timer = window.setTimeout(() => show(offlineText), patienceMs);
    },
    /** How sending went. @param {Item} item */
    sending(item) {
      if (item.state === 'accepted') calm();
      else if (item.failed) show(item.reason === 'network' ? offlineText : item.reason);
      else if (!navigator.onLine) show(offlineText);
    },
  };
}
