import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Channel } from '../channels/channel.ts';
import type { Echoes } from '../app/echoes.ts';
import type { Inbound } from '../app/handle-inbound.ts';
import type { Log } from '../app/log.ts';
import type { Metrics } from '../app/metrics.ts';
import type { Pressure } from './pressure.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

interface AnyWebhook {
  readonly path: string;
  readonly channel: Channel;
}

/** A platform that proves itself by a header alone, so that strangers are turned away before their body is read. */
interface SecretWebhook extends AnyWebhook {
  readonly isGenuine: (headers: Headers) => boolean;
}

/** A platform that signs the very bytes it sends. */
interface SignedWebhook extends AnyWebhook {
  readonly isGenuineBody: (rawBody: Buffer, headers: Headers) => boolean;
  /** The payload in those bytes; undefined when they cannot be read. */
  readonly readBody: (rawBody: Buffer) => unknown;
}

/** How a platform delivers to us. */
export type Webhook = SecretWebhook | SignedWebhook;

export interface WebhookOptions {
  readonly webhook: Webhook;
  readonly inbound: Inbound;
  readonly echoes: Echoes;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly pressure: Pressure;
  /** Tells the operator, also in /readyz, that something is set wrongly. */
  readonly warn: (warning: string) => void;
  /** Called with each wrong proof from the third in a row on. */
  readonly suspect?: (channel: string) => void;
}

/** Seconds after which the platform shall try again when nothing could be stored. */
const retryAfter = 5;

/** So many wrong secrets in a row without one right one ever are a wrong setting, not an attack. */
const suspicious = 3;

/** Takes in updates of one platform: 200 once everything in it is stored, 503 when nothing could be. */
export async function webhookRoute(app: FastifyInstance, options: WebhookOptions): Promise<void> {
  const { webhook, metrics } = options;
  const { channel } = webhook;
  const judge = createJudge(options);
  const onError = async (_request: FastifyRequest, _reply: FastifyReply, { statusCode = 500 }: { readonly statusCode?: number }): Promise<void> => {
    if (statusCode < 500) metrics.rejected(channel.id, statusCode === 413 ? 'too_large' : 'unreadable');
  };
  if ('readBody' in webhook) return signedRoute(app, webhook, { ...options, judge, onError });
  app.post(
    webhook.path,
    {
      // Before the body is read: strangers cost us nothing.
      onRequest: async (request, reply) => {
        if (!judge(webhook.isGenuine(request.headers))) await turnAway(reply);
        else if (isTooMuch(options)) await busy(reply);
      },
      onError,
    },
    (request, reply) => take(options, request.body, reply),
  );
}

/** Whoever comes now would wait too long. */
function isTooMuch({ inbound, pressure }: WebhookOptions): boolean {
  return pressure.isTooMuch() || inbound.isFlooded();
}

type Judge = (genuine: boolean) => boolean;

/** Counts wrong proofs, and speaks up when there never was a right one. */
function createJudge({ webhook: { channel, ...webhook }, log, metrics, warn, suspect }: WebhookOptions): Judge {
  const proof = 'readBody' in webhook ? 'signature' : 'secret';
  let wrong = 0;
  let inARow = 0;
  let everRight = false;
  return (genuine) => {
    everRight ||= genuine;
    inARow = genuine ? 0 : inARow + 1;
    if (genuine) return true;
    wrong += 1;
    if (inARow >= suspicious) suspect?.(channel.id);
    metrics.rejected(channel.id, `wrong_${proof}`);
    if (!everRight && wrong === suspicious) {
      log.error('webhook_secret_never_right', { channel: channel.id });
      warn(`${channel.id}: every webhook so far came with a wrong ${proof}; the secret set here is probably not the one the platform has`);
    }
    return false;
  };
}

interface SignedOptions extends WebhookOptions {
  readonly judge: Judge;
  readonly onError: (request: FastifyRequest, reply: FastifyReply, error: { readonly statusCode?: number }) => Promise<void>;
}

/** The bytes are kept as they came, whatever their type is said to be. */
function signedRoute(app: FastifyInstance, webhook: SignedWebhook, options: SignedOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Some platforms look whether somebody is there before they deliver.
  app.get(webhook.path, (_request, reply) => reply.code(200).send());
  // Before the body is read and its signature checked, both of which cost more than this answer.
  const onRequest = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (isTooMuch(options)) await busy(reply);
  };
  app.post(webhook.path, { onRequest, onError: options.onError }, (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (isProbe(body)) return reply.code(200).send();
    if (!options.judge(webhook.isGenuineBody(body, request.headers))) return turnAway(reply);
    return take(options, webhook.readBody(body), reply);
  });
}

/** Sent unsigned when the address is saved in the platform's console, which refuses the address without a 200. */
function isProbe(body: Buffer): boolean {
  return body.length <= 16 && /^\s*\{\s*\}\s*$/.test(body.toString('utf8'));
}

function turnAway(reply: FastifyReply): FastifyReply {
  return reply.code(401).send({ error: 'wrong or missing secret' });
}

async function take({ webhook: { channel }, inbound, echoes, metrics }: WebhookOptions, payload: unknown, reply: FastifyReply): Promise<FastifyReply> {
  const echo = channel.readEcho?.(payload);
  if (echo && (await echoes.note(echo)) === 'busy') return busy(reply);
  const receipt = channel.readReceipt?.(payload);
  if (receipt && (await echoes.noteReceipt(receipt)) === 'busy') return busy(reply);
  const messages = channel.parse(payload);
  if (messages.length === 0) metrics.rejected(channel.id, 'nothing_to_do');
  for (const message of messages) {
    // A sign of life without content; nobody waits for it.
    void channel.acknowledge?.(message, payload);
    if ((await inbound.accept(message)) === 'busy') return busy(reply);
  }
  return reply.code(200).send();
}

function busy(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', retryAfter).send({ error: 'could not be stored, please send it again' });
}
