import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Channel } from '../channels/channel.ts';
import type { Echoes } from '../app/echoes.ts';
import type { Inbound } from '../app/handle-inbound.ts';
import type { Log } from '../app/log.ts';
import type { Metrics } from '../app/metrics.ts';
import type { AppointmentsPort } from '../app/appointments/appointments-port.ts';
import { appointmentRoutes } from './appointments/routes.ts';
import { createPressure } from './pressure.ts';
import { sameText } from './same-text.ts';
import { webhookRoute, type Webhook } from './webhook.ts';
import type { WebChatPort } from './web-chat/port.ts';
import { webChatRoutes } from './web-chat/routes.ts';
import type { ZaloConnectPort } from './zalo-connect/port.ts';
import { zaloConnectRoutes } from './zalo-connect/routes.ts';

export interface ServerSettings {
  readonly inbound: Inbound;
  readonly echoes: Echoes;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: () => Date;
  readonly trustProxy: boolean;
  readonly metricsToken: string | undefined;
  readonly webhooks: readonly Webhook[];
  readonly webChat: { readonly port: WebChatPort; readonly channel: Channel; readonly officialHosts: readonly string[] };
  /** Present while Zalo is on. */
  readonly zaloConnect?: ZaloConnectPort | undefined;
  /** Present where a token for the people at clinics is set. */
  readonly appointments?: { readonly port: AppointmentsPort; readonly token: string } | undefined;
  /** Called while the last webhooks of a channel all came with a wrong proof. */
  readonly suspect?: (channel: string) => void;
  /** What can be wrong, by name; each tells true when all is well. */
  readonly health: {
    readonly database: () => Promise<boolean>;
    readonly queue: () => Promise<boolean>;
    /** What works for now but needs somebody's care, one line each. */
    readonly warnings?: () => Promise<readonly string[]>;
  };
}

/** What the pages about the process itself need. */
type HealthSettings = Pick<ServerSettings, 'log' | 'metrics' | 'metricsToken' | 'health'>;

export type WebServer = FastifyInstance;

/** 1 MiB: more than the longest message of any platform takes, with every letter escaped. */
const bodyLimit = 1_048_576;

/** A server for how a process is and nothing else, not listening yet. */
export function createHealthServer(settings: HealthSettings): FastifyInstance {
  const app = Fastify({ bodyLimit, logger: false, forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => answerError(settings.log, error, reply));
  healthRoutes(app, settings, new Set());
  metricsRoute(app, settings);
  return app;
}

/** The web server, not listening yet. */
export async function createServer(settings: ServerSettings): Promise<FastifyInstance> {
  // Only the proxy next to us is believed: what stands further left in X-Forwarded-For may be made up by anybody.
  const trustProxy = settings.trustProxy && ((_address: string, hop: number) => hop === 0);
  const app = Fastify({ bodyLimit, trustProxy, logger: false, forceCloseConnections: 'idle' });
  app.setErrorHandler((error, _request, reply) => answerError(settings.log, error, reply));
  const warnings = new Set<string>();
  healthRoutes(app, settings, warnings);
  metricsRoute(app, settings);
  const pressure = createPressure();
  app.addHook('onClose', () => pressure.stop());
  for (const webhook of settings.webhooks) {
    await app.register(webhookRoute, { ...settings, pressure, webhook, warn: (warning: string) => void warnings.add(warning) });
  }
  if (settings.zaloConnect) await app.register(zaloConnectRoutes, settings.zaloConnect);
  if (settings.appointments) await app.register(appointmentRoutes, { ...settings.appointments, clock: settings.clock, log: settings.log });
  const { port, channel, officialHosts } = settings.webChat;
  await app.register(webChatRoutes, { port, channel, officialHosts, log: settings.log, clock: () => settings.clock().getTime() });
  return app;
}

function answerError(log: Log, error: unknown, reply: FastifyReply): void {
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 500) log.error('request_failed', { fault: error });
  void reply.code(status).send({ error: status === 413 ? 'body too large' : status < 500 ? 'request not understood' : 'internal fault' });
}

function healthRoutes(app: FastifyInstance, { health }: HealthSettings, warnings: ReadonlySet<string>): void {
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const [database, queue, cares = []] = await Promise.all([health.database(), health.queue(), health.warnings?.()]);
    // Without the queue everything still works, only less punctually.
    const status = !database ? 'unavailable' : queue ? 'ready' : 'degraded';
    const answer = { status, database: database ? 'ok' : 'away', queue: queue ? 'ok' : 'away', warnings: [...warnings, ...cares] };
    return reply.code(database ? 200 : 503).send(answer);
  });
}

function metricsRoute(app: FastifyInstance, { metrics, metricsToken }: HealthSettings): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, metricsToken)) return reply.code(403).send({ error: 'metrics are for this machine, or with METRICS_TOKEN' });
    return reply.type('text/plain; version=0.0.4').send(await metrics.page());
  });
}

/** What proxies add. With one on this machine, a caller from anywhere has an address of this machine. */
const proxyHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return isLoopback(request.ip) && proxyHeaders.every((name) => request.headers[name] === undefined);
  return sameText(request.headers.authorization ?? '', `Bearer ${token}`);
}

function isLoopback(address: string): boolean {
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
}
