import Fastify from 'fastify';
import type { ZaloConnectPort } from './port.ts';
import { zaloConnectRoutes } from './routes.ts';

/** A server with nothing but the end of a consent, for a command while no assistant runs. */
export interface ConnectServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Undefined when something else listens there already. */
export async function serveZaloConnect(connect: ZaloConnectPort, where: { readonly host: string; readonly port: number }): Promise<ConnectServer | undefined> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  await app.register(zaloConnectRoutes, connect);
  try {
    return { url: await app.listen(where), close: () => app.close() };
  } catch (error) {
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
