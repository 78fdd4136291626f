import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type Catalogue } from '../../../core/contract/catalogue.ts';
import { asFaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { addDays, businessDayOf } from '../../../core/scheduling/business-day.ts';
import { type His, type HisCatalogue } from '../his.ts';
import { noAuthorization } from './authorization.ts';
import { type TransactionMode, createBundleWriter } from './bundle-writer.ts';
import { deliver, verdictOfAttempt } from './delivery.ts';
import { type DirectoryPoint, directoryOf } from './directory.ts';
import { FhirFailure } from './fhir-failure.ts';
import { examinationOf } from './examination.ts';
import { type Authorization, type FhirClient, type SearchParameters } from './fhir-client.ts';
import { billsDue } from './invoices.ts';
import { localisedOf } from './localised-text.ts';
import { lookUp, onDay } from './lookup.ts';
import { tellReceipt } from './receipts.ts';
import { type Bundle, type Organization, type ResourceOf, type ResourceType } from './resources.ts';
import { findSlip } from './slips.ts';
import { CODES, type IdentifierSystems } from './systems.ts';
import { ticketChangeOf } from './ticket-mapping.ts';

export interface FhirHisOptions {
  /** Asks while a patient waits. */
  readonly client: FhirClient;
  /** Delivers; may wait longer. */
  readonly deliveryClient: FhirClient;
  readonly systems: IdentifierSystems;
  readonly clock: Clock;
  /** 5-digit code of this hospital. */
  readonly facilityCode: string;
  /** As the clients have it. */
  readonly authorization?: Authorization;
  readonly transactions?: TransactionMode;
}

const PAGE = '500';

/** The clock of the HIS may be behind ours by so much; what is read twice changes nothing. */
const CLOCK_TOLERANCE_MS = 120_000;

const hospitalOf = (
  organizations: readonly Organization[],
  systems: IdentifierSystems,
): Catalogue['hospital'] | undefined => {
  for (const organization of organizations) {
    const name = localisedOf(organization.name, organization._name);
    const facilityCode = organization.identifier?.find(
      ({ system, value }) => system === systems.facility && /^\d{5}$/.test(value ?? ''),
    )?.value;
    if (name !== undefined && facilityCode !== undefined) return { name, facilityCode };
  }
  return undefined;
};

const directorySearches = (
  day: BusinessDay,
  facility: string,
): readonly (readonly [ResourceType, SearchParameters])[] => [
  ['HealthcareService', { _count: PAGE }],
  ['Location', { _count: PAGE }],
  ['ChargeItemDefinition', { _count: PAGE }],
  ['Schedule', { active: 'true', _count: PAGE }],
  [
    'Slot',
    {
      start: [`ge${day}T00:00:00+07:00`, `lt${addDays(day, 1)}T00:00:00+07:00`],
      'appointment-type': WALK_IN,
      _count: PAGE,
    },
  ],
  ['Organization', { identifier: facility }],
];

/** HL7 v2 table 0276: a previously unscheduled walk-in visit. */
const WALK_IN = 'http://terminology.hl7.org/CodeSystem/v2-0276|WALKIN';

const pointIdIn =
  (points: readonly DirectoryPoint[]) =>
  (reference: string): string | undefined =>
    points.find(
      ({ references }) => references.service === reference || references.location === reference,
    )?.point.id;

/** A hospital information system that speaks FHIR R4. */
export const createFhirHis = (options: FhirHisOptions): His => {
  const { client, deliveryClient, systems, clock, facilityCode } = options;
  const { authorization = noAuthorization, transactions = 'auto' } = options;
  const writer = createBundleWriter(deliveryClient, transactions);
  let directory: readonly DirectoryPoint[] | undefined;
  /** Moment up to which the states of tickets were read. */
  let statesReadAt = 0;

  /** @throws FhirFailure where an answer is not complete in one page of that size. */
  const all = <T extends ResourceType>(bundle: Bundle | undefined, type: T): ResourceOf<T>[] => {
    if (bundle?.link?.some(({ relation }) => relation === 'next') === true) {
      throw new FhirFailure(
        { fault: 'his-protocol', next: { action: 'again', scope: 'system' } },
        `more than ${PAGE} ${type}`,
      );
    }
    return (bundle?.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === type ? [resource as ResourceOf<T>] : [],
    );
  };

  const readDirectory = async (day: BusinessDay) => {
    const searches = directorySearches(day, `${systems.facility}|${facilityCode}`);
    const [services, locations, charges, schedules, slots, organizations] =
      await client.searchMany(searches);
    directory = directoryOf(
      {
        services: all(services, 'HealthcareService'),
        locations: all(locations, 'Location'),
        charges: all(charges, 'ChargeItemDefinition'),
        schedules: all(schedules, 'Schedule'),
        slots: all(slots, 'Slot'),
      },
      systems,
    );
    return { points: directory, hospital: hospitalOf(all(organizations, 'Organization'), systems) };
  };

  const knownDirectory = async (): Promise<readonly DirectoryPoint[]> =>
    directory ?? (await readDirectory(businessDayOf(clock.now()))).points;

  /** People with a ticket who were not called, per service point. */
  const countWaiting = async (
    points: readonly DirectoryPoint[],
    day: BusinessDay,
  ): Promise<readonly number[]> => {
    const answers = await client.searchMany(
      points.map(({ references }) => [
        'Task',
        {
          owner: references.service,
          'business-status': `${CODES.queueStatus}|waiting`,
          'authored-on': `ge${day}T00:00:00+07:00`,
          _summary: 'count',
          _total: 'accurate',
        },
      ]),
    );
    return answers.map(({ total = 0 }) => total);
  };

  return {
    async probe() {
      await client.capabilities();
    },
    examination: examinationOf({ client, authorization, systems, transactions }),
    async lookup(claim, day) {
      const pointIdOf = pointIdIn(await knownDirectory());
      return lookUp({ client, systems, facilityCode, pointIdOf }, claim, day);
    },
    async slip(question) {
      const pointIdOf = pointIdIn(await knownDirectory());
      return findSlip({ client, systems, pointIdOf }, question);
    },
    async catalogue(day): Promise<HisCatalogue> {
      const { points, hospital } = await readDirectory(day);
      const waiting = await countWaiting(points, day);
      return {
        ...(hospital === undefined ? {} : { hospital }),
        servicePoints: points.map(({ point }, index) => ({
          ...point,
          waiting: waiting[index] ?? 0,
        })),
      };
    },
    async ticketStates(day) {
      const startedAt = clock.now();
      const since = new Date(statesReadAt - CLOCK_TOLERANCE_MS).toISOString();
      const tasks = await client.search('Task', {
        'authored-on': onDay(day),
        ...(statesReadAt === 0 ? {} : { _lastUpdated: `ge${since}` }),
        _count: PAGE,
      });
      statesReadAt = startedAt;
      return tasks.flatMap(task => ticketChangeOf(task, systems) ?? []);
    },
    billsDue: (patient, day) => billsDue(client, patient, day),
    deliverReceipt: delivery =>
      verdictOfAttempt(delivery.attemptsBefore, attemptsBefore =>
        tellReceipt(
          { ...delivery, attemptsBefore },
          { client: deliveryClient, writer, systems, facilityCode },
        ),
      ),
    async deliver(delivery) {
      try {
        const points = await knownDirectory();
        const referencesOf = (id: string) =>
          points.find(({ point }) => point.id === id)?.references;
        return await deliver(delivery, { client: deliveryClient, writer, systems, referencesOf });
      } catch (error) {
        const diagnosis =
          error instanceof FhirFailure ? error.diagnosis : { fault: asFaultError(error).code };
        return { verdict: 'later', scope: 'system', diagnosis };
      }
    },
  };
};
