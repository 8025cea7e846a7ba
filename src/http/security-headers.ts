import type { FastifyInstance } from 'fastify';
import helmet from '@fastify/helmet';

/** Headers of every page for people: nothing from elsewhere, nothing inline, in nobody's frame. */
export async function setSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // Whether a whole domain is https for good is for its owner to say, not for this page.
    strictTransportSecurity: false,
  });
}
