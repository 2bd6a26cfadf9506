import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * A TCP proxy between a worker and Temporal. While it holds, tasks reach the worker and nothing that
 * the worker says reaches the server: what it has decided is not yet so.
 */
export class TemporalProxy {
  /** Bytes of the worker that are held back. */
  heldBytes = 0;
  readonly port: number;
  private isHolding = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
  }

  static async start(port: number, target: number): Promise<TemporalProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new TemporalProxy(server, port);
    server.on('connection', (client) => {
      proxy.link(client, connect({ port: target, host: '127.0.0.1', noDelay: true }));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  /** From now on nothing of the worker goes on. */
  hold(): void {
    this.heldBytes = 0;
    this.isHolding = true;
  }

  /** From now on all goes on; what was held back is lost with its connection. */
  pass(): void {
    if (this.heldBytes > 0) this.cut();
    this.heldBytes = 0;
    this.isHolding = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private link(client: Socket, server: Socket): void {
    client.on('data', (chunk: Buffer) => {
      if (this.isHolding) this.heldBytes += chunk.length;
      else server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => client.write(chunk));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
