import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createLog } from '../../src/app/log.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import type { WebChatPort } from '../../src/http/web-chat/port.ts';
import { webChatRoutes } from '../../src/http/web-chat/routes.ts';
import type { WebChatOptions } from '../../src/http/web-chat/routes.ts';

export interface WebChatServer {
  readonly app: FastifyInstance;
  /** Where it listens, without a slash at the end. */
  readonly root: string;
  close(): Promise<void>;
}

/** The web chat on this machine, on a free port unless one is named. */
export async function startWebChat(port: WebChatPort, options: Partial<WebChatOptions> = {}, listenPort = 0): Promise<WebChatServer> {
  const app = Fastify({ trustProxy: true, forceCloseConnections: true });
  await app.register(webChatRoutes, { port, clock: Date.now, channel: createWebChannel(() => undefined), log: createLog('silent'), ...options });
  const root = await app.listen({ host: '127.0.0.1', port: listenPort });
  return { app, root, close: () => app.close() };
}

/** One event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** An open stream as a script sees it. */
export interface OpenStream {
  readonly status: number;
  readonly headers: Headers;
  /** Reads on until this many messages or the named event came; returns everything read so far. */
  until(isEnough: (events: readonly StreamEvent[]) => boolean): Promise<readonly StreamEvent[]>;
  /** Reads on until this came over the line. */
  untilText(part: string): Promise<void>;
  /** Reads on until the server ends it. */
  end(): Promise<string>;
  close(): void;
}

/** Opens a stream of the chat over real HTTP. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<OpenStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readMore = async (): Promise<boolean> => {
    const chunk = await reader?.read();
    text += chunk?.value ?? '';
    return chunk?.done === false;
  };
  return {
    status: response.status,
    headers: response.headers,
    async until(isEnough) {
      while (!isEnough(readEvents(text))) if (!(await readMore())) throw new Error(`The stream ended early after:\n${text}`);
      return readEvents(text);
    },
    async untilText(part) {
      while (!text.includes(part)) if (!(await readMore())) throw new Error(`The stream ended early after:\n${text}`);
    },
    async end() {
      while (await readMore());
      return text;
    },
    close: () => controller.abort(),
  };
}

function readEvents(text: string): readonly StreamEvent[] {
  const blocks = text.split('\n\n').slice(0, -1);
  return blocks.map(readEvent).filter(({ data }) => data !== '');
}

function readEvent(block: string): StreamEvent {
  const field = (name: string): string => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  return { event: field('event') || 'message', id: field('id'), data: field('data') };
}
