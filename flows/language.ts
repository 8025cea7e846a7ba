import { defineFlow } from '../src/core/flow.ts';

/** Changes the language of the whole assistant; who names a language is not asked again. */
export const language = defineFlow({
  id: 'language',
  kind: 'system',
  start: 'which',
  entries: { 'language.vi': 'take_vi', 'language.en': 'take_en' },
  topic: 'general',
  slots: { language: { type: 'none' } },
  nodes: {
    which: {
      kind: 'question',
      text: 'which.text',
      again: 'which.again',
      answer: 'none',
      slot: 'language',
      options: [
        { id: 'vi', label: 'which.vi', to: 'change' },
        { id: 'en', label: 'which.en', to: 'change' },
      ],
    },
    take_vi: { kind: 'set', slots: { language: 'vi' }, to: 'change' },
    take_en: { kind: 'set', slots: { language: 'en' }, to: 'change' },
    change: {
      kind: 'call',
      service: 'profile.set_language',
      input: { language: 'language' },
      exits: { done: 'changed', failed: 'failed' },
    },
    changed: { kind: 'end', text: 'changed.text' },
    failed: { kind: 'end', text: 'failed.text' },
  },
});
