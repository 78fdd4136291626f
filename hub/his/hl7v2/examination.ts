import { type Clock } from '../../../core/ports/ports.ts';
import { type HisExamination, type HisFinding } from '../his.ts';
import { messagesOf } from './check-in-messages.ts';
import { Hl7Failure } from './hl7-failure.ts';
import { identifiersOf } from './segments/patient-identifiers.ts';
import { type ServicePlaces } from './service-places.ts';
import { type Hl7v2Settings } from './settings.ts';

export interface ExaminationParts {
  readonly settings: Hl7v2Settings;
  readonly places: ServicePlaces;
  readonly facilityCode: string;
  readonly probe: () => Promise<void>;
  /** @throws FaultError `his-*`. */
  readonly askBookings: () => Promise<void>;
  readonly clock: Clock;
}

const bookingFinding = async (ask: () => Promise<void>): Promise<HisFinding> => {
  try {
    await ask();
    return { state: 'ok', detail: 'SQM^S25 is answered: bookings of the day can be asked for' };
  } catch (error) {
    if (!(error instanceof Hl7Failure)) throw error;
    const todo = 'set his.hl7v2.bookingQuery to none and let the HIS send SIU^S12';
    return { state: 'warning', detail: 'SQM^S25 is refused', todo };
  }
};

/** What a person looks at who connects a HIS that speaks HL7 v2. */
export const examinationOf = (parts: ExaminationParts): HisExamination => {
  const { settings, places, facilityCode, probe, askBookings, clock } = parts;
  return {
    authorise: () => {
      const { enabled, certFile } = settings.tls;
      const shown = certFile === undefined ? 'its certificate is trusted' : 'both certificates are';
      const finding: HisFinding = enabled
        ? { state: 'ok', detail: `TLS: ${shown}` }
        : {
            state: 'warning',
            detail: 'MLLP knows no password, and TLS is off: patients travel in plain text',
            todo: 'his.hl7v2.tls.enabled, or a network of its own (docs/security.md)',
          };
      return Promise.resolve(finding);
    },
    async capability() {
      await probe();
      const findings: HisFinding[] = [
        { state: 'ok', detail: `QBP^Q22 is answered, version ${settings.version}` },
        { state: 'ok', detail: `${places.all.length} clinics and counters, of the settings` },
      ];
      if (!settings.listen.enabled && settings.bookingQuery === 'none') {
        findings.push({
          state: 'warning',
          detail: 'no bookings: nothing listens for SIU, and the HIS is not asked',
          todo: 'his.hl7v2.listen.enabled or his.hl7v2.bookingQuery',
        });
      }
      if (settings.bookingQuery !== 'none') findings.push(await bookingFinding(askBookings));
      return findings;
    },
    rehearse: event => {
      const place = places.of(event.servicePointId);
      const messages = messagesOf(event, {
        settings,
        facilityCode,
        identifiers: identifiersOf(event.identity, settings.identifiers),
        candidates: [],
        location: place?.code ?? event.servicePointId,
        booking: undefined,
        firstVisitId: undefined,
        charge: undefined,
        now: clock.now(),
      });
      const types = messages.map(({ type }) => `${type[0]}^${type[1]}`).join(', ');
      const findings: HisFinding[] = [
        { state: 'ok', detail: `would send ${types}; HL7 v2 has no way to try without storing` },
      ];
      return Promise.resolve(findings);
    },
  };
};
