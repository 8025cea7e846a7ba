import { lookAtPhoto, personOrLater } from './shared.ts';

/** The buyer: scan, read the name, pay, wait until the money has arrived. */
export const payNodes = {
  pay_open: {
    kind: 'question',
    text: 'pay_open.text',
    again: 'pay_open.again',
    answer: 'none',
    step: [1, 3],
    options: [
      { id: 'name_shown', label: 'pay_open.name_shown', to: 'pay_name' },
      { id: 'not_scanned', label: 'pay_open.not_scanned', to: 'pay_scan' },
      { id: 'no_app', label: 'pay_open.no_app', to: 'pay_no_app' },
      { id: 'check', label: 'pay_open.check', to: 'qr_ask' },
    ],
    photo: lookAtPhoto,
  },
  pay_scan: {
    kind: 'question',
    text: 'pay_scan.text',
    again: 'pay_scan.again',
    answer: 'none',
    options: [
      { id: 'scanned', label: 'pay_scan.scanned', to: 'pay_name' },
      { id: 'not_scanned', label: 'pay_scan.not_scanned', to: 'pay_cash' },
      { id: 'person', label: 'pay_scan.person', to: 'ask_person' },
    ],
    photo: lookAtPhoto,
  },
  pay_no_app: {
    kind: 'question',
    text: 'pay_no_app.text',
    again: 'offer.again',
    answer: 'none',
    options: personOrLater,
  },
  pay_name: {
    kind: 'question',
    text: 'pay_name.text',
    again: 'pay_name.again',
    answer: 'none',
    step: [2, 3],
    options: [
      { id: 'same', label: 'pay_name.same', to: 'pay_enter' },
      { id: 'different', label: 'pay_name.different', to: 'pay_stop' },
    ],
  },
  pay_enter: { kind: 'message', text: 'pay_enter.text', to: 'pay_arrived' },
  pay_arrived: {
    kind: 'question',
    text: 'pay_arrived.text',
    again: 'pay_arrived.again',
    answer: 'none',
    step: [3, 3],
    options: [
      { id: 'arrived', label: 'pay_arrived.arrived', to: 'paid' },
      { id: 'not_arrived', label: 'pay_arrived.not_arrived', to: 'not_arrived' },
      { id: 'not_paid', label: 'pay_arrived.not_paid', to: 'pay_failed' },
    ],
  },
  pay_stop: { kind: 'message', text: 'pay_stop.text', to: 'pay_stopped' },
  pay_stopped: { kind: 'end', text: 'pay_stopped.text' },
  paid: { kind: 'end', text: 'paid.text' },
  pay_cash: { kind: 'end', text: 'pay_cash.text' },
  pay_failed: { kind: 'end', text: 'pay_failed.text' },
} as const;
