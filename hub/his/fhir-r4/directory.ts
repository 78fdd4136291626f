import {
  type ServicePoint,
  numberClassSchema,
  pictogramSchema,
} from '../../../core/contract/catalogue.ts';
import { idSchema } from '../../../core/contract/primitives.ts';
import { type HisServicePoint } from '../his.ts';
import { type PointReferences } from './check-in-bundle.ts';
import { localisedOf } from './localised-text.ts';
import {
  type ChargeItemDefinition,
  type FhirLocation,
  type HealthcareService,
  type Schedule,
  type Slot,
} from './resources.ts';
import { CODES, EXTENSIONS, type IdentifierSystems } from './systems.ts';

/** What was read of the HIS to know its service points. */
export interface DirectoryReading {
  readonly services: readonly HealthcareService[];
  readonly locations: readonly FhirLocation[];
  readonly charges: readonly ChargeItemDefinition[];
  readonly schedules: readonly Schedule[];
  /** Walk-in slots of the day. */
  readonly slots: readonly Slot[];
}

/** A service point with its place in the HIS; `waiting` is counted separately. */
export interface DirectoryPoint {
  readonly point: Omit<HisServicePoint, 'waiting'>;
  readonly references: PointReferences;
}

/** Only the hospital's own id if it fits where ids go; else the resource's. */
const pointIdOf = (service: HealthcareService, systems: IdentifierSystems): string | undefined => {
  const own = service.identifier?.find(({ system }) => system === systems.servicePoint)?.value;
  return [own, service.id].find(candidate => idSchema.safeParse(candidate).success);
};

const kindOf = (service: HealthcareService): ServicePoint['kind'] =>
  (service.category ?? [])
    .flatMap(({ coding = [] }) => coding)
    .some(({ system, code }) => system === CODES.servicePointKind && code === 'counter')
    ? 'counter'
    : 'clinic';

const extensionOf = (service: HealthcareService, url: string) =>
  service.extension?.find(extension => extension.url === url);

const seriesOf = (service: HealthcareService): HisServicePoint['series'] => {
  const parts = extensionOf(service, EXTENSIONS.numberSeries)?.extension ?? [];
  const [normal, priority] = numberClassSchema.options.map(
    numberClass => parts.find(({ url }) => url === numberClass)?.valueCode,
  );
  return normal === undefined || priority === undefined ? undefined : { normal, priority };
};

/** A charge belongs to a service where they share a code (the hospital's price list). */
const priceOf = (
  service: HealthcareService,
  charges: readonly ChargeItemDefinition[],
): number | undefined => {
  const codes = (service.type ?? []).flatMap(({ coding = [] }) => coding);
  const charge = charges.find(({ code }) =>
    (code?.coding ?? []).some(({ system, code: own }) =>
      codes.some(coding => coding.system === system && coding.code === own && own !== undefined),
    ),
  );
  const components = (charge?.propertyGroup ?? []).flatMap(
    ({ priceComponent = [] }) => priceComponent,
  );
  const amount = components.find(({ type }) => type === 'base')?.amount;
  return amount?.currency === 'VND' && Number.isSafeInteger(amount.value)
    ? amount.value
    : undefined;
};

/** Walk-in slots say whether the service takes more people; without any, being active says it. */
const stateOf = (service: HealthcareService, reading: DirectoryReading): ServicePoint['state'] => {
  if (service.active === false) return 'closed';
  const reference = `HealthcareService/${service.id ?? ''}`;
  const schedules = reading.schedules.filter(({ actor }) =>
    actor.some(one => one.reference === reference),
  );
  const slots = reading.slots.filter(({ schedule }) =>
    schedules.some(({ id }) => schedule.reference === `Schedule/${id ?? ''}`),
  );
  if (slots.length === 0 || slots.some(({ status }) => status === 'free')) return 'open';
  return slots.some(({ status }) => status === 'busy') ? 'full' : 'closed';
};

const placeOf = (
  service: HealthcareService,
  reading: DirectoryReading,
  systems: IdentifierSystems,
) => {
  const reference = service.location?.[0]?.reference;
  const location = reading.locations.find(({ id }) => reference === `Location/${id ?? ''}`);
  const level = reading.locations.find(
    ({ id }) => id !== undefined && location?.partOf?.reference === `Location/${id}`,
  );
  const room = location?.identifier?.find(({ system }) => system === systems.room)?.value;
  return {
    reference,
    room: room ?? location?.name,
    floor: localisedOf(level?.name, level?._name),
    directions: localisedOf(location?.description, location?._description),
  };
};

const present = <T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** The service points of a reading; what has no usable id or name cannot be shown and is left out. */
export const directoryOf = (
  reading: DirectoryReading,
  systems: IdentifierSystems,
): readonly DirectoryPoint[] =>
  reading.services.flatMap(service => {
    const id = pointIdOf(service, systems);
    const name = localisedOf(service.name, service._name);
    if (id === undefined || service.id === undefined || name === undefined) return [];
    const place = placeOf(service, reading, systems);
    const pictogram = pictogramSchema.safeParse(
      extensionOf(service, EXTENSIONS.pictogram)?.valueCode,
    );
    const point: DirectoryPoint['point'] = {
      id,
      kind: kindOf(service),
      name,
      state: stateOf(service, reading),
      ...present({
        pictogram: pictogram.data,
        room: place.room?.slice(0, 20),
        floor: place.floor,
        directions: place.directions,
        series: seriesOf(service),
        price: priceOf(service, reading.charges),
        minutesPerPatient: extensionOf(service, EXTENSIONS.minutesPerPatient)?.valueDecimal,
      }),
    };
    return [
      {
        point,
        references: {
          service: `HealthcareService/${service.id}`,
          ...(place.reference === undefined ? {} : { location: place.reference }),
        },
      },
    ];
  });
