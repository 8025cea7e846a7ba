import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import cookie from '@fastify/cookie';
import type { Log } from '../../app/log.ts';
import type { Channel } from '../../channels/channel.ts';
import { setSecurityHeaders } from '../security-headers.ts';
import { readAssets, readPage } from './assets.ts';
import { createFaultHandler, photosPath, refuseWithWait } from './errors.ts';
import { createLimits } from './limits.ts';
import { createMessageHandler } from './message-handler.ts';
import { createPhotoHandler, largestUpload, photoTypes } from './photo-handler.ts';
import type { WebChatPort } from './port.ts';
import { isSameOrigin } from './same-origin.ts';
import { createStreams } from './streams.ts';
import { forgetVisitor, knownVisitor, renewVisitor, welcomeVisitor } from './visitor.ts';
import { words } from './words.ts';

export interface WebChatOptions {
  readonly port: WebChatPort;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Reads what the page posts. */
  readonly channel: Pick<Channel, 'parse'>;
  readonly log: Log;
  /** Hosts whose https links in the assistant's texts may be tapped. */
  readonly officialHosts?: readonly string[];
  readonly beatMs?: number;
}

const bodyLimit = 16 * 1024;
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

/**
 * The chat in a browser: page, messages, stream, pictures. A Fastify plugin with its own headers, errors and limits;
 * register it without a wrapper, so that they stay its own.
 */
export async function webChatRoutes(app: FastifyInstance, options: WebChatOptions): Promise<void> {
  const { port, clock, channel, log, officialHosts = ['vneid.gov.vn', 'dichvucong.gov.vn'], beatMs = 15_000 } = options;
  const limits = createLimits(clock);
  const streams = createStreams({ port, clock, log, beatMs, perVisitor: 3 });
  await prepare(app, log);
  app.addHook('preClose', async () => streams.closeAll());

  /** Platform id of who asks, with a new cookie where there is none; undefined when the answer was given here. */
  const visitorOf = (request: FastifyRequest, reply: FastifyReply): string | undefined => {
    const known = knownVisitor(request);
    if (known !== undefined) return known;
    const waitMs = limits.newVisitor(request.ip);
    if (waitMs === 0) return welcomeVisitor(request, reply);
    refuseWithWait(reply, waitMs, words.tooManyVisitors);
    return undefined;
  };

  servePage(app, readPage(officialHosts), visitorOf);
  serveAssets(app);
  const taking = { port, clock, channel, limits, log, visitorOf };
  app.post('/chat/messages', { bodyLimit, onRequest: refuseForeign }, createMessageHandler(taking));
  app.post(photosPath, { bodyLimit: largestUpload, onRequest: refuseForeign }, createPhotoHandler(taking));
  app.post('/chat/forget', { bodyLimit, onRequest: refuseForeign }, async (request, reply) => {
    const platformId = knownVisitor(request);
    forgetVisitor(request, reply);
    // After the answer: a page told earlier would come back with the cookie it still has.
    if (platformId !== undefined) reply.raw.once('finish', () => streams.forget(platformId));
    return reply.code(200).send({ ok: true });
  });
  // No HEAD: an answer without a body would stay open for ever.
  app.get('/chat/stream', { exposeHeadRoute: false }, (request, reply) => {
    const waitMs = limits.stream(request.ip);
    if (waitMs > 0) return refuseWithWait(reply, waitMs, words.tooFast);
    const platformId = visitorOf(request, reply);
    if (platformId !== undefined) streams.open(request, reply, platformId);
  });
  servePictures(app, port);
}

async function prepare(app: FastifyInstance, log: Log): Promise<void> {
  if (!app.hasReplyDecorator('setCookie')) await app.register(cookie);
  await setSecurityHeaders(app);
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(photoTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler(createFaultHandler(log));
}

type VisitorOf = (request: FastifyRequest, reply: FastifyReply) => string | undefined;

function servePage(app: FastifyInstance, page: string, visitorOf: VisitorOf): void {
  app.get('/', (request, reply) => {
    const isKnown = knownVisitor(request) !== undefined;
    if (visitorOf(request, reply) === undefined) return;
    if (isKnown) renewVisitor(request, reply);
    // Nothing of a chat stays in the cache of a shared phone.
    void reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  });
}

function serveAssets(app: FastifyInstance): void {
  for (const [name, asset] of readAssets()) {
    app.get(`/chat/${name}`, (request, reply) => {
      // Asked again each time and mostly answered 304: scripts of two versions never meet in one page.
      void reply.header('etag', asset.etag).header('cache-control', 'public, no-cache');
      if (request.headers['if-none-match'] === asset.etag) return void reply.code(304).send();
      void reply.type(asset.type).send(asset.body);
    });
  }
}

function servePictures(app: FastifyInstance, port: WebChatPort): void {
  app.get<{ Params: { id: string } }>('/chat/pictures/:id', async (request, reply) => {
    const platformId = knownVisitor(request);
    const isReadable = platformId !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(request.params.id);
    const picture = isReadable ? await port.picture(platformId, request.params.id) : undefined;
    void reply.header('cache-control', 'no-store');
    if (picture === undefined || !pictureTypes.has(picture.mediaType)) return reply.code(404).send({ error: words.noPicture });
    return reply.type(picture.mediaType).send(Buffer.from(picture.bytes));
  });
}

async function refuseForeign(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!isSameOrigin(request.headers, request.host)) await reply.code(403).send({ error: words.foreign });
}
