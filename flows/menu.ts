import { defineFlow } from '../src/core/flow.ts';

/** All services, on two levels of at most five. */
export const menu = defineFlow({
  id: 'menu',
  kind: 'system',
  start: 'menu',
  topic: 'general',
  slots: {},
  nodes: {
    menu: {
      kind: 'question',
      text: 'menu.text',
      again: 'menu.again',
      answer: 'none',
      options: [
        { id: 'vneid', label: 'menu.vneid', to: 'vneid' },
        { id: 'clinic', label: 'menu.clinic', to: 'clinic' },
        { id: 'market', label: 'menu.market', to: 'market' },
        { id: 'more', label: 'menu.more', to: 'more' },
      ],
    },
    more: {
      kind: 'question',
      text: 'more.text',
      again: 'more.again',
      answer: 'none',
      options: [
        { id: 'public_service', label: 'more.public_service', to: 'public_service' },
        { id: 'health_record', label: 'more.health_record', to: 'health_record' },
        { id: 'school', label: 'more.school', to: 'school' },
        { id: 'farm', label: 'more.farm', to: 'farm' },
        { id: 'camau_g', label: 'more.camau_g', to: 'camau_g' },
      ],
    },
    market: { kind: 'subflow', flow: 'market_payment', to: 'done' },
    vneid: { kind: 'subflow', flow: 'vneid_registration', to: 'done' },
    clinic: { kind: 'subflow', flow: 'clinic_booking', to: 'done' },
    public_service: { kind: 'subflow', flow: 'not_ready', entry: 'public_service.submit', to: 'done' },
    health_record: { kind: 'subflow', flow: 'not_ready', entry: 'health_record', to: 'done' },
    school: { kind: 'subflow', flow: 'not_ready', entry: 'school.contact_book', to: 'done' },
    farm: { kind: 'subflow', flow: 'not_ready', entry: 'farm.sell_online', to: 'done' },
    camau_g: { kind: 'subflow', flow: 'not_ready', entry: 'camau_g', to: 'done' },
    done: { kind: 'end' },
  },
});
