import { describe, expect, it } from 'vitest';
import { clinicBooking as flow } from '../../flows/clinic-booking.ts';
import { exitsOf, nodeAt, reachable } from './graph.ts';
import { languages, loadTexts } from './texts.ts';

function textsOf(language: (typeof languages)[number]): Readonly<Record<string, string>> {
  return loadTexts(language).get(flow.id) ?? {};
}

function shown(name: string): string {
  const node = nodeAt(flow, name);
  return textsOf('vi')['text' in node && node.text ? node.text : ''] ?? '';
}

/** Nodes from which one can step right to this one. */
function before(target: string): readonly string[] {
  return Object.entries(flow.nodes).filter(([, node]) => exitsOf(node).includes(target)).map(([name]) => name);
}

describe('the booking of a visit', () => {
  it('asks about danger before anything else, and ends there for whoever is in danger', () => {
    expect(flow.entries?.['clinic.book']).toBe('signs');
    expect(flow.start).toBe('signs');
    expect([...reachable(flow, ['emergency'])]).toEqual(['emergency']);
    expect(shown('emergency')).toMatch(/^Gọi ngay \{\{fact\.ambulance\}\}\.\n/);
  });

  it('names the signs that the fact sheet names', () => {
    for (const sign of ['đau ngực', 'khó thở', 'liệt', 'co giật', 'chảy máu nhiều', 'sốt cao', 'rắn cắn']) expect(shown('signs')).toContain(sign);
  });

  it('asks for nothing about a patient before the consent to health data was given', () => {
    const personal = ['person', 'place', 'day', 'phone', 'read_back', 'book'];
    const withoutConsent = reachable({ ...flow, nodes: { ...flow.nodes, grant: { kind: 'end' } } }, ['signs']);
    expect(personal.filter((name) => withoutConsent.has(name))).toEqual([]);
    expect([...reachable(flow, ['refuse'])].toSorted()).toEqual(['refuse', 'refused']);
  });

  it('stores nothing that was not read back, but for another time that was tapped and a second request that was confirmed', () => {
    expect(before('book').toSorted()).toEqual(['both', 'read_back', 'retry']);
    expect([before('both'), before('retry').toSorted()]).toEqual([['same'], ['full_outside', 'full_times', 'wait']]);
    for (const slot of ['person', 'phone', 'facility', 'when']) expect(shown('read_back')).toContain(`{{${slot}}}`);
  });

  it('lets every item of the read-back be corrected alone, and comes back to it', () => {
    expect(exitsOf(nodeAt(flow, 'read_back'))).toEqual(['book', 'person', 'place', 'day', 'phone']);
    for (const name of ['after_person', 'after_place', 'after_day']) {
      expect(flow.nodes[name]).toMatchObject({ cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }] });
    }
    expect(exitsOf(nodeAt(flow, 'after_phone'))).toContain('review');
  });

  it('takes a place only when it is open, and a day only when it can be noted', () => {
    expect(before('after_place').toSorted()).toEqual(['check_place', 'no_place']);
    expect(before('after_day').toSorted()).toEqual(['any_day', 'check_day']);
  });

  it('masks who it is for and how to reach them wherever that is stored, and forgets both once it is noted', () => {
    expect(Object.entries(flow.slots).filter(([, slot]) => slot.sensitive).map(([name]) => name)).toEqual(['person', 'phone', 'person1', 'person2', 'person3']);
    expect(flow.nodes['book']).toMatchObject({ exits: { done: 'forget' } });
    for (const name of ['forget', 'forget_waiting', 'forget_unsure']) {
      expect(flow.nodes[name]).toMatchObject({ slots: { person: null, phone: null, person1: null, person2: null, person3: null } });
    }
  });

  it('says that it is noted, never that there is an appointment', () => {
    const all = Object.values(textsOf('vi')).join('\n').toLowerCase();
    expect(all).toContain('đã ghi yêu cầu');
    expect(all).not.toMatch(/đã đặt|đặt xong|đặt lịch thành công|đã có lịch/);
    for (const name of ['noted', 'noted_anywhere', 'waiting']) expect(shown(name)).toMatch(/chưa phải lịch khám/i);
    expect(Object.values(textsOf('en')).join('\n')).not.toMatch(/is booked|have booked|your appointment is/i);
  });

  it('promises no call, and says where to go meanwhile', () => {
    expect(shown('noted')).toMatch(/chưa thấy nhắn .*ra thẳng/i);
    expect(shown('noted_anywhere')).toMatch(/ra trạm y tế xã/);
    expect(Object.values(textsOf('vi')).join('\n')).not.toMatch(/sẽ gọi|gọi lại trước/);
  });

  it.each(languages)('never asks for the number of the identity card or of the insurance, in %s', (language) => {
    const questions = Object.values(flow.nodes).flatMap((node) => (node.kind === 'question' ? [textsOf(language)[node.text] ?? ''] : []));
    expect(questions.length).toBeGreaterThan(8);
    expect(questions.filter((text) => /căn cước|bảo hiểm|ID card|insurance|mã số/i.test(text))).toEqual([]);
  });

  it('gives a person to whoever wants one, in the matter of health', () => {
    expect(Object.values(flow.nodes).filter((node) => node.kind === 'handoff').every((node) => node.kind === 'handoff' && node.topic === 'health')).toBe(true);
    expect(flow.topic).toBe('health');
  });
});
