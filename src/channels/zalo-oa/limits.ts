import { mostButtons, titleLength } from './buttons.ts';
import { textLength } from './send.ts';

/** What fits into one message. */
export const limits = { textLength, options: mostButtons, labelLength: titleLength } as const;
