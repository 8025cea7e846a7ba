import { mostButtons, titleLength } from './buttons.ts';
import { textLength } from './send.ts';
import { windowLength } from './window.ts';

/** What fits into one message. */
export const limits = { textLength, options: mostButtons, labelLength: titleLength, window: windowLength } as const;
