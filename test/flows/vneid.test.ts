import { describe, expect, it } from 'vitest';
import { vneidRegistration as flow } from '../../flows/vneid-registration.ts';
import { exitsOf, nodeAt, reachable } from './graph.ts';
import { languages, loadTexts } from './texts.ts';

function texts(language: (typeof languages)[number]): Readonly<Record<string, string>> {
  return loadTexts(language).get(flow.id) ?? {};
}

function shown(name: string): string {
  const node = nodeAt(flow, name);
  return texts('vi')['text' in node && node.text ? node.text : ''] ?? '';
}

const activation = ['open_app', 'code', 'password', 'passcode', 'questions'];

describe('the VNeID flow', () => {
  it('has no place where a number, a code or a password could be kept', () => {
    expect(Object.entries(flow.slots).map(([name, { type }]) => `${name}: ${type}`)).toEqual(['whom: none', 'day: date', 'born: birth']);
    const typed = Object.values(flow.nodes).filter((node) => node.kind === 'question' && node.answer !== 'none');
    expect(typed).toEqual([flow.nodes['plan'], flow.nodes['card_born']]);
  });

  it('asks at each step of opening an account only whether it is done', () => {
    for (const name of activation) {
      expect(shown(name)).toMatch(/xong bước này chưa ạ\?$/i);
      expect(flow.nodes[name]).toMatchObject({ answer: 'none', options: [{ id: 'done' }, { id: 'stuck' }] });
    }
    expect(activation.map((name) => nodeAt(flow, name)).map((node) => ('step' in node ? node.step : undefined))).toEqual([1, 2, 3, 4, 5].map((step) => [step, 5]));
  });

  it('says at each step with something secret not to send it here', () => {
    expect(['open_app', 'code', 'password', 'passcode'].filter((name) => !/đừng nhắn/i.test(shown(name)))).toEqual([]);
  });

  it('leads everybody who is stuck to an end with an office or a number', () => {
    const stuck = activation.flatMap((name) => exitsOf(nodeAt(flow, name)).slice(1));
    const ends = [...reachable(flow, stuck)].filter((name) => nodeAt(flow, name).kind === 'end');
    expect(ends.length).toBeGreaterThan(2);
    expect(ends.filter((name) => !/công an xã/.test(shown(name)))).toEqual([]);
  });

  it('sends those who need level 2 to the police of any commune with card and phone, and asks for the day', () => {
    for (const name of ['bring', 'bring_parent', 'bring_first']) {
      expect(shown(name)).toContain('{{fact.vneid_place}}');
      expect(shown(name)).toMatch(/thẻ căn cước gắn chip và điện thoại có SIM/);
      expect(reachable(flow, [name])).toContain('plan');
    }
  });

  it('sends a child under six nowhere when the parent has level 2, and one from six on to the police', () => {
    const small = reachable(flow, ['small_child_apply']);
    expect([...small]).toEqual(['small_child_apply']);
    expect(exitsOf(nodeAt(flow, 'child_level'))[0]).toBe('plan');
  });

  it('names the maker of the application and both shops, and warns of links, before anybody installs it', () => {
    expect(shown('app')).toMatch(/CH Play hoặc App Store.*\{\{fact\.vneid_publisher\}\}.*Đừng cài từ đường dẫn/);
    expect(exitsOf(nodeAt(flow, 'level_one'))).toEqual(['app']);
  });

  it('warns of false links at the end of every way to the police', () => {
    expect(exitsOf(nodeAt(flow, 'day_noted'))).toEqual(['afterwards']);
    expect(exitsOf(nodeAt(flow, 'day_not_kept'))).toEqual(['afterwards']);
    expect(exitsOf(nodeAt(flow, 'no_day'))).toEqual(['afterwards']);
    expect(shown('afterwards')).toMatch(/\{\{fact\.vneid_site\}\}.*lừa đảo/);
  });

  it('promises a reminder only where it has set one', () => {
    expect(exitsOf(nodeAt(flow, 'remind'))).toEqual(['remind_later']);
    expect(exitsOf(nodeAt(flow, 'remind_later'))).toEqual(['day_noted']);
    expect(shown('day_noted')).toContain('máy nhắc');
    expect(shown('day_not_kept')).not.toContain('máy nhắc');
  });

  it('keeps a year of birth no longer than it takes to set the reminders of the card', () => {
    expect(exitsOf(nodeAt(flow, 'card_remind'))).toEqual(['card_done']);
    for (const name of ['card_done', 'card_forget']) expect(nodeAt(flow, name)).toMatchObject({ kind: 'set', slots: { born: null } });
    expect(exitsOf(nodeAt(flow, 'card_check'))).toEqual(['card_remind', 'card_forget', 'card_forget']);
  });

  it('sets a reminder only for a day that was checked', () => {
    const before = Object.entries(flow.nodes).filter(([, node]) => exitsOf(node).includes('remind')).map(([name]) => name);
    expect(before).toEqual(['planned']);
    expect(flow.nodes['remind']).toMatchObject({ kind: 'reminder', reminder: 'vneid_visit', input: { day: 'day', whom: 'whom' } });
  });

  it('has a way for each of the usual faults', () => {
    const ways = reachable(flow, ['trouble']);
    for (const name of ['code_gone', 'code_late', 'old_phone_here', 'chip_read', 'no_chip', 'face', 'wrong_data', 'others_phone', 'forgotten', 'locked', 'lock', 'scam_clicked']) {
      expect(ways).toContain(name);
    }
  });

  it('tells whoever pressed a false link to call the bank first', () => {
    expect(shown('scam_clicked')).toMatch(/^Gọi ngân hàng/);
  });

  it.each(languages)('states no price, no number of days and no deadline, since none is certain, in %s', (language) => {
    const all = Object.entries(texts(language)).filter(([key]) => !key.endsWith('_words')).map(([, text]) => text);
    expect(all.filter((text) => /\d+ (?:đồng|ngày làm việc|working days)|trong \d+ ngày|within \d+ days/i.test(text))).toEqual([]);
  });
});
