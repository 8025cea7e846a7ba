import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Channel } from '../channels/channel.ts';
import type { Inbound } from '../app/handle-inbound.ts';
import type { Log } from '../app/log.ts';
import type { Metrics } from '../app/metrics.ts';

/** How a platform delivers to us. */
export interface Webhook {
  readonly path: string;
  readonly channel: Channel;
  /** True when the request proves that it comes from the platform. */
  readonly isGenuine: (headers: Readonly<Record<string, string | string[] | undefined>>) => boolean;
}

export interface WebhookOptions {
  readonly webhook: Webhook;
  readonly inbound: Inbound;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Tells the operator, also in /readyz, that something is set wrongly. */
  readonly warn: (warning: string) => void;
}

/** Seconds after which the platform shall try again when nothing could be stored. */
const retryAfter = 5;

/** So many wrong secrets in a row without one right one ever are a wrong setting, not an attack. */
const suspicious = 3;

/** Takes in updates of one platform: 200 once everything in it is stored, 503 when nothing could be. */
export async function webhookRoute(app: FastifyInstance, { webhook, inbound, log, metrics, warn }: WebhookOptions): Promise<void> {
  const { channel } = webhook;
  let wrong = 0;
  let everRight = false;
  app.post(
    webhook.path,
    {
      // Before the body is read: strangers cost us nothing.
      onRequest: async (request, reply) => {
        if (webhook.isGenuine(request.headers)) {
          everRight = true;
          return;
        }
        wrong += 1;
        metrics.rejected(channel.id, 'wrong_secret');
        if (!everRight && wrong === suspicious) {
          log.error('webhook_secret_never_right', { channel: channel.id });
          warn(`${channel.id}: every webhook so far came with a wrong secret; the one set here is probably not the one the platform has`);
        }
        await reply.code(401).send({ error: 'wrong or missing secret' });
      },
      onError: async (_request, _reply, { statusCode = 500 }) => {
        if (statusCode < 500) metrics.rejected(channel.id, statusCode === 413 ? 'too_large' : 'unreadable');
      },
    },
    async (request, reply) => {
      const messages = channel.parse(request.body);
      if (messages.length === 0) metrics.rejected(channel.id, 'nothing_to_do');
      for (const message of messages) {
        // A sign of life without content; nobody waits for it.
        void channel.acknowledge?.(message, request.body);
        if ((await inbound.accept(message)) === 'busy') return busy(reply);
      }
      return reply.code(200).send();
    },
  );
}

function busy(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', retryAfter).send({ error: 'could not be stored, please send it again' });
}
