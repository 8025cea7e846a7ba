const delayMs = 1000;
/** After so long there may be no answer at all, for instance because a person has taken over. */
const giveUpMs = 30_000;

/**
 * "Đang trả lời…" when an answer takes longer than a second.
 * @param {HTMLElement} element
 */
export function createTypingHint(element) {
  let showTimer = 0;
  let hideTimer = 0;

  const stop = () => {
    clearTimeout(showTimer);
    clearTimeout(hideTimer);
    element.hidden = true;
  };

  return {
    stop,
    expect() {
      stop();
      showTimer = window.setTimeout(() => {
        element.hidden = false;
      }, delayMs);
      hideTimer = window.setTimeout(stop, giveUpMs);
    },
  };
}
