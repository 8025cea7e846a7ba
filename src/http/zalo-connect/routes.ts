import type { FastifyInstance, FastifyReply } from 'fastify';
import { setSecurityHeaders } from '../security-headers.ts';
import { outcomePage, style, stylePath, verificationFile } from './pages.ts';
import type { ConsentAnswer, ZaloConnectPort } from './port.ts';

/** Path that Zalo sends an administrator back to; it has to stand in Zalo's console with the public address before it. */
export const callbackPath = '/oauth/zalo/callback';

/** Path of the file by which Zalo checks that the domain is ours. */
export function verificationPath(code: string): string {
  return `/zalo_verifier${code}.html`;
}

/**
 * The end of a consent, and the file that proves the domain. A Fastify plugin with its own headers; register it without
 * a wrapper.
 */
export async function zaloConnectRoutes(app: FastifyInstance, { finish, domainVerification }: ZaloConnectPort): Promise<void> {
  await setSecurityHeaders(app);
  if (domainVerification !== undefined) {
    app.get(verificationPath(domainVerification), (_request, reply) => sendPage(reply, verificationFile(domainVerification)));
  }
  if (!finish) return;
  app.get(stylePath, (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(style));
  // No HEAD: whatever looks at a link before a person opens it must not use it up.
  app.get(callbackPath, { exposeHeadRoute: false }, async (request, reply) => {
    const { status, html } = outcomePage(await finish(readAnswer(request.query)));
    return sendPage(reply.code(status), html);
  });
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

function readAnswer(query: unknown): ConsentAnswer {
  const fields: Readonly<Record<string, unknown>> = typeof query === 'object' && query !== null ? { ...query } : {};
  // Given twice, a field comes as a list; then it is not Zalo who wrote it.
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { code: textOf(fields['code']), state: textOf(fields['state']), oaId: textOf(fields['oa_id']) };
}
