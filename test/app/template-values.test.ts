import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { templateKinds, writeTemplateValues } from '../../src/app/template-values.ts';
import { reminderKinds } from '../../workers/reminders/mod.ts';

const flow = {
  given: ['day', 'when', 'facility', 'number'],
  slots: { day: { type: 'date' }, when: { type: 'datetime' }, facility: { type: 'facility' }, number: { type: 'any' }, own: { type: 'any' } },
} as const;

describe('the values of a template', () => {
  it.each([
    ['day', '2026-11-25', '25/11/2026'],
    ['when', '2026-11-25 morning', 'sáng 25/11/2026'],
    ['when', '2026-11-25 afternoon', 'chiều 25/11/2026'],
    ['when', '2026-11-25T08:30', '08:30 25/11/2026'],
    ['number', '123 456', '123 456'],
  ])('write %s as people read it, short enough for every limit of a date', (name, value, text) => {
    expect(writeTemplateValues(flow, { [name]: value })).toEqual({ [name]: text });
    expect(text.length).toBeLessThanOrEqual(20);
  });

  it('are those that the reminder brings along, and nothing that the chat gathers', () => {
    expect(writeTemplateValues(flow, { own: 'x', other: 'y' })).toEqual({});
  });

  it('are known of every kind of reminder', () => {
    const kinds = templateKinds(flows);
    expect(Object.keys(kinds).toSorted()).toEqual([...reminderKinds.keys()].toSorted());
    expect(kinds['appointment']).toContainEqual({ name: 'when', longest: 16 });
  });
});
