import { defineFlow } from '../src/core/flow.ts';

/** Says honestly which services are not built yet, where to go meanwhile, and offers a person. */
export const notReady = defineFlow({
  id: 'not_ready',
  kind: 'service',
  start: 'other',
  entries: {
    health_record: 'health_record',
    camau_g: 'camau_g',
    'public_service.status': 'public_service',
    'public_service.submit': 'public_service',
    'school.contact_book': 'school',
    'school.enrol': 'school',
    'farm.sell_online': 'farm',
    'farm.traceability': 'traceability',
    'farm.weather_water': 'weather',
  },
  topic: 'general',
  slots: {},
  nodes: {
    health_record: {
      kind: 'question',
      text: 'health_record.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_health' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    camau_g: {
      kind: 'question',
      text: 'camau_g.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_camau_g' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    public_service: {
      kind: 'question',
      text: 'public_service.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_public_service' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    school: {
      kind: 'question',
      text: 'school.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_school' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    farm: {
      kind: 'question',
      text: 'farm.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_farm' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    traceability: {
      kind: 'question',
      text: 'traceability.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_farm' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    weather: {
      kind: 'question',
      text: 'weather.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_farm' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    other: {
      kind: 'question',
      text: 'other.text',
      again: 'offer.again',
      answer: 'none',
      options: [
        { id: 'person', label: 'offer.person', to: 'ask_general' },
        { id: 'later', label: 'offer.later', to: 'later' },
      ],
    },
    ask_health: { kind: 'handoff', topic: 'health', to: 'person_asked' },
    ask_camau_g: { kind: 'handoff', topic: 'camau_g', to: 'person_asked' },
    ask_public_service: { kind: 'handoff', topic: 'public_service', to: 'person_asked' },
    ask_school: { kind: 'handoff', topic: 'school', to: 'person_asked' },
    ask_farm: { kind: 'handoff', topic: 'farm', to: 'person_asked' },
    ask_general: { kind: 'handoff', topic: 'general', to: 'person_asked' },
    person_asked: { kind: 'end' },
    later: { kind: 'end', text: 'later.text' },
  },
});
