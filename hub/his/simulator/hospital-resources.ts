import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePoint,
} from '../../../core/identity/synthetic-hospital.ts';
import { translationOf } from '../fhir-r4/localised-text.ts';
import {
  type ChargeItemDefinition,
  type FhirLocation,
  type HealthcareService,
  type Organization,
  type Schedule,
} from '../fhir-r4/resources.ts';
import { CODES, EXTENSIONS, type IdentifierSystems } from '../fhir-r4/systems.ts';
import { type StoredResource } from './resource-store.ts';

const HOSPITAL_ID = 'hospital';
/** The hospital's own price list; national codes would stand here. */
const SERVICE_CODES = 'urn:tiep-don:cs:simulated-price-list';

export const scheduleIdOf = (pointId: string): string => `walk-in-${pointId}`;

const organization = (systems: IdentifierSystems): Organization & { id: string } => ({
  resourceType: 'Organization',
  id: HOSPITAL_ID,
  identifier: [{ system: systems.facility, value: SYNTHETIC_HOSPITAL.facilityCode }],
  active: true,
  name: SYNTHETIC_HOSPITAL.name.vi,
  _name: translationOf(SYNTHETIC_HOSPITAL.name),
});

/** `floor-2` of `Tầng 2`: one Location per floor, shared by its rooms. */
const floorIdOf = (point: SyntheticServicePoint): string =>
  `floor-${point.floor.vi.replace(/\D/g, '')}`;

const floorOf = (point: SyntheticServicePoint): FhirLocation & { id: string } => ({
  resourceType: 'Location',
  id: floorIdOf(point),
  status: 'active',
  name: point.floor.vi,
  _name: translationOf(point.floor),
  mode: 'instance',
  physicalType: { coding: [{ system: CODES.physicalType, code: 'lvl', display: 'Level' }] },
});

const roomOf = (
  point: SyntheticServicePoint,
  systems: IdentifierSystems,
): FhirLocation & { id: string } => ({
  resourceType: 'Location',
  id: `room-${point.id}`,
  identifier: [{ system: systems.room, value: point.room }],
  status: 'active',
  name: point.name.vi,
  description: point.directions.vi,
  _description: translationOf(point.directions),
  mode: 'instance',
  physicalType: { coding: [{ system: CODES.physicalType, code: 'ro', display: 'Room' }] },
  partOf: { reference: `Location/${floorIdOf(point)}` },
});

const serviceOf = (
  point: SyntheticServicePoint,
  systems: IdentifierSystems,
): HealthcareService & { id: string } => ({
  resourceType: 'HealthcareService',
  id: point.id,
  extension: [
    { url: EXTENSIONS.pictogram, valueCode: point.pictogram },
    {
      url: EXTENSIONS.numberSeries,
      extension: [
        { url: 'normal', valueCode: point.series.normal },
        { url: 'priority', valueCode: point.series.priority },
      ],
    },
    { url: EXTENSIONS.minutesPerPatient, valueDecimal: point.minutesPerPatient },
  ],
  identifier: [{ system: systems.servicePoint, value: point.id }],
  active: true,
  providedBy: { reference: `Organization/${HOSPITAL_ID}` },
  category: [{ coding: [{ system: CODES.servicePointKind, code: point.kind }] }],
  type: [{ coding: [{ system: SERVICE_CODES, code: `KB-${point.id}` }] }],
  location: [{ reference: `Location/room-${point.id}` }],
  name: point.name.vi,
  _name: translationOf(point.name),
});

const chargeOf = (point: SyntheticServicePoint): ChargeItemDefinition & { id: string } => ({
  resourceType: 'ChargeItemDefinition',
  id: `price-${point.id}`,
  url: `urn:tiep-don:simulated-price:${point.id}`,
  status: 'active',
  title: `Khám ${point.name.vi}`,
  code: { coding: [{ system: SERVICE_CODES, code: `KB-${point.id}` }] },
  propertyGroup: [
    { priceComponent: [{ type: 'base', amount: { value: point.price, currency: 'VND' } }] },
  ],
});

const scheduleOf = (point: SyntheticServicePoint): Schedule & { id: string } => ({
  resourceType: 'Schedule',
  id: scheduleIdOf(point.id),
  active: true,
  actor: [{ reference: `HealthcareService/${point.id}` }],
  comment: 'Walk-in sessions',
});

/** Everything of the hospital that stays the same from day to day, in order of reference. */
export const hospitalResources = (systems: IdentifierSystems): readonly StoredResource[] => {
  const floors = new Map(
    SYNTHETIC_SERVICE_POINTS.map(point => [floorIdOf(point), floorOf(point)] as const),
  );
  return [
    organization(systems),
    ...floors.values(),
    ...SYNTHETIC_SERVICE_POINTS.flatMap(point => [
      roomOf(point, systems),
      serviceOf(point, systems),
      chargeOf(point),
      scheduleOf(point),
    ]),
  ];
};
