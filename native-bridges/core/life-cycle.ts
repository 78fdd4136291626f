import { type DeviceStage } from '../../core/contract/device.ts';

/** What can happen to a device, whoever noticed it. */
export type LifeEvent =
  /** It was plugged in: hardware nobody knew of a moment ago. */
  | 'sighted'
  /** There is nothing to open. */
  | 'vanished'
  /** Its driver is being loaded and set up. */
  | 'opening'
  /** The driver says that it can be used. */
  | 'usable'
  /** A card was laid on it, or a job handed to it. */
  | 'work-begun'
  | 'work-ended'
  /** The driver says that it cannot be used, and goes on trying. */
  | 'failed'
  /** It is held to have taken its process down, or could not even be set up. */
  | 'struck'
  /** Its process is gone by no fault of its own. */
  | 'cut-off'
  /** The time in quarantine is over. */
  | 'rested'
  /** A person wants it tried again now. */
  | 'released';

/** One device's life so far; times in milliseconds of the clock. */
export interface DeviceLife {
  readonly stage: DeviceStage;
  /** When it was struck lately, oldest first. */
  readonly strikes: readonly number[];
  /** Quarantines in a row. */
  readonly quarantines: number;
  /** In quarantine: when the rest is over. Afterwards: until when one strike is enough. */
  readonly until?: number;
}

export const NEW_LIFE: DeviceLife = { stage: 'absent', strikes: [], quarantines: 0 };

/** So many strikes within the window, and it is set apart. */
export const MOST_STRIKES = 5;
export const STRIKE_WINDOW_MS = 120_000;
/** Doubled with every further quarantine in a row. */
export const REST_MS = 300_000;
export const LONGEST_REST_MS = 3_600_000;

type Row = Readonly<Partial<Record<LifeEvent, DeviceStage>>>;

/** What holds wherever a device stands outside quarantine. */
const ANYWHERE = {
  vanished: 'absent',
  opening: 'opening',
  usable: 'ready',
  failed: 'faulted',
  struck: 'faulted',
  'cut-off': 'faulted',
} as const satisfies Row;

/** An event that is not in its stage's row changes nothing. */
const TRANSITIONS: Readonly<Record<DeviceStage, Row>> = {
  absent: { ...ANYWHERE, sighted: 'detected' },
  detected: ANYWHERE,
  opening: ANYWHERE,
  ready: { ...ANYWHERE, 'work-begun': 'busy' },
  // What a driver says of paper in the middle of a ticket does not end the ticket.
  busy: { ...ANYWHERE, usable: 'busy', 'work-ended': 'ready' },
  faulted: { ...ANYWHERE, sighted: 'detected' },
  quarantined: { sighted: 'detected', rested: 'detected', released: 'detected' },
};

/** The life after an event; the same object where nothing changed. */
export const afterEvent = (life: DeviceLife, event: LifeEvent, now: number): DeviceLife => {
  const stage = TRANSITIONS[life.stage][event];
  if (stage === undefined) return life;
  if (event === 'struck') return afterStrike(life, now);
  if (event === 'rested') return { ...life, stage, until: now + STRIKE_WINDOW_MS };
  // Plugged in anew or asked for by a person: what was before counts no more.
  if (life.stage === 'quarantined') return { ...NEW_LIFE, stage };
  // What does its work is no device that takes its process down.
  if (event === 'work-ended') return { ...NEW_LIFE, stage };
  return stage === life.stage ? life : { ...life, stage };
};

const afterStrike = (life: DeviceLife, now: number): DeviceLife => {
  const onProbation = life.until !== undefined && now < life.until;
  const quarantines = onProbation ? life.quarantines : 0;
  const strikes = [...life.strikes.filter(at => now - at < STRIKE_WINDOW_MS), now];
  if (!onProbation && strikes.length < MOST_STRIKES) {
    return { stage: 'faulted', strikes, quarantines };
  }
  const rest = Math.min(REST_MS * 2 ** quarantines, LONGEST_REST_MS);
  return { stage: 'quarantined', strikes: [], quarantines: quarantines + 1, until: now + rest };
};

/**
 * Which of the devices of a process that crashed are held to be the reason: those being set up,
 * else those at work, else the only one there is. Of several that were idle nobody can tell.
 */
export const suspectsOf = <Device extends { readonly stage: DeviceStage }>(
  devices: readonly Device[],
): readonly Device[] => {
  for (const stage of ['opening', 'busy'] as const) {
    const suspects = devices.filter(device => device.stage === stage);
    if (suspects.length > 0) return suspects;
  }
  const running = devices.filter(({ stage }) => stage !== 'quarantined');
  return running.length === 1 ? running : [];
};
