import { chmod, rm } from 'node:fs/promises';
import Fastify, { type FastifyReply } from 'fastify';

/** What commands on the same machine may ask the running assistant. Answers are sent as JSON. */
export interface ControlPort {
  /** Makes a backup in the data folder and resolves with the path of its file. */
  readonly backUp: () => Promise<string>;
  readonly health: { readonly database: () => Promise<boolean>; readonly queue: () => Promise<boolean> };
  /** Present while Zalo is on. */
  readonly zalo: {
    status(): Promise<unknown>;
    createLink(): Promise<unknown>;
    hasConnected(state: string): Promise<boolean>;
  } | undefined;
}

/**
 * Listens on a socket file that only its owner may use; the caller holds the folder's lock. Returns the way to close it.
 * Throws what the system says, for instance when the path is longer than a socket's may be.
 */
export async function openControl(file: string, { backUp, health, zalo }: ControlPort): Promise<() => Promise<void>> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.get('/health', async () => ({ database: await health.database(), queue: await health.queue() }));
  app.post('/backup', async () => ({ file: await backUp() }));
  const withZalo = (ask: (desk: NonNullable<typeof zalo>, reply: FastifyReply) => Promise<unknown>) => (_request: unknown, reply: FastifyReply) =>
    zalo ? ask(zalo, reply) : reply.code(404).send({ error: 'Zalo is off' });
  app.get('/zalo', withZalo((desk) => desk.status()));
  app.post('/zalo/link', withZalo(async (desk, reply) => (await desk.createLink()) ?? reply.code(204).send()));
  app.get<{ Querystring: { readonly state?: unknown } }>('/zalo/connected', async ({ query }, reply) =>
    zalo ? { connected: await zalo.hasConnected(String(query.state)) } : reply.code(404).send({ error: 'Zalo is off' }),
  );
  // Left behind by a process that was killed.
  await rm(file, { force: true });
  await app.listen({ path: file });
  await chmod(file, 0o600);
  return () => app.close();
}
