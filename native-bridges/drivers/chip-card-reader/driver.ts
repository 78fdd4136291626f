import { type Authenticity, type IdentityClaim } from '../../../core/contract/identity.ts';
import { asFaultError, FaultError } from '../../../core/contract/errors.ts';
import { type CardSlot, type PresentCard } from '../../contract/chip-card.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type ChipCardReaderDriver, type DriverContext } from '../../contract/driver.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { openCardSession, type CardSession } from '../../emrtd/card-session.ts';
import { claimFromDg13 } from '../../emrtd/files/chip-claim.ts';
import { parseDg13 } from '../../emrtd/files/dg13.ts';
import { digestMatches, parseSecurityObject } from '../../emrtd/security-object.ts';

/** A chip read slowly takes about two seconds; after this the patient is better told. */
const READ_TIMEOUT_MS = 10_000;
/** A card is often laid down at an angle: one more try before it is called unreadable. */
const ATTEMPTS = 2;

/** Reads who the holder is from every card that comes to the slot. */
export const createChipCardReader = (
  driver: DriverName,
  slot: CardSlot,
  context: DriverContext,
): ChipCardReaderDriver => {
  const { deviceId, clock, emit, log } = context;
  const report = createStatusReporter(context, 'chip-card-reader', driver);
  /** The card that lies there now; an answer about any other comes too late. */
  let present: PresentCard | undefined;
  let reading = false;
  let alreadyReported = context.cardReported;

  const inserted = async (card: PresentCard): Promise<void> => {
    present = card;
    if (alreadyReported) {
      alreadyReported = false;
      return;
    }
    reading = true;
    emit({ type: 'card-inserted', deviceId });
    try {
      const claim = await within(
        clock,
        READ_TIMEOUT_MS,
        readClaim(card, () => present === card),
      );
      if (present !== card) return;
      if (claim === TIMED_OUT) throw new FaultError('card-unreadable', 'reading took too long');
      emit({ type: 'card-read', deviceId, claim });
    } catch (thrown) {
      if (present !== card) return;
      const fault = asFaultError(thrown);
      const code = fault.code === 'card-removed' ? fault.code : 'card-unreadable';
      log({ level: 'warn', event: 'card-not-read', deviceId, code, detail: fault.message });
      emit({ type: 'card-failed', deviceId, code });
    } finally {
      if (present === card) reading = false;
    }
  };

  const removed = (): void => {
    if (present === undefined) return;
    present = undefined;
    alreadyReported = false;
    if (reading) emit({ type: 'card-failed', deviceId, code: 'card-removed' });
    reading = false;
    emit({ type: 'card-removed', deviceId });
  };

  return {
    kind: 'chip-card-reader',
    start: () =>
      slot.open({
        inserted: card => void inserted(card),
        removed,
        condition: fault =>
          report(fault === undefined ? { state: 'ready' } : { state: 'unavailable', fault }),
      }),
    stop: () => slot.close(),
  };
};

const readClaim = async (card: PresentCard, stillThere: () => boolean): Promise<IdentityClaim> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readOnce(openCardSession(command => card.transmit(command)));
    } catch (thrown) {
      const lost = asFaultError(thrown).code === 'card-removed' || !stillThere();
      if (lost || attempt === ATTEMPTS) throw thrown;
    }
  }
};

const readOnce = async (card: CardSession): Promise<IdentityClaim> => {
  const dg13File = await card.readFile('DG13');
  const dg13 = dg13File && parseDg13(dg13File);
  if (dg13File === undefined || dg13 === undefined) {
    throw new FaultError('card-unreadable', 'no DG13 on the chip');
  }
  const claim = claimFromDg13(dg13, authenticityOf(dg13File, await card.readFile('SOD')));
  if (claim === undefined) throw new FaultError('card-unreadable', 'DG13 names nobody');
  return claim;
};

/**
 * Passive authentication as far as it goes without a trust anchor: the digests must match, and the
 * signature over them is nobody's we know. EF.SOD is mandatory (ICAO 9303-10, table 38), so a chip
 * without it is not one of the authority's.
 */
const authenticityOf = (dg13: Uint8Array, sod: Uint8Array | undefined): Authenticity => {
  const security = sod && parseSecurityObject(sod);
  return security && digestMatches(security, 13, dg13) === true ? 'no-trust-anchor' : 'invalid';
};
