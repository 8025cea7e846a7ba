import { Agent, request } from 'node:http';
import { putInEnvelope, type Fakes, type Update } from '../chaos/platform.ts';
import { pause } from '../support/pause.ts';

export interface Telling {
  /** 0: no answer. */
  readonly status: number;
  readonly milliseconds: number;
}

/** Tells updates to the program over connections that are kept open, as the platforms do. */
export interface Teller {
  /** Once, whatever comes of it. `repetition`: how often it was told before. */
  tell(root: string, update: Update, repetition?: number): Promise<Telling>;
  /** Again and again until it is taken. Returns how often it was refused. Throws when nobody takes it at all. */
  tellUntilTaken(pickRoot: () => string, update: Update): Promise<number>;
  /**
   * Opens so many connections to one process. Over a new one a message may leave later than the next over one that is
   * open, and nobody could tell which was written first.
   */
  open(root: string, count: number): Promise<void>;
  close(): void;
}

/** A minute and a half in all, longer than any outage here. */
const mostTries = 300;
const betweenTries = 300;

export function createTeller({ zalo }: Fakes): Teller {
  const agent = new Agent({ keepAlive: true });
  const tell = async (root: string, update: Update, repetition = 0): Promise<Telling> => {
    const { body, headers } = putInEnvelope(zalo, update, repetition);
    const start = performance.now();
    const status = await post(agent, `${root}/webhooks/${update.channel}`, headers, body);
    return { status, milliseconds: performance.now() - start };
  };
  return {
    tell,
    tellUntilTaken: async (pickRoot, update) => {
      for (let refused = 0; refused < mostTries; refused += 1) {
        if ((await tell(pickRoot(), update, refused)).status === 200) return refused;
        await pause(betweenTries);
      }
      throw new Error(`Expected somebody to take ${update.channel} update ${update.id} within ${mostTries} tries`);
    },
    open: async (root, count) => {
      await Promise.all(Array.from({ length: count }, () => post(agent, `${root}/healthz`, { 'content-type': 'application/json' }, '{}')));
    },
    close: () => agent.destroy(),
  };
}

function post(agent: Agent, url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  return new Promise((resolve) => {
    const all = { ...headers, 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers: all }, (response) => {
      response.resume();
      response.once('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0));
    });
    sending.once('error', () => resolve(0));
    sending.end(body);
  });
}
