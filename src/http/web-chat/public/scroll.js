const nearPx = 80;

/**
 * Keeps the newest message in view, but leaves a reader alone who has scrolled up.
 * @param {HTMLElement} scroller
 * @param {HTMLElement} newer button that leads to what came meanwhile
 */
export function followNewest(scroller, newer) {
  let follows = true;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    follows = true;
    newer.hidden = true;
  };
  const keep = () => follows && toEnd();

  scroller.addEventListener('scroll', () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    if (follows) newer.hidden = true;
  });
  // Pictures arrive late and the keyboard of a phone takes half of the screen.
  scroller.addEventListener('load', keep, true);
  if ('ResizeObserver' in window) new ResizeObserver(keep).observe(scroller);

  return {
    toEnd,
    /** A message came: show it from its first line, or say that there is one. @param {HTMLElement} element */
    toMessage(element) {
      if (!follows) {
        newer.hidden = false;
        return;
      }
      toEnd();
      if (element.offsetHeight > scroller.clientHeight) element.scrollIntoView({ block: 'start' });
    },
  };
}
