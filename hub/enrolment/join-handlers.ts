import { type Handlers } from '../../core/contract/contract.ts';
import { type JoinContract } from '../../core/contract/enrolment.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Caller } from '../server/caller.ts';
import { type Database } from '../storage/database.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { useEnrolmentCode } from './enrolment-codes.ts';

export interface JoinParts {
  readonly hubId: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly front: () => HubFront;
  readonly onJoined: (kioskId: string, keyId: string) => void;
}

/** How machines join. */
export const createJoinHandlers = (parts: JoinParts): Handlers<JoinContract, Caller> => {
  const { database, clock } = parts;
  const limit = createAttemptLimit(clock);
  return {
    async enrol(
      { secret, publicKey, kioskId: wished, formerId: former, version },
      { keyId, address },
    ) {
      limit.check(address);
      const at = new Date(clock.now()).toISOString();
      const kioskId = await useEnrolmentCode(database, {
        secret: Buffer.from(secret, 'base64url'),
        keyId,
        publicKey,
        version,
        wished,
        former,
        at,
      }).catch((error: unknown) => {
        if (error instanceof FaultError) limit.failed(address);
        throw error;
      });
      parts.onJoined(kioskId, keyId);
      return { kioskId, hubId: parts.hubId, now: at, pins: [...parts.front().pins] };
    },
  };
};
