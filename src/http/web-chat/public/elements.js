/**
 * Makes an element. Text goes in as text, whatever it holds.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {{ className?: string, text?: string }} [options]
 * @param {...Node} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, { className, text } = {}, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/**
 * An element that the page must have.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`Expected #${id} in the page`);
}

/**
 * "9 giờ 05", with the day in front when it is not today.
 * @param {number} at epoch milliseconds
 * @param {Date} [today]
 */
export function sayTime(at, today = new Date()) {
  const date = new Date(at);
  const time = `${date.getHours()} giờ ${String(date.getMinutes()).padStart(2, '0')}`;
  const isToday = date.toDateString() === today.toDateString();
  return isToday ? time : `ngày ${date.getDate()}/${date.getMonth() + 1}, ${time}`;
}
