import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/inspect/command.ts';
import { findingKinds } from '../../src/inspect/mod.ts';
import { contextOf, flowOf, withText } from './support.ts';

const sound = flowOf(
  {
    start: {
      kind: 'question',
      text: 'ask',
      answer: 'any',
      step: [1, 2],
      options: [{ id: 'stop', label: 'stop', to: 'done' }],
      to: 'check',
      wait: { minutes: 15, to: 'done' },
    },
    check: { kind: 'branch', cases: [{ when: { slot: 'paid', isSet: true }, to: 'done' }], otherwise: 'forget' },
    forget: { kind: 'set', slots: { paid: null }, to: 'done' },
    done: { kind: 'end', text: 'bye' },
  },
  { slots: { paid: { type: 'yesno' } }, entries: { 'market.pay': 'start' } },
);
const broken = flowOf({ start: { kind: 'message', text: 'hello', to: 'dnoe' }, done: { kind: 'end' } }, { id: 'pay_tax' });
const context = contextOf([sound, broken]);

/** Its last words show a fact. */
const old = withText('Gọi {{fact.hotline}}', sound, 'bye');

describe('npm run flows -- inspect', () => {
  it('says how much was looked at when nothing is found', () => {
    expect(runCommand(['inspect'], contextOf([sound]))).toEqual({ exitCode: 0, output: '1 flow, 4 nodes: nothing found' });
  });

  it('ends with exit code 1 and a line for each finding', () => {
    expect(runCommand(['inspect'], context)).toEqual({
      exitCode: 1,
      output: [
        "flows/pay-tax.ts · start · exit to nowhere: 'dnoe' is not a node of this flow. Did you mean 'done'? Name an existing node.",
        '2 flows, 6 nodes: 1 finding',
      ].join('\n'),
    });
  });

  it('looks only at the flows that were named, each once', () => {
    expect(runCommand(['inspect', 'pay_rent', 'pay_rent'], context)).toEqual({
      exitCode: 0,
      output: '1 flow, 4 nodes: nothing found',
    });
  });

  it('ends well when there are only warnings', () => {
    expect(runCommand(['inspect', 'pay_rent', '--today', '2027-05-24'], contextOf([sound], old))).toEqual({
      exitCode: 0,
      output: [
        "flows/pay-rent.ts · done · warning, expired fact: the source of the fact 'hotline' was to be read again by 2027-05-23. Read it, then set the fact's value, checkedOn and checkBy in flows/facts.",
        '1 flow, 4 nodes: 1 warning',
      ].join('\n'),
    });
  });

  it('judges the age of facts by the day it is told', () => {
    expect(runCommand(['inspect', '--today', '2027-05-23'], contextOf([sound], old)).output).toBe('1 flow, 4 nodes: nothing found');
  });

  it.each([['tomorrow'], ['2027-13-01'], ['2027-5-1'], [undefined]])('refuses %j as a day', (day) => {
    const { exitCode, output } = runCommand(['inspect', '--today', ...(day === undefined ? [] : [day])], context);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: `Expected --today to be a date such as 2027-05-23, got '${day ?? ''}'.` });
  });

  it('counts warnings beside findings, and looks at what the flows share', () => {
    const changed = contextOf([broken], { system: () => ({ stopped: '{{fact.hotline}} {{fact.nobody}}' }), today: '2030-01-01' });
    const { exitCode, output } = runCommand(['inspect'], changed);
    expect(exitCode).toBe(1);
    expect(output.split('\n').at(-1)).toBe('1 flow, 2 nodes: 3 findings and 1 warning');
    expect(runCommand(['inspect', 'pay_tax'], changed).output.split('\n').at(-1)).toBe('1 flow, 2 nodes: 1 finding');
  });

  it('looks at both of two flows with one id', () => {
    const { output } = runCommand(['inspect'], contextOf([broken, { ...sound, id: 'pay_tax' }]));
    expect(output).toContain("lists 2 flows with the id 'pay_tax'");
    expect(output).toContain("'dnoe' is not a node");
  });

  it('refuses a flow that does not exist, with a guess', () => {
    expect(runCommand(['inspect', 'pay-rent'], context)).toEqual({
      exitCode: 2,
      output: "There is no flow 'pay-rent'. Did you mean 'pay_rent'? See: npm run flows -- list",
    });
  });
});

describe('npm run flows', () => {
  it('lists the flows', () => {
    expect(runCommand(['list'], context).output).toBe('pay_rent · service · 4 nodes\npay_tax · service · 2 nodes');
  });

  it.each([[[]], [['--help']], [['inspect', '--help']], [['help']]])('shows its commands for %j', (args) => {
    const { exitCode, output } = runCommand(args, context);
    expect(exitCode).toBe(0);
    for (const name of ['inspect', 'list', 'print', 'draw']) expect(output).toContain(`\n  ${name} `);
    for (const { fault, about } of findingKinds) expect(output.replace(/ {2,}/g, ' ').replaceAll(' *', '')).toContain(`\n ${fault.replaceAll('_', ' ')} ${about}`);
  });

  it('refuses a command that does not exist, with a guess', () => {
    expect(runCommand(['inspekt'], context)).toEqual({
      exitCode: 2,
      output: "Expected a command, got 'inspekt'. Did you mean 'inspect'? See --help.",
    });
  });

  it('asks which flow to print', () => {
    expect(runCommand(['print'], context).exitCode).toBe(2);
  });

  it('prints a flow as an outline in Vietnamese', () => {
    expect(runCommand(['print', 'pay_rent'], context).output).toBe(`Kịch bản pay_rent: 4 bước, người nhận khi cần: market
Vào từ:
  (start) → start
  (entry market.pay) → start

start · hỏi (bước 1/2)
  “Câu ask”
  1. Câu stop → done
  gõ câu trả lời (any) → check
  chờ quá 15 phút → done

check · rẽ
  nếu đã biết paid → done
  còn lại → forget

forget · ghi lại
  paid = (bỏ trống)
  → done

done · hết
  “Câu bye”`);
  });

  it('draws a flow as Mermaid text', () => {
    const texts = () => ({ ask: 'Hỏi "ai"?\nXong <chưa>', stop: 'Thôi', bye: 'Chào' });
    expect(runCommand(['draw', 'pay_rent'], contextOf([sound], { texts })).output).toBe(`flowchart TD
  d0[/"(start)"/] --> n0
  d1[/"(entry market.pay)"/] --> n0
  n0("start · Hỏi #quot;ai#quot;? Xong #lt;chưa#gt;")
  n1{"check · branch"}
  n2["forget · set"]
  n3(("done · Chào"))
  n0 -->|"option stop"| n3
  n0 --> n1
  n0 -->|"wait"| n3
  n1 -->|"case 1"| n3
  n1 -->|"otherwise"| n2
  n2 --> n3`);
  });
});
