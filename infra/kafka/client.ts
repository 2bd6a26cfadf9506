import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ISocketFactory, KafkaConfig, LogEntry } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { Logger } from '../logger.js';
import { quietRequestTimer } from './request-timer.js';

const { Kafka, logLevel } = kafkajs;

/** Makes a socket to a broker, as kafkajs does by itself. */
const connectSocket = (
  createRequire(import.meta.url)('kafkajs/src/network/socketFactory') as () => ISocketFactory
)();

/** A client whose connections can be ended for good. */
export interface SeverableKafka {
  readonly kafka: kafkajs.Kafka;
  /** Ends all connections at once and allows no new one: from here on nothing is sent. */
  readonly sever: () => void;
}

/** A Kafka client with the guards that kafkajs 2.2.4 needs; its own talk goes to the debug log. */
export class KafkaClient extends Kafka {
  private readonly settings: KafkaConfig;

  constructor(settings: KafkaConfig) {
    super(settings);
    this.settings = settings;
  }

  /**
   * A client of its own with the same settings. kafkajs goes on retrying after a disconnect, so the
   * sockets are what has to be taken from it.
   */
  severable(): SeverableKafka {
    const sockets = new Set<Socket>();
    let isSevered = false;
    const socketFactory: ISocketFactory = (args) => {
      if (isSevered) throw new Error('this client was severed');
      const socket = connectSocket(args);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    };
    return {
      kafka: new Kafka({ ...this.settings, socketFactory }),
      sever: () => {
        isSevered = true;
        for (const socket of sockets) reset(socket);
      },
    };
  }
}

/**
 * A mere close would let the kernel go on sending what it holds; a reset drops that too. libuv does
 * not reset a socket that is being ended, and its handle would never close.
 */
function reset(socket: Socket): void {
  const isPlain = !(socket instanceof TLSSocket);
  if (isPlain && !socket.connecting && !socket.writableEnded) socket.resetAndDestroy();
  else socket.destroy();
}

/**
 * Makes the client of a process. It connects when it is used.
 *
 * @param clientId names the process in the broker's logs and quotas
 */
export function createKafka(brokers: string[], clientId: string, logger: Logger): KafkaClient {
  quietRequestTimer();
  return new KafkaClient({
    brokers,
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 8_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry: LogEntry) => {
      logger.debug({ kafka: entry.log.message, namespace: entry.namespace }, 'kafkajs');
    },
  });
}
