/** Places in waiting lists. */
export const waitingNodes = {
  first_place: { kind: 'set', slots: { offer: 'none' }, to: 'find_place' },
  find_place: {
    kind: 'call',
    service: 'clinic.next_waiting',
    input: { offer: 'offer' },
    output: { offer: 'offer', facility: 'facility', when: 'when' },
    exits: { done: 'waiting', none: 'nothing_found', failed: 'failed' },
  },
  nothing_found: { kind: 'branch', cases: [{ when: { slot: 'request', isSet: true }, to: 'no_request' }], otherwise: 'not_waiting' },
  not_waiting: { kind: 'end', text: 'not_waiting.text' },
  waiting: {
    kind: 'question',
    text: 'waiting.text',
    again: 'waiting.again',
    answer: 'none',
    options: [
      { id: 'wait', label: 'waiting.wait', to: 'wait_on' },
      { id: 'leave', label: 'waiting.leave', to: 'leave' },
      { id: 'next', label: 'change.next', to: 'find_place' },
    ],
  },
  leave: { kind: 'call', service: 'clinic.leave_waiting', input: { offer: 'offer' }, exits: { done: 'left', none: 'left_before', failed: 'failed' } },
  left: { kind: 'end', text: 'left.text' },
  left_before: { kind: 'end', text: 'left_before.text' },
  wait_on: { kind: 'end', text: 'wait_on.text' },
} as const;
