import { defineFlow } from '../src/core/flow.ts';

/** Tells when and where an appointment is that stands, in words and as a picture; run by the flows in which it came to stand. */
export const appointmentCard = defineFlow({
  id: 'appointment_card',
  kind: 'system',
  start: 'read',
  topic: 'health',
  slots: {
    request: { type: 'any', default: '' },
    change: { type: 'any', default: 'confirmed' },
    number: { type: 'any' },
    facility: { type: 'facility' },
    when: { type: 'datetime' },
    child: { type: 'yesno' },
    picture: { type: 'any' },
  },
  nodes: {
    read: {
      kind: 'call',
      service: 'clinic.read_news',
      input: { request: 'request', change: 'change' },
      output: { number: 'number', facility: 'facility', when: 'when', child: 'child' },
      exits: { done: 'for_whom', gone: 'over', failed: 'over' },
    },
    for_whom: { kind: 'branch', cases: [{ when: { slot: 'child', is: true }, to: 'confirmed_child' }], otherwise: 'confirmed' },
    confirmed: { kind: 'message', text: 'confirmed.text', to: 'draw' },
    confirmed_child: { kind: 'message', text: 'confirmed_child.text', to: 'draw' },
    // The words are on their way already; the picture follows when it is drawn.
    draw: {
      kind: 'call',
      service: 'clinic.draw_card',
      input: { number: 'number' },
      output: { picture: 'picture' },
      exits: { done: 'card', gone: 'over', failed: 'not_drawn' },
    },
    card: { kind: 'message', text: 'card.text', picture: 'picture', to: 'can_change' },
    not_drawn: { kind: 'message', text: 'not_drawn.text', to: 'can_change' },
    can_change: { kind: 'end', text: 'can_change.text' },
    over: { kind: 'end' },
  },
});
