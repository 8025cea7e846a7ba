/** What to do when money went wrong, or somebody cheats. */
export const troubleNodes = {
  trouble: {
    kind: 'question',
    text: 'trouble.text',
    again: 'trouble.again',
    answer: 'none',
    options: [
      { id: 'wrong', label: 'trouble.wrong', to: 'wrong' },
      { id: 'not_arrived', label: 'trouble.not_arrived', to: 'not_arrived' },
      { id: 'fake_receipt', label: 'trouble.fake_receipt', to: 'fake_receipt' },
      { id: 'pasted', label: 'trouble.pasted', to: 'pasted' },
      { id: 'scam', label: 'trouble.scam', to: 'scam' },
    ],
  },
  wrong: {
    kind: 'question',
    text: 'wrong.text',
    again: 'wrong.again',
    answer: 'none',
    options: [
      { id: 'own', label: 'wrong.own', to: 'wrong_own' },
      { id: 'stranger', label: 'wrong.stranger', to: 'wrong_stranger' },
    ],
  },
  wrong_own: { kind: 'end', text: 'wrong_own.text' },
  wrong_stranger: { kind: 'end', text: 'wrong_stranger.text' },
  not_arrived: {
    kind: 'question',
    text: 'not_arrived.text',
    again: 'not_arrived.again',
    answer: 'none',
    options: [
      { id: 'arrived', label: 'not_arrived.arrived', to: 'arrived' },
      { id: 'missing', label: 'not_arrived.missing', to: 'call_bank' },
    ],
    wait: { minutes: 15, to: 'still_not_arrived' },
  },
  // Asked once more by itself and no more after that: a chat must not nag.
  still_not_arrived: {
    kind: 'question',
    text: 'still_not_arrived.text',
    again: 'not_arrived.again',
    answer: 'none',
    options: [
      { id: 'arrived', label: 'not_arrived.arrived', to: 'arrived' },
      { id: 'missing', label: 'not_arrived.missing', to: 'call_bank' },
    ],
  },
  arrived: { kind: 'end', text: 'arrived.text' },
  call_bank: { kind: 'end', text: 'call_bank.text' },
  fake_receipt: { kind: 'end', text: 'fake_receipt.text' },
  pasted: { kind: 'end', text: 'pasted.text' },

  scam: {
    kind: 'question',
    text: 'scam.text',
    again: 'scam.again',
    answer: 'none',
    options: [
      { id: 'money', label: 'scam.money', to: 'scam_money' },
      { id: 'link', label: 'scam.link', to: 'scam_link' },
      { id: 'code', label: 'scam.code', to: 'scam_code' },
      { id: 'nothing', label: 'scam.nothing', to: 'scam_nothing' },
    ],
  },
  scam_money: { kind: 'message', text: 'scam_money.text', to: 'scam_police' },
  scam_code: { kind: 'message', text: 'scam_code.text', to: 'scam_police' },
  scam_police: { kind: 'end', text: 'scam_police.text' },
  scam_link: { kind: 'end', text: 'scam_link.text' },
  scam_nothing: { kind: 'end', text: 'scam_nothing.text' },
} as const;
