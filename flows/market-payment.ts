import { defineFlow } from '../src/core/flow.ts';
import { checkQrNodes } from './market-payment/check-qr.ts';
import { marketDayNodes } from './market-payment/market-day.ts';
import { payNodes } from './market-payment/pay.ts';
import { sellNodes } from './market-payment/sell.ts';
import { lookAtPhoto } from './market-payment/shared.ts';
import { troubleNodes } from './market-payment/trouble.ts';

/** Paying and being paid by VietQR, and what to do when money went wrong. */
export const marketPayment = defineFlow({
  id: 'market_payment',
  kind: 'service',
  start: 'start',
  entries: {
    'market.pay': 'pay_open',
    'market.sell': 'sell_bank',
    'market.check_qr': 'qr_ask',
    'market.scam_or_wrong_transfer': 'trouble',
    'scam.report': 'scam',
    'market.remind_day': 'market_day',
  },
  topic: 'market',
  slots: {
    bank: { type: 'bank' },
    account: { type: 'account', sensitive: true },
    amount: { type: 'money' },
    note: { type: 'note' },
    // Set once everything was asked: from then on a corrected item leads straight back to the read-back.
    reviewed: { type: 'yesno' },
    picture: { type: 'any' },
    day: { type: 'date' },
    // Where the photo of a code can be fetched, and what the code says; all of it goes once it has been told.
    photo: { type: 'any', sensitive: true },
    payee_kind: { type: 'any' },
    payee_bank: { type: 'bank' },
    payee_account: { type: 'account', sensitive: true },
    payee_amount: { type: 'money' },
  },
  nodes: {
    start: {
      kind: 'question',
      text: 'start.text',
      again: 'start.again',
      answer: 'none',
      options: [
        { id: 'pay', label: 'start.pay', to: 'pay_open' },
        { id: 'sell', label: 'start.sell', to: 'sell_bank' },
        { id: 'trouble', label: 'start.trouble', to: 'trouble' },
        { id: 'check', label: 'start.check', to: 'qr_ask' },
      ],
      photo: lookAtPhoto,
    },

    ...payNodes,
    ...checkQrNodes,
    ...sellNodes,
    ...troubleNodes,
    ...marketDayNodes,

    ask_person: { kind: 'handoff', topic: 'market', to: 'person_asked' },
    person_asked: { kind: 'end' },
    later: { kind: 'end', text: 'later.text' },
  },
});
