const nearPx = 80;
/** Messages that come closer together than this are read as one answer. */
const sameAnswerMs = 5000;

/**
 * Keeps the newest answer in view from its first line, but leaves a reader alone who has scrolled up.
 * @param {HTMLElement} scroller
 * @param {HTMLElement} list what is scrolled
 * @param {HTMLElement} more button that leads to what is further down
 */
export function followNewest(scroller, list, more) {
  let follows = true;
  let lastAt = 0;
  /** First message of the answer that is coming in. @type {HTMLElement | undefined} */
  let answer;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    follows = true;
    more.hidden = true;
  };

  /** To the end, or to the beginning of an answer that is too long for the screen. */
  const place = () => {
    if (!follows) return;
    toEnd();
    const isTooLong = answer !== undefined && list.getBoundingClientRect().bottom - answer.getBoundingClientRect().top > scroller.clientHeight;
    if (!isTooLong || !answer) return;
    scroller.scrollTop += answer.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    more.hidden = false;
  };

  scroller.addEventListener('scroll', () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    if (follows) more.hidden = true;
  });
  // Pictures arrive late and the keyboard of a phone takes half of the screen.
  scroller.addEventListener('load', place, true);
  if ('ResizeObserver' in window) {
    const observer = new ResizeObserver(place);
    observer.observe(scroller);
    observer.observe(list);
  }

  return {
    /** To the end, whatever was looked at: the person has sent something, or asked for it. */
    toEnd() {
      answer = undefined;
      toEnd();
    },
    /** A message came from the assistant. @param {HTMLElement} element */
    toMessage(element) {
      if (answer === undefined || performance.now() - lastAt > sameAnswerMs) answer = element;
      lastAt = performance.now();
      if (follows) place();
      else more.hidden = false;
    },
  };
}
