import { connect } from 'node:net';
import { type FaultCode, FaultError, asFaultError } from '../../core/contract/errors.ts';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { type His, type HisFinding } from '../his/his.ts';
import { openHis } from '../his/open-his.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type HisAddress, hisAddress } from './his-address.ts';
import { type ExitCode, type Output } from './output.ts';
import { type Settings } from './settings.ts';

/** In this order; what comes after a failure of one of the first three would only repeat it. */
const STEPS = ['settings', 'connect', 'authorise', 'capability', 'patient', 'catalogue', 'write'];
const NEEDED_BY_ALL = ['settings', 'connect', 'authorise'];

interface StepResult {
  readonly step: string;
  readonly state: 'ok' | 'warning' | 'failure' | 'skipped';
  readonly detail: string;
  readonly todo?: string;
  readonly ms: number;
}

/** What to do about a fault; the setting with the address is named by the caller. */
const ADVICE: Partial<Readonly<Record<FaultCode, string>>> = {
  'config-invalid': 'put the setting right: npm run hub -- config check',
  'his-unreachable': 'is the HIS running, and does the firewall let this machine through?',
  'his-timeout': 'it is there and too slow: ask its maker, or raise his.lookupTimeoutMs',
  'his-unauthorised': 'check the token, key or secret in the environment, and the clock (NTP)',
  'his-busy': 'it asks to come again later: try in a minute',
  'his-protocol': 'something else answers at this address: check path and dialect',
  'his-rejected': 'it refuses the question: compare the settings with its description',
  'his-conflict': 'several records carry this number: have them merged in the HIS',
};

const reach = ({ host, port }: HisAddress, timeoutMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const fail = (code: FaultCode, why: string): void => {
      socket.destroy();
      reject(new FaultError(code, why));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => {
      fail('his-unreachable', `no connection within ${timeoutMs} ms`);
    });
    socket.once('error', error => {
      const code = 'code' in error ? String(error.code) : 'error';
      fail('his-unreachable', `no connection (${code})`);
    });
  });

/** A number nobody has: whoever answers "nobody" can be asked. */
const NOBODY = 'TIEP-DON-TEST';

const claimOf = (number: string | undefined): IdentityClaim => {
  const shown = number ?? NOBODY;
  return {
    method: 'patient-code',
    authenticity: 'not-checked',
    flags: [],
    ...(/^\d{12}$/.test(shown)
      ? { citizenNumber: shown }
      : /^\d{9}$/.test(shown)
        ? { oldNumber: shown }
        : { patientCode: shown.slice(0, 40) }),
  };
};

const day = (): string => businessDayOf(systemClock.now());

/** Nothing of the patient is printed: only that there is a record, and how complete it is. */
const lookUpPatient = async (his: His, number: string | undefined): Promise<HisFinding> => {
  const { patient, bookings, coverage } = await his.lookup(claimOf(number), day());
  if (number === undefined) {
    return patient === undefined
      ? { state: 'ok', detail: 'a number nobody has is answered with nobody' }
      : {
          state: 'warning',
          detail: 'somebody was found by a number nobody has',
          todo: 'do not go live: its search ignores what it is asked',
        };
  }
  if (patient === undefined) {
    return {
      state: 'warning',
      detail: 'nobody has this number',
      todo: 'name a patient the HIS knows: --patient <number>',
    };
  }
  const known = (['birthDate', 'gender', 'citizenNumber', 'patientCode'] as const).filter(
    field => patient.claim[field] !== undefined,
  );
  const record = ['name', ...known].join(', ');
  return {
    state: 'ok',
    detail: `found, with ${record}; ${bookings.length} bookings today; cover: ${coverage.reason}`,
  };
};

const readCatalogue = async (his: His, { config }: Settings): Promise<HisFinding> => {
  const { servicePoints } = await his.catalogue(day());
  const closed = servicePoints.filter(({ state }) => state !== 'open').map(({ id }) => id);
  const unpriced = servicePoints.filter(
    ({ id, kind, price }) =>
      kind === 'clinic' && (config.servicePoints[id]?.price ?? price) === undefined,
  );
  const detail = `${servicePoints.length} clinics and counters, ${closed.length} not open`;
  if (servicePoints.length === 0) {
    return { state: 'warning', detail: 'no clinic', todo: 'nobody can check in: enter them' };
  }
  return unpriced.length === 0
    ? { state: 'ok', detail }
    : {
        state: 'warning',
        detail: `${detail}; no price: ${unpriced.map(({ id }) => id).join(', ')}`,
        todo: 'set servicePoints.<id>.price',
      };
};

/** A visit of somebody who does not exist; it is never sent. */
const rehearsedVisit = (servicePointId: string): CheckInEvent => {
  const ids = timeOrderedIds(systemClock);
  return {
    type: 'check-in',
    eventId: ids.uuid(),
    kioskId: 'hub-his-test',
    aggregate: 'test',
    sequence: 1,
    occurredAt: instantOf(systemClock.now()),
    visitId: ids.uuid(),
    identity: {
      method: 'card-qr',
      citizenNumber: '001199999999',
      name: 'Nguyễn Thử Nghiệm',
      birthDate: '1999-01-01',
      gender: 'female',
      authenticity: 'not-checked',
      flags: [],
    },
    servicePointId,
    number: {
      servicePointId,
      day: day(),
      numberClass: 'normal',
      sequence: 1,
      label: 'A-0001',
      source: 'hub',
    },
    payer: { mode: 'self-pay', coverage: { reason: 'not-found' } },
    language: 'vi',
  };
};

type Step = () => Promise<readonly HisFinding[]>;

const stepsOf = (
  settings: Settings,
  address: HisAddress,
  patientNumber: string | undefined,
  opened: { his?: His },
): Readonly<Record<string, Step>> => {
  const { config } = settings;
  const his = (): His => opened.his ?? openHis(config, process.env, systemClock);
  const one = async (finding: Promise<HisFinding>) => [await finding];
  return {
    settings: () => {
      opened.his = openHis(config, process.env, systemClock);
      const { dialect } = config.his;
      return Promise.resolve([{ state: 'ok', detail: `${dialect} at ${address.address}` }]);
    },
    async connect() {
      await reach(address, config.his.lookupTimeoutMs);
      return [{ state: 'ok', detail: `${address.host}, port ${address.port}` }];
    },
    authorise: async () => {
      const finding = await his().examination?.authorise();
      return finding === undefined ? [] : [finding];
    },
    capability: async () => (await his().examination?.capability()) ?? [],
    patient: () => one(lookUpPatient(his(), patientNumber)),
    catalogue: () => one(readCatalogue(his(), settings)),
    async write() {
      const { servicePoints } = await his().catalogue(day());
      const clinic = servicePoints.find(({ kind }) => kind === 'clinic')?.id ?? 'none';
      return (await his().examination?.rehearse(rehearsedVisit(clinic))) ?? [];
    },
  };
};

const run = async (
  step: string,
  work: Step,
  address: HisAddress,
): Promise<readonly StepResult[]> => {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    return (await work()).map(finding => ({ step, ...finding, ms: ms() }));
  } catch (error) {
    const { code, message } = asFaultError(error);
    const where = code === 'config-invalid' ? '' : ` (${address.setting})`;
    const advice = `${ADVICE[code] ?? 'see the log of the HIS'}${where}`;
    return [{ step, state: 'failure', detail: `${message} [${code}]`, todo: advice, ms: ms() }];
  }
};

const MARK = { ok: 'ok  ', warning: 'warn', failure: 'FAIL', skipped: '-   ' } as const;

/**
 * Goes through the HIS of the configuration step by step, as a check-in would, and stores nothing.
 * @param patientNumber of somebody the HIS knows. @returns 1 where a step failed.
 */
export const testHis = async (
  settings: Settings,
  output: Output,
  patientNumber: string | undefined,
): Promise<ExitCode> => {
  const address = hisAddress(settings.config);
  const opened: { his?: His } = {};
  const steps = stepsOf(settings, address, patientNumber, opened);
  const results: StepResult[] = [];
  let isStopped = false;
  for (const step of STEPS) {
    const found: readonly StepResult[] = isStopped
      ? [{ step, state: 'skipped', detail: 'not tried', ms: 0 }]
      : await run(step, steps[step] ?? (() => Promise.resolve([])), address);
    isStopped ||= NEEDED_BY_ALL.includes(step) && found.some(({ state }) => state === 'failure');
    results.push(...found);
    if (output.json) continue;
    for (const { state, detail, todo, ms } of found) {
      const time = state === 'skipped' ? '' : ` (${ms} ms)`;
      output.line(`${MARK[state]}  ${step}: ${detail}${time}`);
      if (todo !== undefined) output.line(`      → ${todo}`);
    }
  }
  await opened.his?.close?.();
  const isWell = results.every(({ state }) => state === 'ok' || state === 'warning');
  if (output.json) {
    const { dialect } = settings.config.his;
    output.value({ ok: isWell, dialect, address: address.address, steps: results });
  }
  return isWell ? 0 : 1;
};
