import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ShownMessage } from './port.ts';

/** One open page. */
export interface Stream {
  /** There may be something new: read it and send it. */
  wake(): void;
  /**
   * Keeps proxies and mobile networks from closing a quiet line, drops a browser that stopped reading, and looks for
   * something new, since a wake from another process can be lost.
   */
  beat(): void;
  /** Closes it, with a last event that tells the page why. */
  end(event?: string): void;
}

export interface StreamSource {
  /** Number of the last message the page has. */
  readonly after: number;
  readonly read: (after: number) => Promise<readonly ShownMessage[]>;
  /** Sent as event `ready` once everything stored so far was sent. */
  readonly ready: () => unknown;
  readonly onFault: (error: unknown) => void;
}

const pageSize = 100;
/** So many beats without a byte taken: the browser is gone or asleep, and comes back with the last number it got. */
const patienceBeats = 2;

/**
 * Sends a visitor's messages over an answer whose head is already written. It waits until the browser took the
 * message before, so that never more than one message and a few comment lines pile up in memory.
 */
export function startStream(raw: ServerResponse, source: StreamSource): Stream {
  let last = source.after;
  let readyTold = false;
  let reading = false;
  let wokenMeanwhile = false;
  let beatsWithoutDrain = 0;

  const write = async (text: string): Promise<void> => {
    if (isOver(raw) || raw.write(text)) return;
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race([once(raw, 'drain', { signal }), once(raw, 'close', { signal })]).finally(() => settled.abort());
  };

  const sendNew = async (): Promise<void> => {
    for (;;) {
      const messages = await source.read(last);
      for (const message of messages) {
        await write(messageEvent(message));
        last = message.number;
      }
      if (isOver(raw) || messages.length < pageSize) return;
    }
  };

  const tellReady = async (): Promise<void> => {
    if (readyTold) return;
    readyTold = true;
    await write(event('ready', source.ready()));
  };

  const readOn = async (): Promise<void> => {
    reading = true;
    try {
      do {
        wokenMeanwhile = false;
        await sendNew();
        if (!wokenMeanwhile) await tellReady();
      } while (wokenMeanwhile && !isOver(raw));
    } finally {
      // In the same breath as the last look at `wokenMeanwhile`: a wake in between would be lost.
      reading = false;
    }
  };

  const fail = (error: unknown): void => {
    source.onFault(error);
    // A page that has its messages waits for the next beat; one that has nothing yet had better ask again.
    if (!readyTold) raw.end();
  };

  const wake = (): void => {
    wokenMeanwhile = true;
    if (!reading) readOn().catch(fail);
  };

  return {
    wake,
    beat() {
      const isStuck = raw.writableNeedDrain || raw.writableEnded;
      beatsWithoutDrain = isStuck ? beatsWithoutDrain + 1 : 0;
      if (beatsWithoutDrain >= patienceBeats) raw.destroy();
      if (isOver(raw)) return;
      raw.write(':\n\n');
      wake();
    },
    end(name) {
      if (isOver(raw)) return;
      if (name === undefined) raw.end();
      else raw.end(event(name, {}));
    },
  };
}

function isOver(raw: ServerResponse): boolean {
  return raw.writableEnded || raw.destroyed;
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Field by field, so that nothing else a row may carry reaches the browser. JSON has no raw line breaks. */
function messageEvent({ number, direction, text, options, picture, at }: ShownMessage): string {
  const shown = options.map(({ label, payload, role }) => ({ label, payload, role }));
  return `id: ${number}\ndata: ${JSON.stringify({ number, direction, text, options: shown, picture, at })}\n\n`;
}
