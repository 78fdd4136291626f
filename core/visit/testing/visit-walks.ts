import type { IdentityClaim } from '../../contract/identity.ts';
import type { PaymentProgress } from '../../contract/kiosk-payment.ts';
import { chipClaim, type VisitWorld } from './visit-world.ts';

/** The hub has seen the price of an examination come, once. */
export const cameInFull: PaymentProgress = {
  attempt: 'paid',
  bill: 'paid',
  due: 0,
  received: 150_000,
  transfers: 1,
  unallocated: 0,
};

const confirmed = async (world: VisitWorld, claim: IdentityClaim): Promise<void> => {
  world.send({ type: 'card.read', claim });
  await world.settle();
  world.send({ type: 'confirmIdentity' });
};

/** Somebody with the appointment of `withBooking` checks in, insured, up to the ticket. */
export const checkInForBooking = async (world: VisitWorld): Promise<void> => {
  await confirmed(world, chipClaim());
  world.send({ type: 'chooseBooking', bookingId: 'b-1' });
  world.send({ type: 'choosePayer', mode: 'insured' });
  await world.settle();
};

/** Somebody without an appointment checks in and pays for themselves. */
export const checkInToPay = async (
  world: VisitWorld,
  claim: IdentityClaim = chipClaim(),
): Promise<void> => {
  await confirmed(world, claim);
  world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
  world.send({ type: 'choosePayer', mode: 'self-pay' });
  await world.settle();
};
