import type { Channel, OutboundMessage } from '../channel.ts';

export interface TerminalSettings {
  /** Shows lines to the person at the keyboard. */
  readonly write: (lines: readonly string[]) => void;
  /** Puts a picture where it can be looked at and returns its path. */
  readonly savePicture: (bytes: Uint8Array) => Promise<string>;
}

/** A chat in the terminal: one person, who answers by typing. */
export function createTerminalChannel({ write, savePicture }: TerminalSettings): Channel {
  let lines = 0;
  return {
    id: 'terminal',
    account: 'terminal',
    limits: { textLength: 4096, options: 20, labelLength: 60 },
    parse(payload) {
      if (typeof payload !== 'string' || payload.trim() === '') return [];
      lines += 1;
      return [
        {
          channel: 'terminal',
          account: 'terminal',
          platformId: 'keyboard',
          updateId: String(lines),
          sentAt: 0,
          content: { type: 'text', text: payload.normalize('NFC').slice(0, 4096) },
        },
      ];
    },
    async send(_to, message) {
      const picture = message.picture ? [`[hình: ${await savePicture(message.picture.bytes)}]`] : [];
      write([...picture, ...toLines(message)]);
      return 'terminal';
    },
  };
}

function toLines({ text, options }: OutboundMessage): readonly string[] {
  const answers = options.filter(({ role }) => role === 'answer').map(({ label }) => `  ${label}`);
  const navigation = options.filter(({ role }) => role === 'navigation').map(({ label }) => label);
  return [...text.split('\n'), ...answers, ...(navigation.length > 0 ? [`  (${navigation.join(' · ')})`] : [])];
}
