import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createRedisCommandExecutor, RedisServerState, Resp2Server } from 'js-redis-server/core';

export interface StandIn {
  /** Where to connect, password included. */
  readonly url: string;
  /** Cuts every connection and forgets everything. */
  close(): Promise<void>;
}

/**
 * Starts the in-process stand-in for Redis on the loopback address, for a trial without a server. It keeps nothing
 * over a restart. `at`: take the place of a stand-in that was closed before.
 */
export async function startStandIn(at?: { readonly url: string }): Promise<StandIn> {
  const password = at === undefined ? randomBytes(24).toString('hex') : new URL(at.url).password;
  const state = new RedisServerState({ databaseCount: 1, requirepass: password });
  // Takes 50 ms, which the first message should not have to wait.
  await state.getLuaRuntime();
  const server = new Resp2Server({ server: state, executor: createRedisCommandExecutor() });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Its own listen() opens every interface of the machine; this way only programs of this machine get as far as
  // the password.
  server.server.listen(at === undefined ? 0 : Number(new URL(at.url).port), '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `redis://:${password}@127.0.0.1:${server.getPort()}`,
    async close() {
      const closed = server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
