import { type DeviceStage } from '../../core/contract/device.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { afterEvent, NEW_LIFE, suspectsOf, type DeviceLife, type LifeEvent } from './life-cycle.ts';

export interface DeviceLivesOptions {
  readonly ids: readonly string[];
  readonly clock: Clock;
  /** A device went from one stage to another; not called where it stayed. */
  readonly onChange: (id: string, stage: DeviceStage, before: DeviceStage) => void;
}

/** The lives of all configured devices; outlasts their processes. */
export interface DeviceLives {
  stageOf(id: string): DeviceStage;
  tell(id: string, event: LifeEvent): void;
  /** The process of these devices ended; `blameless`: somebody wanted it to. */
  crashed(ids: readonly string[], blameless: boolean): void;
  stop(): void;
}

export const createDeviceLives = ({ ids, clock, onChange }: DeviceLivesOptions): DeviceLives => {
  const lives = new Map<string, DeviceLife>(ids.map(id => [id, NEW_LIFE]));
  const rests = new Map<string, () => void>();
  const lifeOf = (id: string): DeviceLife => lives.get(id) ?? NEW_LIFE;

  const tell = (id: string, event: LifeEvent): void => {
    const before = lifeOf(id);
    const life = afterEvent(before, event, clock.now());
    if (life === before) return;
    lives.set(id, life);
    if (life.stage === before.stage) return;
    rests.get(id)?.();
    rests.delete(id);
    if (life.stage === 'quarantined') {
      const rest = (life.until ?? clock.now()) - clock.now();
      rests.set(
        id,
        clock.after(rest, () => tell(id, 'rested')),
      );
    }
    onChange(id, life.stage, before.stage);
  };

  return {
    stageOf: id => lifeOf(id).stage,
    tell,
    crashed: (affected, blameless) => {
      const devices = affected.map(id => ({ id, stage: lifeOf(id).stage }));
      const suspects = new Set(blameless ? [] : suspectsOf(devices).map(({ id }) => id));
      for (const id of affected) tell(id, suspects.has(id) ? 'struck' : 'cut-off');
    },
    stop: () => {
      for (const cancel of rests.values()) cancel();
      rests.clear();
    },
  };
};
