import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { outsideServiceNames } from '../../src/app/outside-services.ts';
import { reminderKinds } from '../../workers/reminders/mod.ts';
import type { Flow, Node } from '../../src/core/flow.ts';
import { doorsOf, exitsOf, heaviestWay, nodeAt } from './graph.ts';

const named = flows.map((flow) => [flow.id, flow] as const);

function nodesWhere(flow: Flow, test: (node: Node) => boolean): readonly string[] {
  return Object.entries(flow.nodes).filter(([, node]) => test(node)).map(([name]) => name);
}

/** What a person gets to see when a node is walked: a handoff says the number of its ticket. */
function messagesOf(node: Node): number {
  if (node.kind === 'end') return node.text === undefined ? 0 : 1;
  return node.kind === 'message' || node.kind === 'question' || node.kind === 'handoff' ? 1 : 0;
}

function slotsOf(node: Node): readonly string[] {
  if (node.kind === 'call') return [...Object.values(node.input ?? {}), ...Object.values(node.output ?? {})];
  if (node.kind === 'branch') return node.cases.map(({ when }) => when.slot);
  if (node.kind === 'set') return Object.keys(node.slots);
  if (node.kind === 'question') return [...(node.slot ? [node.slot] : []), ...(node.photo ? [node.photo.slot] : [])];
  if (node.kind === 'reminder') return Object.values(node.input ?? {});
  if (node.kind === 'message' || node.kind === 'end') return node.picture ? [node.picture] : [];
  return [];
}

describe('the flows', () => {
  it('ask only for kinds of reminders that exist', () => {
    const asked = flows.flatMap((flow) => Object.values(flow.nodes)).flatMap((node) => (node.kind === 'reminder' ? [node.reminder] : []));
    expect(asked.filter((kind) => !reminderKinds.has(kind))).toEqual([]);
  });

  it('have a place for everything residents come with', () => {
    const intents = ['market.pay', 'market.sell', 'market.check_qr', 'market.scam_or_wrong_transfer', 'scam.report', 'vneid.register', 'vneid.activate', 'vneid.problem', 'clinic.book', 'clinic.change_or_cancel', 'clinic.telehealth', 'health_record', 'camau_g', 'public_service.status', 'public_service.submit', 'school.contact_book', 'school.enrol', 'farm.sell_online', 'farm.traceability', 'farm.weather_water', 'privacy.delete'];
    const homes = new Set(flows.flatMap(({ entries }) => Object.keys(entries ?? {})));
    expect(intents.filter((intent) => !homes.has(intent))).toEqual([]);
  });
});

describe.each(named)('the flow %s', (_, flow) => {
  it('comes through JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(flow))).toEqual(flow);
  });

  it('asks at most seven questions on any way, one more where what was wished for cannot be had', () => {
    const most = flow.id === 'clinic_booking' ? 8 : 7;
    const questions = (node: Node) => (node.kind === 'question' ? 1 : 0);
    expect(Math.max(...doorsOf(flow).map((door) => heaviestWay(flow, door, questions)))).toBeLessThanOrEqual(most);
  });

  it('sends at most two messages before it waits again', () => {
    // What comes after outside work is sent later, in a turn of its own.
    const isWaiting = (node: Node): boolean => node.kind === 'question' || (node.kind === 'call' && outsideServiceNames.has(node.service));
    const starts = [...doorsOf(flow), ...nodesWhere(flow, isWaiting).flatMap((name) => exitsOf(nodeAt(flow, name)))];
    const tooMany = starts.filter((start) => heaviestWay(flow, start, messagesOf, isWaiting) > 2);
    expect(tooMany).toEqual([]);
  });

  it('can read every answer it asks for', () => {
    const unreadable = nodesWhere(flow, (node) => {
      if (node.kind !== 'question') return false;
      return node.answer === 'none' ? (node.options ?? []).length < 2 : node.slot === undefined || node.to === undefined || flow.slots[node.slot]?.type !== node.answer;
    });
    expect(unreadable).toEqual([]);
  });

  it('has other words for every question', () => {
    expect(nodesWhere(flow, (node) => node.kind === 'question' && (node.again === undefined || node.again === node.text))).toEqual([]);
  });

  it('declares no slot that it does not use', () => {
    const used = new Set([...Object.values(flow.nodes).flatMap(slotsOf), ...(flow.given ?? [])]);
    expect(Object.keys(flow.slots).filter((slot) => !used.has(slot))).toEqual([]);
  });
});
