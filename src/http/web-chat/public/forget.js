import { find } from './elements.js';
import { forgetVisitor } from './server.js';

/**
 * "Xóa khỏi máy này": asks first, then takes the chat away from this browser.
 * @param {{ onStart: () => void, onFailure: () => void }} handlers
 */
export function setUpForget({ onStart, onFailure }) {
  const button = find('forget', HTMLButtonElement);
  const dialog = find('forget-dialog', HTMLElement);
  // Browsers without dialogs of their own are too old to ask properly; they keep their cookie.
  if (!('HTMLDialogElement' in window) || !(dialog instanceof HTMLDialogElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    dialog.returnValue = 'keep';
    dialog.showModal();
  });
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'forget') return;
    onStart();
    if (await forgetVisitor()) location.replace('/');
    else onFailure();
  });
}
