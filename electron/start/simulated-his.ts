import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePoint,
} from '../../core/identity/synthetic-hospital.ts';

/** What the hospital system of the demonstration speaks. */
export const HIS_DIALECTS = ['fhir-r4', 'medipay-rest', 'hl7v2'] as const;
export type HisDialect = (typeof HIS_DIALECTS)[number];

/** A simulated hospital system as a program, and what the hub has to know of it. */
export interface SimulatedHis {
  readonly entry: string;
  readonly language: string;
  readonly args: (port: string) => readonly string[];
  /** Address of the hospital system for the hub. */
  readonly address: (port: string) => string;
  /** The hub's configuration for it. */
  readonly configuration: object;
  /** Handed to both sides. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SimulatedHisPlace {
  readonly dataDirectory: string;
  /** Where the hub listens for a hospital system that tells things on its own account. */
  readonly hubListenPort: number;
}

const pointsWith = (more: (point: SyntheticServicePoint) => object): object =>
  Object.fromEntries(
    SYNTHETIC_SERVICE_POINTS.map(point => [
      point.id,
      { kind: point.kind, name: point.name, ...more(point) },
    ]),
  );

/** Rooms, ways, letters and prices, for a hospital system that has no words for them. */
const PLACES: object = Object.fromEntries(
  SYNTHETIC_SERVICE_POINTS.map(({ id, kind: _kind, name: _name, ...rest }) => [id, rest]),
);

/** It protects nothing: both programs and all their people are invented. */
const DEMONSTRATION_KEY = 'tiep-don-demonstration';

const FHIR = ({ dataDirectory }: SimulatedHisPlace): SimulatedHis => ({
  entry: 'hub/his/simulator/main.ts',
  language: 'FHIR R4',
  args: port => ['--data', join(dataDirectory, 'his'), '--port', port],
  address: port => `http://127.0.0.1:${port}/fhir`,
  configuration: { his: { dialect: 'fhir-r4' } },
  environment: {},
});

const MEDIPAY_REST = (): SimulatedHis => ({
  entry: 'hub/his/medipay-rest/simulator/main.ts',
  language: 'kiosk REST contract',
  args: port => ['--port', port],
  address: port => `http://127.0.0.1:${port}`,
  configuration: {
    servicePoints: PLACES,
    his: {
      dialect: 'medipay-rest',
      medipayRest: {
        paths: { slips: '/giay-to' },
        visitTypes: { insured: '1', selfPay: '2' },
        debtField: 'NO_CU',
        ticketStates: { '1': 'waiting', '2': 'serving', '3': 'done' },
        billKinds: { '1': 'services', '2': 'medicine' },
        servicePoints: pointsWith(({ id, kind }) =>
          kind === 'counter'
            ? {}
            : {
                departmentId: `K-${id}`.toUpperCase(),
                serviceId: `DV-${id}`.toUpperCase(),
              },
        ),
      },
    },
  },
  environment: { HIS_SIGNING_KEY: DEMONSTRATION_KEY },
});

const HL7V2 = ({ hubListenPort }: SimulatedHisPlace): SimulatedHis => ({
  entry: 'hub/his/hl7v2/simulator/main.ts',
  language: 'HL7 v2 over MLLP',
  args: port => ['--port', port, '--hub-port', String(hubListenPort), '--bookings'],
  address: port => `mllp://127.0.0.1:${port}`,
  configuration: {
    servicePoints: PLACES,
    his: {
      dialect: 'hl7v2',
      hl7v2: {
        listen: { enabled: true, port: hubListenPort },
        bookingQuery: 'sqm-s25',
        servicePoints: pointsWith(() => ({})),
      },
    },
  },
  environment: {},
});

const SIMULATED: Readonly<Record<HisDialect, (place: SimulatedHisPlace) => SimulatedHis>> = {
  'fhir-r4': FHIR,
  'medipay-rest': MEDIPAY_REST,
  hl7v2: HL7V2,
};

export const simulatedHis = (dialect: HisDialect, place: SimulatedHisPlace): SimulatedHis =>
  SIMULATED[dialect](place);

/** Writes the hub's configuration for it. @returns the file. */
export const writeHubConfiguration = (
  dataDirectory: string,
  his: SimulatedHis,
  rest: object,
): string => {
  const folder = join(dataDirectory, 'hub');
  const file = join(folder, 'demonstration.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify({ ...his.configuration, ...rest }, null, 2)}\n`);
  return file;
};
