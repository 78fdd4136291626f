import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import {
  type DisplayListener,
  type MessageLine,
} from '../../drivers/payment-display/display-line.ts';

export interface PublishLineOptions {
  /** Of the broker. */
  readonly url: string;
  readonly topic: string;
  /** Where the display says that it is alive. */
  readonly heartbeatTopic?: string | undefined;
  readonly clientId: string;
  readonly username?: string | undefined;
  /** Read anew for each connection. */
  readonly password: () => Promise<string | undefined>;
  readonly clock: Clock;
}

const CONNECT_MS = 5_000;
const SEND_MS = 5_000;
const RECONNECT_MS = [500, 1_000, 2_000];
/** Sound boxes say every minute or so that they are alive. */
const HEARTBEAT_MS = 180_000;
const KEEP_ALIVE_SECONDS = 15;
/** MQTT 3.1.1, 3.9.3: the broker refuses the subscription. */
const REFUSED = 0x80;

/**
 * Messages published for a display. Every connection is a new client without a session: what was
 * not delivered when a connection broke is given up and never sent again, since a code that comes
 * late may have been paid or given up.
 */
export const createPublishLine = (options: PublishLineOptions): MessageLine => {
  const { clock, topic, heartbeatTopic } = options;
  let listener: DisplayListener | undefined;
  let client: MqttClient | undefined;
  let ready = false;
  let failures = 0;
  let stopped = false;
  let cancelReconnect: (() => void) | undefined;
  let cancelHeartbeat: (() => void) | undefined;

  const awaitHeartbeat = (): void => {
    cancelHeartbeat?.();
    if (heartbeatTopic === undefined) return;
    cancelHeartbeat = clock.after(HEARTBEAT_MS, () => listener?.changed('device-absent'));
  };

  const drop = (of: MqttClient): void => {
    of.removeAllListeners();
    // A client that is thrown away may still fail.
    of.on('error', () => undefined);
    of.end(true);
  };

  const lost = (): void => {
    cancelHeartbeat?.();
    ready = false;
    client = undefined;
    if (stopped) return;
    listener?.changed('device-absent');
    const wait = RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)] ?? 0;
    failures += 1;
    cancelReconnect = clock.after(wait, () => void attempt());
  };

  const attempt = async (): Promise<void> => {
    const opened = await open(options);
    if (opened === undefined) {
      lost();
      return;
    }
    if (stopped) {
      drop(opened);
      return;
    }
    client = opened;
    ready = true;
    failures = 0;
    opened.on('message', () => {
      awaitHeartbeat();
      listener?.changed(undefined);
    });
    opened.on('error', () => undefined);
    opened.once('close', () => {
      if (client !== opened) return;
      drop(opened);
      lost();
    });
    awaitHeartbeat();
    listener?.changed(undefined);
  };

  const send = async (message: Uint8Array): Promise<void> => {
    const current = client;
    if (current?.connected !== true || !ready) {
      throw new FaultError('device-absent', 'no broker');
    }
    // The broker's word is all there is: it does not say whether the display took it.
    const published = current.publishAsync(topic, Buffer.from(message), { qos: 1 });
    try {
      const result = await within(clock, SEND_MS, Promise.race([published, closing(current)]));
      if (result !== TIMED_OUT) return;
    } catch {
      throw new FaultError('device-absent', 'the broker went away');
    }
    throw new FaultError('device-absent', 'the broker does not answer');
  };

  return {
    start: async to => {
      listener = to;
      await attempt();
    },
    stop: () => {
      stopped = true;
      cancelReconnect?.();
      cancelHeartbeat?.();
      if (client !== undefined) drop(client);
      client = undefined;
    },
    send,
  };
};

const closing = (client: MqttClient): Promise<never> =>
  new Promise((_resolve, reject) => client.once('close', () => reject(new Error('closed'))));

/** A client that is connected, and hears of the display where it can; undefined where there is none. */
const open = async (options: PublishLineOptions): Promise<MqttClient | undefined> => {
  const { url, clientId, username, heartbeatTopic } = options;
  let client: MqttClient | undefined;
  try {
    const password = await options.password();
    const settings: IClientOptions = {
      clientId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: CONNECT_MS,
      keepalive: KEEP_ALIVE_SECONDS,
      resubscribe: false,
      queueQoSZero: false,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    };
    client = mqtt.connect(url, settings);
    await connected(client);
    if (heartbeatTopic !== undefined) {
      const granted = await client.subscribeAsync(heartbeatTopic, { qos: 0 });
      if (granted.some(({ qos }) => (qos as number) === REFUSED)) throw new Error('not allowed');
    }
    return client;
  } catch {
    client?.on('error', () => undefined);
    client?.end(true);
    return undefined;
  }
};

const connected = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
