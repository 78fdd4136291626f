import { type Card, CardDisposition, CardMode, Client, type Reader, ReaderStatus } from 'pcsc-mini';
import { setTimeout } from 'node:timers/promises';
import { FaultError, type FaultCode } from '../../../core/contract/errors.ts';
import {
  type ConnectedCard,
  type OpenSmartCardService,
  type SlotState,
  type SmartCardReader,
} from './smart-card-service.ts';

/**
 * Room for the longest response there is, 65,536 bytes and a status word: the buffer the library
 * makes by itself takes short responses only.
 */
const RESPONSE_ROOM = 65_544;

/**
 * Clients that outlived their service, kept for good: the library (0.1.3) throws out of nowhere when
 * one of them is collected as garbage, which would end the process.
 */
const ORPHANS = new Set<Client>();

/**
 * Stopping waits for the thread that watches the readers, and what wakes it (SCardCancel) is lost
 * where it is not asleep at that moment: for ever, and the process with it. After this long without
 * news it sleeps.
 */
const QUIET_MS = 200;

/** PC/SC over `pcsc-mini`: pcsc-lite on Linux, the system's own on Windows and macOS. */
export const openPcscMini: OpenSmartCardService = events => {
  const client = new Client();
  let closed = false;
  let lastNews = 0;
  /** Passes on what the client says, and notes when it did. */
  const news = (tell: () => void): void => {
    lastNews = Date.now();
    if (!closed) tell();
  };
  client.on('error', cause => {
    ORPHANS.add(client);
    news(() => events.lost(new FaultError('device-absent', cause.message)));
  });
  client.on('reader', found => {
    const reader = readerOf(found);
    news(() => events.added(reader));
    found.on('change', status => news(() => events.changed(reader, stateOf(status))));
    found.on('disconnect', () => news(() => events.removed(reader)));
  });
  try {
    client.start();
  } catch (thrown) {
    throw new FaultError('device-absent', `smart card service: ${codeOf(thrown)}`);
  }
  return {
    close: async () => {
      closed = true;
      do await setTimeout(QUIET_MS);
      while (Date.now() - lastNews < QUIET_MS);
      if (!ORPHANS.has(client)) stop(client);
    },
  };
};

const stop = (client: Client): void => {
  try {
    client.stop();
  } catch {
    // The service went away in the same moment.
    ORPHANS.add(client);
  }
};

const stateOf = (status: { hasAny(...flags: readonly ReaderStatus[]): boolean }): SlotState => {
  if (status.hasAny(ReaderStatus.MUTE)) return 'mute';
  return status.hasAny(ReaderStatus.PRESENT) ? 'present' : 'empty';
};

const readerOf = (reader: Reader): SmartCardReader => ({
  name: reader.name(),
  connect: async () => {
    try {
      const card = await reader.connect(CardMode.EXCLUSIVE);
      // The answer to reset in the reader's events is not the card's.
      const { atr } = await card.state();
      return connected(card, Uint8Array.from(atr));
    } catch (thrown) {
      throw faultOf(thrown);
    }
  },
});

const connected = (card: Card, atr: Uint8Array): ConnectedCard => ({
  atr,
  transmit: async command => {
    try {
      return await card.transmit(command, new ArrayBuffer(RESPONSE_ROOM));
    } catch (thrown) {
      throw faultOf(thrown);
    }
  },
  disconnect: async () => {
    // Without power the chip forgets the session that was open.
    await card.disconnect(CardDisposition.UNPOWER).catch(() => undefined);
  },
});

/** Names of pcsc-mini for the errors of PC/SC (winscard.h) that say more than "it failed". */
const FAULTS: Readonly<Record<string, FaultCode>> = {
  RemovedCard: 'card-removed',
  NoSmartCard: 'card-removed',
  ResetCard: 'card-removed',
  InvalidHandle: 'card-removed',
  SharingViolation: 'device-busy',
  ReaderUnavailable: 'device-absent',
  UnknownReader: 'device-absent',
  NoService: 'device-absent',
  ServiceStopped: 'device-absent',
};

const faultOf = (thrown: unknown): FaultError =>
  new FaultError(FAULTS[codeOf(thrown)] ?? 'card-unreadable', `PC/SC: ${codeOf(thrown)}`);

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
