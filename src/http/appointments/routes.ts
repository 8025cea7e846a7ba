import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../app/log.ts';
import { sameText } from '../same-text.ts';
import { setSecurityHeaders } from '../security-headers.ts';
import { createRateLimiter } from '../web-chat/rate-limiter.ts';
import type { AppointmentsPort } from '../../app/appointments/appointments-port.ts';

export interface AppointmentsOptions {
  readonly port: AppointmentsPort;
  /** At least 32 characters. */
  readonly token: string;
  readonly clock: () => Date;
  readonly log: Log;
}

/** What staff send is a few words. Bytes. */
const bodyLimit = 4_096;

/** What became of an order, as HTTP says it. */
const statusOf: Readonly<Record<string, number>> = { done: 200, gone: 404, changed: 409 };

/**
 * What the people at a clinic may ask and change. A Fastify plugin; whoever has no token learns nothing, not even whether
 * a number exists.
 */
export async function appointmentRoutes(app: FastifyInstance, { port, token, clock, log }: AppointmentsOptions): Promise<void> {
  // A clinic's own program asks a few times a minute; guesses at the token are bounded apart.
  const calls = createRateLimiter({ perMinute: 300, burst: 100, keys: 1 });
  const refusals = createRateLimiter({ perMinute: 10, burst: 10, keys: 10_000 });
  await setSecurityHeaders(app);
  app.addHook('onRequest', async (request, reply) => {
    if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
      const wait = refusals.take(request.ip, clock().getTime());
      if (wait > 0) return tooMany(reply, wait);
      log.warn('appointments_refused', {});
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'expected the token of APPOINTMENTS_TOKEN' });
    }
    const wait = calls.take('all', clock().getTime());
    return wait > 0 ? tooMany(reply, wait) : undefined;
  });
  app.get('/api/appointments', async (request, reply) => {
    const filter = port.readFilter(request.query);
    return typeof filter === 'string' ? notUnderstood(reply, filter) : reply.header('cache-control', 'no-store').send({ appointments: await port.list(filter) });
  });
  app.post('/api/appointments/:number/:change', { bodyLimit }, (request, reply) => change(port, request, reply));
}

async function change(port: AppointmentsPort, { params, body }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const order = port.readOrder(params, body);
  if (typeof order === 'string') return notUnderstood(reply, order);
  const answer = await port.change(order);
  return reply.code(statusOf[answer.outcome] ?? 422).header('cache-control', 'no-store').send(answer);
}

function notUnderstood(reply: FastifyReply, error: string): FastifyReply {
  return reply.code(400).send({ error });
}

function tooMany(reply: FastifyReply, wait: number): FastifyReply {
  return reply.code(429).header('retry-after', Math.ceil(wait / 1_000)).send({ error: 'too many requests' });
}
