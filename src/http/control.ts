import { chmod, rm } from 'node:fs/promises';
import Fastify, { type FastifyReply } from 'fastify';

/** What commands on the same machine may ask the running assistant. Answers are sent as JSON. */
export interface ControlPort {
  /** Makes a backup in the data folder and resolves with the path of its file. */
  readonly backUp: () => Promise<string>;
  /** Seals everything anew under the first key, a few values at a time. */
  readonly rekey: {
    begin(): Promise<unknown>;
    sealNext(column: string, after: string | undefined): Promise<unknown>;
    end(): Promise<unknown>;
  };
  /** What staff may ask and change; throws when what it is given cannot be read. */
  readonly appointments: {
    list(filter: unknown): Promise<unknown>;
    change(order: unknown): Promise<unknown>;
  };
  /** The places of the table; `save` throws when what it is given are none. */
  readonly facilities: {
    list(): Promise<unknown>;
    save(facilities: unknown): Promise<unknown>;
  };
  readonly health: { readonly database: () => Promise<boolean>; readonly queue: () => Promise<boolean> };
  /** The chats that hear of alerts; `remove` tells whether there was one of that number. */
  readonly administrators: {
    createCode(): Promise<unknown>;
    list(): Promise<unknown>;
    remove(id: number): Promise<boolean>;
  };
  /** Which approved template stands for which kind of reminder; `set` checks what it is given. */
  readonly templates: {
    list(): Promise<unknown>;
    set(wish: string): Promise<unknown>;
    remove(kind: string): Promise<unknown>;
    check(): Promise<unknown>;
  };
  /** Present while Zalo is on. */
  readonly zalo: {
    status(): Promise<unknown>;
    createLink(): Promise<unknown>;
    hasConnected(state: string): Promise<boolean>;
  } | undefined;
}

/** All facilities that a table may hold come to less. Bytes. */
const longestBody = 10_000_000;

/**
 * Listens on a socket file that only its owner may use; the caller holds the folder's lock. Returns the way to close it.
 * Throws what the system says, for instance when the path is longer than a socket's may be.
 */
export async function openControl(file: string, { backUp, rekey, appointments, facilities, health, administrators, templates, zalo }: ControlPort): Promise<() => Promise<void>> {
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: longestBody });
  app.get('/health', async () => ({ database: await health.database(), queue: await health.queue() }));
  app.post('/backup', async () => ({ file: await backUp() }));
  app.post('/rekey/begin', () => rekey.begin());
  app.post<{ Querystring: { readonly column?: unknown; readonly after?: unknown } }>('/rekey/next', ({ query: { column, after } }) =>
    rekey.sealNext(String(column), typeof after === 'string' ? after : undefined),
  );
  app.post('/rekey/end', () => rekey.end());
  app.post('/appointments/list', ({ body }) => appointments.list(body));
  app.post('/appointments/change', ({ body }) => appointments.change(body));
  app.get('/facilities', () => facilities.list());
  app.put('/facilities', ({ body }) => facilities.save(body));
  app.post('/administrators/code', () => administrators.createCode());
  app.get('/administrators', () => administrators.list());
  app.delete<{ Params: { readonly id: string } }>('/administrators/:id', async ({ params }) => ({ removed: await administrators.remove(Number(params.id)) }));
  app.get('/templates', () => templates.list());
  app.post<{ Querystring: { readonly wish?: unknown } }>('/templates', ({ query }) => templates.set(String(query.wish)));
  app.delete<{ Params: { readonly kind: string } }>('/templates/:kind', async ({ params }) => ({ removed: await templates.remove(params.kind) }));
  app.post('/templates/check', () => templates.check());
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
