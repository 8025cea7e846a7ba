import { textLength } from './content.ts';
import { labelLength, mostButtons, mostNavigation } from './keyboard.ts';

/** What fits into one message. */
export const limits = { textLength, options: mostButtons - mostNavigation, labelLength } as const;
