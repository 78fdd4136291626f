import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type LookUpState, lookUpStateOf } from '../insurance/look-up-state.ts';
import { openPortal } from '../insurance/open-insurance.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type Queryable } from '../storage/database.ts';
import { type Finding, failed, ok, warning } from './finding.ts';
import { ADVICE, reached, tokenStep } from './portal-steps.ts';
import { runningHub } from './register.ts';
import { type Settings } from './settings.ts';

const NAME = 'insurance portal';

/** Whether the portal is there and gives a token; patients are received either way. */
export const portalFindings = async (settings: Settings): Promise<readonly Finding[]> => {
  const { portal } = settings.config.insurance;
  if (portal === undefined) return [];
  try {
    const client = openPortal(portal, process.env, systemClock, Math.random);
    const address = await reached(new URL(portal.url));
    if (address.state !== 'ok') return [warning(NAME, address.detail, address.todo ?? '')];
    const token = await tokenStep(client);
    return token.state === 'ok'
      ? [ok(NAME, `${address.detail}, a token ${token.detail}`)]
      : [warning(NAME, `${address.detail}, no token: ${token.detail}`, token.todo ?? '')];
  } catch (error) {
    return [failed(NAME, error, 'set it where the hub is started')];
  }
};

/** What the database tells, and the hub of the portal it leaves alone. */
interface InsuranceState extends LookUpState {
  readonly restMs?: number | undefined;
}

const restFinding = (restMs: number | undefined): readonly Finding[] => {
  if (restMs === undefined || restMs === 0) return [];
  const seconds = Math.ceil(restMs / 1_000);
  return [
    warning(
      'insurance look-ups',
      `failed in a row: the portal is left alone for ${seconds} s, patients do not wait for it`,
      'nothing, if the portal is down; else npm run hub -- insurance test',
    ),
  ];
};

const waitingFinding = ({ waiting, leftYesterday }: InsuranceState): Finding => {
  const detail = `${waiting} to be looked up again, ${leftYesterday} of yesterday not verified`;
  return leftYesterday === 0
    ? ok('unverified cards', detail)
    : warning(
        'unverified cards',
        detail,
        'npm run hub -- insurance unverified --day …: a clerk looks them up by hand',
      );
};

/** What the hub knows of its look-ups: alarms, a portal left alone, visits that wait. */
export const lookUpFindings = ({ config }: Settings, state: InsuranceState): readonly Finding[] => {
  if (config.insurance.portal === undefined) return [];
  return [
    ...restFinding(state.restMs),
    ...state.alarms.map(({ alarm, firstAt, number }) =>
      warning('insurance alarm', `${alarm} since ${firstAt}, ${number} times`, ADVICE[alarm]),
    ),
    waitingFinding(state),
  ];
};

/** The same from the database, beside the hub that asks the portal, where one runs. */
export const lookUpFindingsBeside = async (
  settings: Settings,
  database: Queryable,
): Promise<readonly Finding[]> => {
  if (settings.config.insurance.portal === undefined) return [];
  const hub = await runningHub(settings);
  const told = await hub?.register.insuranceState({}).catch(() => undefined);
  const state = await lookUpStateOf(database, businessDayOf(systemClock.now()));
  return lookUpFindings(settings, { ...state, restMs: told?.restMs });
};
