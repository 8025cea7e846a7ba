import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { languages } from '../flows/texts.ts';
import { loadConversations } from './conversation.ts';

const conversations = loadConversations();
const ids = flows.map(({ id }) => id);

describe('the registry of flows', () => {
  it.each(ids.flatMap((flow) => languages.map((language) => ({ flow, language }))))(
    'has a conversation of $flow in $language that can be played on every channel',
    ({ flow, language }) => {
      const own = conversations.filter((each) => each.flow === flow && each.language === language && !each.hasMedia);
      expect(own.length).toBeGreaterThan(0);
    },
  );

  it('has no folder of conversations that belongs to no flow', () => {
    const known = [...ids, 'everywhere'];
    expect(conversations.filter(({ flow }) => !known.includes(flow)).map(({ name }) => name)).toEqual([]);
  });

  it('has no two conversations that look the same in a list of tests', () => {
    const titles = conversations.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
