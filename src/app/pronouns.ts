import type { Profile } from '../core/mod.ts';

interface Pronouns {
  /** What the assistant calls the person; may be empty, texts read well without it. */
  readonly you: string;
  /** What the assistant calls itself; may be empty. */
  readonly me: string;
}

/** Mirrors how people call themselves, as southern manners ask. */
export function pronounsFor({ language, selfName }: Profile): Pronouns {
  if (language !== 'vi') return { you: '', me: '' };
  switch (selfName) {
    case 'none':
      return { you: '', me: '' };
    case 'em':
      return { you: 'bạn', me: 'mình' };
    case 'anh':
    case 'chị':
      return { you: selfName, me: 'em' };
    default:
      return { you: selfName, me: 'con' };
  }
}
