import { type Card, CardDisposition, CardMode, Client, type Reader, ReaderStatus } from 'pcsc-mini';
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
const ORPHANS: Client[] = [];

/** PC/SC over `pcsc-mini`: pcsc-lite on Linux, the system's own on Windows and macOS. */
export const openPcscMini: OpenSmartCardService = events => {
  const client = new Client();
  client.on('error', cause => {
    ORPHANS.push(client);
    events.lost(new FaultError('device-absent', cause.message));
  });
  client.on('reader', found => {
    const reader = readerOf(found);
    events.added(reader);
    found.on('change', status => events.changed(reader, stateOf(status)));
    found.on('disconnect', () => events.removed(reader));
  });
  try {
    client.start();
  } catch (thrown) {
    throw new FaultError('device-absent', `smart card service: ${codeOf(thrown)}`);
  }
  return {
    close: () => {
      client.removeAllListeners();
      // It throws where the service is gone already, and there is nothing more to stop.
      attempt(() => client.stop());
    },
  };
};

const attempt = (work: () => void): void => {
  try {
    work();
  } catch {
    // Nothing depends on it.
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
