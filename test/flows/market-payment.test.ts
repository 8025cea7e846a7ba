import { describe, expect, it } from 'vitest';
import { marketPayment as flow } from '../../flows/market-payment.ts';
import { checkQrNodes } from '../../flows/market-payment/check-qr.ts';
import { payNodes } from '../../flows/market-payment/pay.ts';
import { sellNodes } from '../../flows/market-payment/sell.ts';
import { troubleNodes } from '../../flows/market-payment/trouble.ts';
import type { Node } from '../../src/core/flow.ts';
import { exitsOf, nodeAt, reachable } from './graph.ts';
import { languages, loadTexts } from './texts.ts';

function forgetsAccount(node: Node): boolean {
  return node.kind === 'set' && node.slots['account'] === null;
}

/** Nodes that can be walked from `name` before the account is emptied. */
function whileAccountIsKept(name: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(name) || forgetsAccount(nodeAt(flow, name))) return seen;
  seen.add(name);
  for (const next of exitsOf(nodeAt(flow, name))) whileAccountIsKept(next, seen);
  return seen;
}

function textOf(name: string): string {
  const node = nodeAt(flow, name);
  const key = 'text' in node ? node.text : undefined;
  return loadTexts('vi').get(flow.id)?.[key ?? ''] ?? '';
}

describe('the market payment flow', () => {
  it('has no node in two of its parts, where one would hide the other', () => {
    const names = [payNodes, checkQrNodes, sellNodes, troubleNodes].flatMap((part) => Object.keys(part));
    expect(names.length).toBe(new Set(names).size);
  });

  it('empties the account on every way out of making the picture, before anything else happens', () => {
    const kept = exitsOf(nodeAt(flow, 'make_qr')).flatMap((exit) => [...whileAccountIsKept(exit)]);
    expect(kept).toEqual([]);
  });

  it('shows the account only when it is read back', () => {
    const shows = languages.flatMap((language) => Object.entries(loadTexts(language).get(flow.id) ?? {}).filter(([, text]) => text.includes('{{account}}')).map(([key]) => key));
    expect([...new Set(shows)].sort()).toEqual(['review_amount.text', 'review_amount_note.text', 'review_note.text', 'review_open.text']);
  });

  it('masks the account wherever it is stored', () => {
    expect(flow.slots['account']?.sensitive).toBe(true);
  });

  it('makes no picture that was not read back', () => {
    const before = Object.entries(flow.nodes).filter(([, node]) => exitsOf(node).includes('make_qr')).map(([name]) => name);
    expect(before.every((name) => name.startsWith('review_'))).toBe(true);
    expect(before).toHaveLength(4);
  });

  it('lets every item of the read-back be corrected alone, and comes back to it', () => {
    const corrected = exitsOf(nodeAt(flow, 'review_open')).filter((name) => name !== 'make_qr');
    expect(corrected).toEqual(['sell_bank', 'sell_account', 'sell_amount', 'sell_note']);
    expect(flow.nodes['after_bank']).toMatchObject({ cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }] });
    expect(flow.nodes['after_account']).toMatchObject({ cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }] });
    expect(flow.nodes['after_amount']).toMatchObject({ cases: [{ when: { slot: 'reviewed', isSet: true }, to: 'review' }] });
  });

  it('never lets a buyer pay who sees another name', () => {
    const after = reachable(flow, ['pay_stop']);
    expect([...after].filter((name) => ['pay_enter', 'pay_arrived', 'paid'].includes(name))).toEqual([]);
    expect(textOf('pay_stop')).toMatch(/^Khoan trả tiền/);
  });

  it('asks once more after 15 minutes whether the money has come, and then no more', () => {
    expect(flow.nodes['not_arrived']).toMatchObject({ wait: { minutes: 15, to: 'still_not_arrived' } });
    expect(flow.nodes['still_not_arrived']).not.toHaveProperty('wait');
  });

  it('sends nobody to a volunteer with lost money or a crime', () => {
    const money = reachable(flow, ['wrong', 'not_arrived', 'fake_receipt', 'pasted', 'scam']);
    expect([...money].filter((name) => nodeAt(flow, name).kind === 'handoff')).toEqual([]);
  });

  it('names the bank or the police at the end of every money trouble', () => {
    const troubles = reachable(flow, ['wrong', 'fake_receipt', 'pasted', 'scam_money', 'scam_link', 'scam_nothing', 'call_bank']);
    const ends = [...troubles].filter((name) => nodeAt(flow, name).kind === 'end');
    expect(ends.length).toBeGreaterThan(5);
    expect(ends.filter((name) => !/ngân hàng|công an/.test(textOf(name)))).toEqual([]);
  });
});
