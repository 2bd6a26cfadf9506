import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * What a proxy does with its connections: `pass` all; `drop` them, the new and the old; `blackhole`:
 * accept and keep everything; `delay` each chunk; `cutAfterProduce`: let a produce request through
 * and end the connection when its answer comes, so that the client does not know what became of it.
 */
export type Fault = 'pass' | 'drop' | 'blackhole' | 'delay' | 'cutAfterProduce';

const produceKey = 0;
const delayMs = 400;

/** A TCP proxy in front of a broker that can be told to misbehave. */
export class KafkaProxy {
  /** Produce requests that reached the broker. */
  produces = 0;
  /** Answers to produce requests that the client never saw. */
  cuts = 0;
  private fault: Fault = 'pass';
  private readonly links = new Set<Link>();
  private readonly server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
  }

  static async start(port: number, target: number): Promise<KafkaProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new KafkaProxy(server, port);
    server.on('connection', (client) => {
      proxy.accept(client, target);
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  /** Whether something is held back now. */
  get isHolding(): boolean {
    return [...this.links].some((link) => link.isHolding);
  }

  /** From now on. Going back to `pass`, what was kept back goes on, if its client still lives. */
  set(fault: Fault): void {
    this.fault = fault;
    for (const link of this.links) {
      if (fault === 'drop') link.end();
      else if (fault !== 'blackhole') link.release();
    }
  }

  async stop(): Promise<void> {
    for (const link of this.links) link.end();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket, target: number): void {
    if (this.fault === 'drop') {
      client.resetAndDestroy();
      return;
    }
    const link = new Link(client, connect({ port: target, host: '127.0.0.1', noDelay: true }), {
      isHolding: () => this.fault === 'blackhole',
      delayMs: () => (this.fault === 'delay' ? delayMs : 0),
      onProduce: () => {
        this.produces += 1;
      },
      isToCut: () => {
        if (this.fault !== 'cutAfterProduce') return false;
        this.cuts += 1;
        return true;
      },
      onEnd: () => this.links.delete(link),
    });
    this.links.add(link);
  }
}

interface LinkRules {
  readonly isHolding: () => boolean;
  readonly delayMs: () => number;
  readonly onProduce: () => void;
  /** Asked when the answer to a produce request comes. */
  readonly isToCut: () => boolean;
  readonly onEnd: () => void;
}

/** One connection through the proxy. */
class Link {
  private readonly client: Socket;
  private readonly broker: Socket;
  private readonly rules: LinkRules;
  private readonly frames = new Frames();
  private held: { readonly to: Socket; readonly chunk: Buffer }[] = [];
  private awaitsAnswer = false;

  constructor(client: Socket, broker: Socket, rules: LinkRules) {
    this.client = client;
    this.broker = broker;
    this.rules = rules;
    client.on('data', (chunk: Buffer) => {
      this.forward(broker, chunk);
    });
    broker.on('data', (chunk: Buffer) => {
      this.answer(chunk);
    });
    for (const socket of [client, broker]) {
      // A reset by the client takes what is under way with it, as on a real network.
      socket.on('error', () => {
        this.end();
      });
      socket.on('close', () => {
        this.end();
      });
    }
  }

  get isHolding(): boolean {
    return this.held.length > 0;
  }

  release(): void {
    const held = this.held;
    this.held = [];
    for (const { to, chunk } of held) this.write(to, chunk);
  }

  end(): void {
    this.held = [];
    this.client.resetAndDestroy();
    this.broker.destroy();
    this.rules.onEnd();
  }

  private answer(chunk: Buffer): void {
    if (this.awaitsAnswer) {
      this.awaitsAnswer = false;
      if (this.rules.isToCut()) {
        this.end();
        return;
      }
    }
    this.forward(this.client, chunk);
  }

  private forward(to: Socket, chunk: Buffer): void {
    if (this.rules.isHolding() || this.held.length > 0) {
      this.held.push({ to, chunk });
      return;
    }
    const ms = this.rules.delayMs();
    if (ms === 0) this.write(to, chunk);
    else {
      setTimeout(() => {
        this.write(to, chunk);
      }, ms);
    }
  }

  private write(to: Socket, chunk: Buffer): void {
    if (to.destroyed) return;
    to.write(chunk);
    if (to !== this.broker) return;
    for (const apiKey of this.frames.keysIn(chunk)) {
      if (apiKey !== produceKey) continue;
      this.rules.onProduce();
      this.awaitsAnswer = true;
    }
  }
}

/** Finds the requests in a stream: four bytes of length, then the API key. */
class Frames {
  private rest = Buffer.alloc(0);

  keysIn(chunk: Buffer): number[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const keys: number[] = [];
    while (this.rest.length >= 6) {
      const end = 4 + this.rest.readInt32BE(0);
      if (this.rest.length < end) break;
      keys.push(this.rest.readInt16BE(4));
      this.rest = this.rest.subarray(end);
    }
    return keys;
  }
}
