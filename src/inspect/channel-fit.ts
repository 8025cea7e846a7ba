import type { ChannelShape } from './finding.ts';

/** A message as it leaves the assistant. */
export interface Shown {
  readonly key: string;
  readonly text: string;
  /** With their numbers. */
  readonly labels: readonly { readonly key: string; readonly text: string }[];
}

/** Something that does not fit. `excess`: what it is over, with its unit. */
export interface Misfit {
  readonly key: string;
  readonly excess: string;
  readonly message: string;
}

/** What of a message does not fit into one message and on the buttons of a channel, counted in UTF-16 units as channels do. */
export function fitIn({ key, text, labels }: Shown, { id, limits }: ChannelShape): readonly Misfit[] {
  const long = labels.filter((label) => label.text.length > limits.labelLength);
  const cut = long.map((label) => {
    const message = `'${label.key}' can come to ${label.text.length} characters, and ${id} cuts its button at ${limits.labelLength}.`;
    return { key: label.key, excess: characters(label.text.length - limits.labelLength), message };
  });
  // What has no button, or only a shortened one, stands below the text.
  const below = labels.length > limits.options ? labels : long;
  const { length } = [text, ...below.map((label) => label.text)].join('\n');
  if (length <= limits.textLength) return cut;
  const message = `'${key}' can come to ${length} characters, and ${id} sends more than ${limits.textLength} in pieces.`;
  return [...cut, { key, excess: characters(length - limits.textLength), message }];
}

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`;
}
