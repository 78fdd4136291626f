import { existsSync } from 'node:fs';
import type { Catalogue } from '../../core/contract/catalogue.ts';
import type { Output } from '../../core/contract/contract.ts';
import { asFaultError, type FaultCode, FaultError } from '../../core/contract/errors.ts';
import type { DeviceStatus } from '../../core/contract/device.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Enrolment } from '../enrolment/enrolment-record.ts';
import { findChromium } from '../browser-shell/find-chromium.ts';
import { findElectron } from '../start/find-electron.ts';
import { freeBytesOf, readPressure } from '../outbox/pressure-gauge.ts';
import { type PressureReading, stepAfter } from '../outbox/pressure-steps.ts';
import type { KioskInspector, OutboxCounts } from '../storage/kiosk-store.ts';
import { NEEDED_NODE_API } from '../storage/runtime-guard.ts';
import { adviceOf, conditionOf } from '../../core/words/device-advice.ts';
import { type Answer, columns } from './output.ts';

/** One thing that was looked at, and what to do where it is not as it should be. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly advice?: string;
}

/** What this kiosk keeps of its hub, and for it. */
export interface HubRecord {
  readonly enrolment: Enrolment | undefined;
  /** Visits that the hub does not have yet. */
  readonly unsent: number;
}

/** Steps of the self-test, in the order in which one depends on the other. */
export interface DoctorParts {
  readonly dataDirectory: string;
  readonly rendererDirectory: string;
  readonly openInspector: () => Promise<KioskInspector>;
  readonly deviceStatuses: () => Promise<readonly DeviceStatus[]>;
  readonly hubRecord: () => Promise<HubRecord>;
  readonly addressOf: (enrolment: Enrolment) => string;
  readonly hello: (enrolment: Enrolment) => Promise<Output<HubContract, 'hello'>>;
  /** The configuration still names the secret of earlier versions. */
  readonly hasFormerSecret: boolean;
  readonly counterId: string;
  readonly clock: Clock;
}

type Step = readonly [
  check: string,
  look: (parts: DoctorParts) => Promise<readonly Finding[]> | readonly Finding[],
];

const fine = (check: string, found: string): Finding => ({ check, ok: true, found });
const wrong = (check: string, found: string, advice: string): Finding => ({
  check,
  ok: false,
  found,
  advice,
});

/** A clock this far from the hub's puts visits on the wrong day around midnight. */
const CLOCK_TOLERANCE_MS = 60_000;

const runtime = (): readonly Finding[] => {
  const has = Number(process.versions['napi']);
  const found = `Node.js ${process.version}, Node-API ${has}`;
  return [
    has >= NEEDED_NODE_API
      ? fine('runtime', found)
      : wrong('runtime', found, 'start through npm: it brings its own Node.js 24'),
  ];
};

const pages = ({ rendererDirectory }: DoctorParts): readonly Finding[] => [
  existsSync(rendererDirectory)
    ? fine('pages', rendererDirectory)
    : wrong('pages', 'not built', 'run npm run build'),
];

const noShell = (): readonly [found: string, advice: string] =>
  process.getuid?.() === 0
    ? ['none for root', 'run the kiosk as a user of its own: Chromium refuses root']
    : ['no Electron, no Chromium', 'install Chromium, or run npx install-electron'];

const shells = (): readonly Finding[] => {
  const electron = findElectron();
  const browser = findChromium();
  const there = [
    ...(electron === null ? [] : [`Electron ${electron}`]),
    ...(browser === null ? [] : [`browser ${browser.executable}`]),
  ];
  return [there.length > 0 ? fine('shell', there.join(', ')) : wrong('shell', ...noShell())];
};

const counterFinding = (catalogue: Catalogue, counterId: string): Finding => {
  const counters = catalogue.servicePoints.filter(({ kind }) => kind === 'counter');
  const names = counters.map(({ id }) => id).join(', ');
  return counters.some(({ id }) => id === counterId)
    ? fine('counter', counterId)
    : wrong(
        'counter',
        `the hospital has no ${counterId}`,
        `set counterServicePointId to one of: ${names}`,
      );
};

/** What patients and staff notice of a step. */
const GIVES_WAY: Readonly<Record<Exclude<PressureStep, 'ample'>, string>> = {
  filling: 'nothing is left out yet: look why the hub does not take them, or make room',
  tight: 'no pictures are kept: look why the hub does not take them, or make room',
  'slips-only': 'everybody gets a slip for the counter: bring the hub back, or make room',
  closed: 'no number is given: bring the hub back, or make room',
};

/** The step as a kiosk would take it now: by what waits, and by the room on its disk. */
export const outboxFinding = (counts: OutboxCounts, reading: PressureReading): Finding => {
  const step = stepAfter('ample', reading);
  const dead = counts.rejected + counts.failed;
  const waiting = counts.queued + counts.inFlight;
  const found = [
    `${waiting} waiting`,
    ...(dead === 0 ? [] : [`${dead} not accepted`]),
    `step ${step}`,
  ].join(', ');
  if (step !== 'ample') return wrong('outbox', found, GIVES_WAY[step]);
  return dead === 0
    ? fine('outbox', found)
    : wrong('outbox', found, 'look at them with outbox list');
};

const data = async ({
  openInspector,
  dataDirectory,
  counterId,
}: DoctorParts): Promise<readonly Finding[]> => {
  const inspector = await openInspector();
  try {
    const { findings } = await inspector.check();
    const counts = inspector.outbox.counts();
    const catalogue = inspector.caches.catalogue();
    const freeBytes = freeBytesOf(dataDirectory);
    return [
      fine('data', dataDirectory),
      ...findings.map(finding =>
        finding.ok
          ? fine(finding.check, finding.found)
          : wrong(finding.check, finding.found, `expected ${finding.expected}: docs/recovery.md`),
      ),
      outboxFinding(counts, await readPressure({ outbox: inspector.outbox, freeBytes })),
      ...(catalogue === undefined ? [] : [counterFinding(catalogue, counterId)]),
    ];
  } finally {
    inspector.close();
  }
};

const devices = async ({ deviceStatuses }: DoctorParts): Promise<readonly Finding[]> => {
  const statuses = await deviceStatuses();
  return statuses.map(status => {
    const check = `device ${status.deviceId}`;
    const found = `${status.driver}: ${conditionOf(status)}`;
    const advice = adviceOf(status);
    if (status.state === 'unavailable' || status.state === 'starting') {
      return wrong(check, found, advice ?? 'wait a moment, and look again');
    }
    return advice === undefined ? fine(check, found) : fine(check, `${found} (${advice})`);
  });
};

/** Visits of a kiosk without a hub are not lost, and whoever reads this shall know. */
const waiting = (unsent: number): string =>
  unsent === 0 ? '' : `; ${unsent} not sent, kept here until it joins again`;

const joining = ({ enrolment, unsent }: HubRecord): Finding | undefined => {
  if (enrolment === undefined) {
    return wrong(
      'hub',
      `not joined yet${waiting(unsent)}`,
      'hub enrol new on the hub, then kiosk enrol CODE here',
    );
  }
  const { kioskId, revokedAt } = enrolment;
  if (revokedAt === undefined) return undefined;
  return wrong(
    'hub',
    `${kioskId} was revoked by the hub, known since ${revokedAt}${waiting(unsent)}`,
    `to take it in again: hub enrol new --kiosk ${kioskId} on the hub, then kiosk enrol CODE here`,
  );
};

const formerSecret = ({ hasFormerSecret }: DoctorParts): readonly Finding[] =>
  hasFormerSecret
    ? [fine('configuration', 'hubSecretFile does nothing any more: remove it, and the file')]
    : [];

const hub = async (parts: DoctorParts): Promise<readonly Finding[]> => {
  const record = await parts.hubRecord();
  const { enrolment } = record;
  const missing = joining(record);
  if (missing !== undefined || enrolment === undefined) {
    return [...(missing === undefined ? [] : [missing]), ...formerSecret(parts)];
  }
  const { clock } = parts;
  const hello = await parts.hello(enrolment).catch((cause: unknown) => {
    if (cause instanceof FaultError && cause.code === 'kiosk-revoked') return undefined;
    throw cause;
  });
  if (hello === undefined) {
    const revokedAt = new Date(clock.now()).toISOString();
    const revoked = joining({ ...record, enrolment: { ...enrolment, revokedAt } });
    return [...(revoked === undefined ? [] : [revoked]), ...formerSecret(parts)];
  }
  const skew = Date.parse(hello.now) - clock.now();
  const seconds = Math.round(skew / 1000);
  return [
    fine('hub', `${parts.addressOf(enrolment)} as ${enrolment.kioskId}, version ${hello.version}`),
    Math.abs(skew) <= CLOCK_TOLERANCE_MS
      ? fine('clock', `${seconds} s from the hub`)
      : wrong('clock', `${seconds} s from the hub`, 'turn on time synchronisation (NTP)'),
    hello.his === 'reachable'
      ? fine('hospital system', 'reachable from the hub')
      : wrong(
          'hospital system',
          'away',
          'check-ins wait in the hub: look at npm run hub -- doctor',
        ),
    ...formerSecret(parts),
  ];
};

const STEPS: readonly Step[] = [
  ['runtime', runtime],
  ['pages', pages],
  ['shell', shells],
  ['data', data],
  ['devices', devices],
  ['hub', hub],
];

const ADVICE_ON_FAILURE: Partial<Record<FaultCode, string>> = {
  'not-possible-now': 'start the kiosk once',
  'data-unreadable': 'docs/recovery.md, "Damaged database"',
  'config-invalid': 'mend the configuration: config check',
  'hub-unauthorised': 'the hub does not know the key of this machine: let it join again',
  'hub-not-trusted':
    'something else answers there, or the hub has another certificate: docs/recovery.md, "Certificate"',
  'clock-skew': 'set both machines by NTP: from five minutes on the hub takes nothing',
  'kiosk-revoked': 'to take it in again: hub enrol new on the hub, then kiosk enrol CODE here',
  'hub-unreachable': 'look at the network, the address of the hub, and npm run hub -- doctor',
  'hub-timeout': 'look at the network and npm run hub -- doctor',
  'storage-failed':
    'a database or its disk refuses: docs/recovery.md, "Disk full"; at the hub, npm run hub -- doctor',
};

/** Looks at everything a check-in needs. One step that fails does not keep the others from looking. */
export const doctor = async (parts: DoctorParts): Promise<Answer> => {
  const findings: Finding[] = [];
  for (const [check, look] of STEPS) {
    try {
      findings.push(...(await look(parts)));
    } catch (cause) {
      const fault = asFaultError(cause);
      const advice = ADVICE_ON_FAILURE[fault.code] ?? 'docs/recovery.md';
      findings.push(wrong(check, fault.message, advice));
    }
  }
  return {
    json: findings,
    lines: columns(
      findings.map(finding => [
        finding.ok ? 'ok' : 'LOOK',
        finding.check,
        finding.advice === undefined ? finding.found : `${finding.found} → ${finding.advice}`,
      ]),
    ),
    exitCode: findings.every(finding => finding.ok) ? 0 : 1,
  };
};
