import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceStageSchema, type DeviceStage } from '../../core/contract/device.ts';
import {
  afterEvent,
  LONGEST_REST_MS,
  MOST_STRIKES,
  NEW_LIFE,
  REST_MS,
  STRIKE_WINDOW_MS,
  suspectsOf,
  type DeviceLife,
  type LifeEvent,
} from './life-cycle.ts';

const EVENTS: readonly LifeEvent[] = [
  'sighted',
  'vanished',
  'opening',
  'usable',
  'work-begun',
  'work-ended',
  'failed',
  'struck',
  'cut-off',
  'rested',
  'released',
];

const live = (events: readonly LifeEvent[], from: DeviceLife = NEW_LIFE, now = 0): DeviceLife =>
  events.reduce((life, event) => afterEvent(life, event, now), from);

const quarantined = (now = 0): DeviceLife =>
  live(
    Array.from({ length: MOST_STRIKES }, () => 'struck'),
    NEW_LIFE,
    now,
  );

describe('the life of a device', () => {
  it.each<[LifeEvent[], DeviceStage]>([
    [['sighted'], 'detected'],
    [['sighted', 'opening'], 'opening'],
    [['opening', 'usable'], 'ready'],
    [['usable', 'work-begun'], 'busy'],
    [['usable', 'work-begun', 'usable'], 'busy'],
    [['usable', 'work-begun', 'work-ended'], 'ready'],
    [['usable', 'work-begun', 'failed'], 'faulted'],
    [['usable', 'work-begun', 'failed', 'work-ended'], 'faulted'],
    [['usable', 'vanished'], 'absent'],
    [['usable', 'vanished', 'sighted', 'usable'], 'ready'],
    [['usable', 'cut-off', 'opening', 'usable'], 'ready'],
    [['failed', 'usable'], 'ready'],
    [['work-begun'], 'absent'],
  ])('goes by %j to %s', (events, stage) => {
    expect(live(events).stage).toBe(stage);
  });

  it('is set apart after five strikes within two minutes, and not after five in a day', () => {
    expect(quarantined().stage).toBe('quarantined');
    let slow = NEW_LIFE;
    for (let hour = 0; hour < 24; hour += 1) slow = afterEvent(slow, 'struck', hour * 3_600_000);
    expect(slow.stage).toBe('faulted');
    expect(slow.strikes).toHaveLength(1);
  });

  it('is not set apart as long as it does its work in between', () => {
    const round: LifeEvent[] = [
      'usable',
      'work-begun',
      'struck',
      'usable',
      'work-begun',
      'work-ended',
    ];
    expect(live([...round, ...round, ...round, ...round, ...round, ...round]).stage).toBe('ready');
  });

  it('comes out of quarantine by a cable, a person or the end of the rest, and by nothing else', () => {
    const ways = EVENTS.filter(event => live([event], quarantined()).stage !== 'quarantined');
    expect(ways).toEqual(['sighted', 'rested', 'released']);
  });

  it('is set apart at the first strike after a rest, for twice as long, at most for an hour', () => {
    let life = quarantined();
    const rests: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const now = life.until ?? 0;
      life = live(['rested', 'opening', 'struck'], life, now);
      expect(life.stage).toBe('quarantined');
      rests.push((life.until ?? 0) - now);
    }
    expect(rests.slice(0, 2)).toEqual([2 * REST_MS, 4 * REST_MS]);
    expect(rests.at(-1)).toBe(LONGEST_REST_MS);
  });

  it('has the usual patience again once it was well after a rest', () => {
    const rested = live(['rested', 'usable'], quarantined(), REST_MS);
    const struck = afterEvent(rested, 'struck', REST_MS + STRIKE_WINDOW_MS + 1);
    expect(struck).toEqual({
      stage: 'faulted',
      strikes: [REST_MS + STRIKE_WINDOW_MS + 1],
      quarantines: 0,
    });
  });

  it('begins anew when it is plugged in or a person asks for it', () => {
    for (const event of ['sighted', 'released'] as const) {
      expect(live([event], quarantined())).toEqual({ ...NEW_LIFE, stage: 'detected' });
    }
  });

  it('never is anywhere else, never forgets a limit, and can always become ready again', () => {
    const history = fc.array(
      fc.tuple(fc.constantFrom(...EVENTS), fc.integer({ min: 0, max: 200_000 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(history, steps => {
        let now = 0;
        let life = NEW_LIFE;
        for (const [event, pause] of steps) {
          now += pause;
          const before = life;
          life = afterEvent(life, event, now);
          expect(deviceStageSchema.options).toContain(life.stage);
          expect(life.strikes.length).toBeLessThan(MOST_STRIKES);
          expect(life.stage === 'quarantined' && life.until === undefined).toBe(false);
          // The same event again, at the same time, only counts where it is a strike.
          if (event !== 'struck' && event !== 'rested' && life.stage !== 'quarantined') {
            expect(afterEvent(life, event, now).stage).toBe(life.stage);
          }
          if (before.stage === 'quarantined' && life.stage === 'ready') throw new Error('too soon');
        }
        expect(live(['released', 'opening', 'usable'], life, now).stage).toMatch(/ready|busy/);
      }),
    );
  });
});

describe('whoever is to blame for a crash', () => {
  const devices = (...stages: DeviceStage[]) => stages.map((stage, id) => ({ id, stage }));

  it.each<[DeviceStage[], number[]]>([
    [['ready', 'opening', 'busy'], [1]],
    [['ready', 'busy', 'faulted'], [1]],
    [['ready', 'faulted', 'absent', 'quarantined'], []],
    [['quarantined', 'ready'], [1]],
    [[], []],
  ])('of %j it is %j', (stages, blamed) => {
    expect(suspectsOf(devices(...stages)).map(({ id }) => id)).toEqual(blamed);
  });
});
