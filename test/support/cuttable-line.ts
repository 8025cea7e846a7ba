import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can be cut, as if the server had gone away. */
export interface CuttableLine {
  /** The server's url, by way of this line. */
  readonly url: string;
  /** How many connections were asked for so far, also while the line was cut. */
  attempts(): number;
  /** How many connections stand right now. */
  open(): number;
  cut(): void;
  /** Lets nothing through any more and tells nobody, as a network does that swallows everything. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startLine(target: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let attempts = 0;
  let isCut = false;
  let isFrozen = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // Whatever breaks on one side ends the other.
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    attempts += 1;
    keep(near);
    if (isCut) return void near.destroy();
    if (isFrozen) return;
    const far = connect(Number(port), hostname);
    keep(far);
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    attempts: () => attempts,
    open: () => sockets.size / 2,
    cut,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: () => {
      isCut = false;
      isFrozen = false;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
