import { lookAtPhoto } from './shared.ts';

/** A code is looked at before anybody pays by it. */
export const checkQrNodes = {
  qr_ask: {
    kind: 'question',
    text: 'qr_ask.text',
    again: 'qr_ask.again',
    answer: 'none',
    options: [
      { id: 'no_photo', label: 'qr_ask.no_photo', to: 'pay_cash' },
      { id: 'person', label: 'qr_ask.person', to: 'ask_person' },
    ],
    photo: lookAtPhoto,
  },
  qr_look: { kind: 'message', text: 'qr_look.text', to: 'qr_check' },
  qr_check: {
    kind: 'call',
    service: 'market.check_qr',
    input: { photo: 'photo' },
    output: { kind: 'payee_kind', bank: 'payee_bank', account: 'payee_account', amount: 'payee_amount' },
    exits: {
      done: 'qr_pays_what',
      wallet: 'qr_wallet',
      broken: 'qr_broken',
      link: 'qr_link',
      other: 'qr_other',
      several: 'qr_several',
      no_code: 'qr_no_code',
      not_a_picture: 'qr_not_a_picture',
      too_big: 'qr_too_big',
      gone: 'qr_gone',
      late: 'qr_late',
      failed: 'qr_late',
    },
  },
  // No way says that a code is good: whoever printed it wrote all of it. Only the bank knows the name.
  qr_pays_what: {
    kind: 'branch',
    cases: [
      { when: { slot: 'payee_kind', is: 'unknown_bank' }, to: 'qr_unknown_bank' },
      { when: { slot: 'payee_kind', is: 'card' }, to: 'qr_card' },
      { when: { slot: 'payee_kind', is: 'amount' }, to: 'qr_pays_amount' },
    ],
    otherwise: 'qr_pays',
  },
  qr_pays: { kind: 'message', text: 'qr_pays.text', to: 'qr_told' },
  qr_pays_amount: { kind: 'message', text: 'qr_pays_amount.text', to: 'qr_told' },
  qr_card: { kind: 'message', text: 'qr_card.text', to: 'qr_told' },
  qr_unknown_bank: { kind: 'message', text: 'qr_unknown_bank.text', to: 'qr_told' },
  qr_wallet: { kind: 'message', text: 'qr_wallet.text', to: 'qr_told' },
  // The account of somebody else is shown once and kept nowhere.
  qr_told: { kind: 'set', slots: { photo: null, payee_account: null }, to: 'qr_name' },
  qr_name: {
    kind: 'question',
    text: 'qr_name.text',
    again: 'qr_name.again',
    answer: 'none',
    options: [
      { id: 'same', label: 'qr_name.same', to: 'qr_same' },
      { id: 'different', label: 'qr_name.different', to: 'pay_stop' },
      { id: 'not_scanned', label: 'qr_name.not_scanned', to: 'pay_cash' },
    ],
    photo: lookAtPhoto,
  },
  qr_same: { kind: 'end', text: 'qr_same.text' },
  qr_broken: { kind: 'message', text: 'qr_broken.text', to: 'qr_not_told' },
  qr_link: { kind: 'message', text: 'qr_link.text', to: 'qr_not_told' },
  qr_other: { kind: 'message', text: 'qr_other.text', to: 'qr_not_told' },
  qr_several: { kind: 'message', text: 'qr_several.text', to: 'qr_not_told' },
  qr_no_code: { kind: 'message', text: 'qr_no_code.text', to: 'qr_not_told' },
  qr_not_a_picture: { kind: 'message', text: 'qr_not_a_picture.text', to: 'qr_not_told' },
  qr_too_big: { kind: 'message', text: 'qr_too_big.text', to: 'qr_not_told' },
  qr_gone: { kind: 'message', text: 'qr_gone.text', to: 'qr_not_told' },
  qr_late: { kind: 'message', text: 'qr_late.text', to: 'qr_not_told' },
  qr_not_told: { kind: 'set', slots: { photo: null }, to: 'qr_again' },
  qr_again: {
    kind: 'question',
    text: 'qr_again.text',
    again: 'qr_again.again',
    answer: 'none',
    options: [
      { id: 'cash', label: 'qr_again.cash', to: 'pay_cash' },
      { id: 'person', label: 'qr_again.person', to: 'ask_person' },
    ],
    photo: lookAtPhoto,
  },
} as const;
