import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type DeviceEvent, type PrintJob } from '../../core/contract/device.ts';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { createManualClock, settleWith } from '../conformance/manual-clock.ts';
import { deviceConfigSchema, type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { type DeviceMessage } from '../contract/protocol.ts';
import { createDeviceHost } from '../process/device-host.ts';
import { installDevice } from './registry.ts';
import { createSupervisedBridge } from './supervised-bridge.ts';

const CONFIGS: DeviceConfig[] = [
  { id: 'reader', driver: 'simulated-card-reader', cards: [EXAMPLE_CARD] },
  { id: 'scanner', driver: 'simulated-code-scanner', prefix: '' },
  { id: 'printer', driver: 'simulated-receipt-printer', profile: 'generic-80mm' },
];

/** One for each. */
const PROCESSES = 3;

const job = (n = 1): PrintJob => ({
  jobId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  document: { language: 'vi', scale: 1, blocks: [{ kind: 'number', text: 'A-0123' }] },
});

/** The real device host at the end of a line that is two functions, instead of a process. */
const rig = (configs = CONFIGS) => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const crashes: (() => void)[] = [];
  /** Messages of the process that do not arrive. */
  const lost = new Set<DeviceMessage['type']>();
  const said: DeviceMessage['type'][] = [];
  let launches = 0;
  let ids = 0;

  const launch = (): DeviceProcess => {
    launches += 1;
    let alive = true;
    let toHost: (message: unknown) => void = () => undefined;
    let onEnd: (reason: string) => void = () => undefined;
    const end = (): void => {
      if (!alive) return;
      alive = false;
      onEnd('SIGKILL');
    };
    crashes.push(end);
    const take = createDeviceHost({
      clock,
      send: message => {
        said.push(message.type);
        if (alive && !lost.has(message.type)) toHost(JSON.parse(JSON.stringify(message)));
      },
      exit: end,
      crash: end,
    });
    return {
      pid: launches,
      send: (message, failed) => {
        if (alive) take(JSON.parse(JSON.stringify(message)));
        else failed(new Error('gone'));
      },
      onMessage: listener => {
        toHost = listener;
      },
      onEnd: listener => {
        onEnd = listener;
      },
      kill: end,
    };
  };

  const bridge = createSupervisedBridge({
    configs,
    launch,
    clock,
    ids: { uuid: () => `00000000-0000-4000-9000-${String((ids += 1)).padStart(12, '0')}` },
    log: () => undefined,
  });
  bridge.subscribe(event => events.push(event));
  const settle = <T>(work: Promise<T>): Promise<T> => settleWith(clock, work, 10);
  return {
    bridge,
    clock,
    events,
    lost,
    settle,
    begun: async () => {
      while (!said.includes('print-begins')) await clock.advance(5);
    },
    launches: () => launches,
    /** Every process there is. */
    crash: () => {
      for (const end of crashes.splice(0)) end();
    },
    /** Everything but status and progress. */
    kinds: () =>
      events.map(({ type }) => type).filter(type => type !== 'status' && type !== 'card-progress'),
  };
};

const started = async (configs?: DeviceConfig[]) => {
  const it = rig(configs);
  await it.settle(it.bridge.start());
  return it;
};

// Code is loaded in real time: the first device would find hours gone on the manual clock.
beforeAll(async () => {
  const nothing = (): void => undefined;
  const context = {
    clock: createManualClock(),
    cardReported: false,
    emit: nothing,
    log: nothing,
    onSheet: nothing,
  };
  for (const config of CONFIGS) await installDevice(config, { deviceId: config.id, ...context });
});

describe('supervised bridge', () => {
  it('knows a status of every device once it has started', async () => {
    const { bridge } = await started();
    expect(bridge.statuses().map(({ deviceId, state }) => [deviceId, state])).toEqual([
      ['reader', 'ready'],
      ['scanner', 'ready'],
      ['printer', 'ready'],
    ]);
  });

  it('starts also where the device process never says a word', async () => {
    const { bridge, lost, settle } = rig();
    lost.add('event').add('pong');
    await settle(bridge.start());
    expect(bridge.statuses().every(({ state }) => state === 'unavailable')).toBe(true);
  });

  it('passes events on until one does not listen any more, and survives a bad listener', async () => {
    const { bridge, settle, clock } = await started();
    const heard = vi.fn();
    bridge.subscribe(() => {
      throw new Error('a listener that fails');
    });
    const stop = bridge.subscribe(heard);
    await settle(bridge.simulate('reader', { action: 'insert-card', card: 'whole' }));
    await clock.advance(1_000);
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ type: 'card-read' }));
    stop();
    heard.mockClear();
    await settle(bridge.simulate('reader', { action: 'remove-card' }));
    expect(heard).not.toHaveBeenCalled();
  });

  it('prints once for a job however often it is asked, and shows the sheet', async () => {
    const { bridge, settle } = await started();
    const both = await settle(Promise.all([bridge.print(job()), bridge.print(job())]));
    expect(both).toEqual([{ outcome: 'printed' }, { outcome: 'printed' }]);
    const papers = await bridge.papers();
    expect(papers.map(({ sheetId, widthDots }) => [sheetId, widthDots])).toEqual([[1, 576]]);
  });

  it('keeps the last twelve sheets', async () => {
    const { bridge, settle } = await started();
    for (let n = 1; n <= 14; n += 1) await settle(bridge.print(job(n)));
    const ids = (await bridge.papers()).map(({ sheetId }) => sheetId);
    expect(ids).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('says that nothing came out when the process crashes before paper moves', async () => {
    const { bridge, settle, begun, crash, lost } = await started();
    lost.add('print-begins');
    const outcome = bridge.print(job());
    await begun();
    crash();
    expect(await settle(outcome)).toEqual({ outcome: 'failed', fault: 'device-crashed' });
    lost.clear();
    expect((await settle(bridge.print(job()))).outcome).toBe('printed');
    expect(await bridge.papers()).toHaveLength(1);
  });

  it('does not know what came out when the process crashes after paper moved', async () => {
    const { bridge, settle, begun, crash } = await started();
    const outcome = bridge.print(job());
    await begun();
    crash();
    expect(await settle(outcome)).toEqual({ outcome: 'uncertain', fault: 'print-uncertain' });
    expect((await settle(bridge.print(job()))).outcome).toBe('uncertain');
    expect(await bridge.papers()).toEqual([]);
  });

  it('reports every device unavailable after a crash and ready again within a second', async () => {
    const { bridge, clock, crash, events, launches } = await started();
    events.length = 0;
    crash();
    expect(bridge.statuses().map(({ fault }) => fault)).toEqual(Array(3).fill('device-crashed'));
    await clock.advance(999);
    expect(launches()).toBe(2 * PROCESSES);
    expect(bridge.statuses().map(({ state }) => state)).toEqual(Array(3).fill('ready'));
  });

  it('sends a request after the restart that came while the process was away', async () => {
    const { bridge, crash, settle } = await started();
    crash();
    expect((await settle(bridge.print(job()))).outcome).toBe('printed');
  });

  it('finds the hardware after a restart as people left it', async () => {
    const { bridge, clock, crash, settle } = await started();
    await settle(bridge.simulate('printer', { action: 'paper', state: 'near-end' }));
    await settle(bridge.simulate('printer', { action: 'paper', state: 'end' }));
    await settle(bridge.simulate('scanner', { action: 'plug', connected: false }));
    crash();
    await clock.advance(1_500);
    const [, scanner, printer] = bridge.statuses();
    expect(printer).toMatchObject({ state: 'unavailable', fault: 'printer-paper-end' });
    expect(scanner).toMatchObject({ state: 'unavailable', fault: 'device-absent' });
  });

  it('reads a card again whose reading a crash cut short', async () => {
    const { bridge, clock, crash, kinds, settle } = await started();
    await settle(bridge.simulate('reader', { action: 'insert-card', card: 'whole' }));
    expect(kinds()).toEqual(['card-inserted']);
    crash();
    await clock.advance(2_000);
    expect(kinds()).toEqual(['card-inserted', 'card-inserted', 'card-read']);
  });

  it('does not show a forgotten card to the next patient after a crash', async () => {
    const { bridge, clock, crash, kinds, settle } = await started();
    await settle(bridge.simulate('reader', { action: 'insert-card', card: 'whole' }));
    await clock.advance(1_000);
    crash();
    await clock.advance(2_000);
    expect(kinds()).toEqual(['card-inserted', 'card-read']);
    await settle(bridge.simulate('reader', { action: 'remove-card' }));
    expect(kinds()).toEqual(['card-inserted', 'card-read', 'card-removed']);
  });

  it('crashes on request and comes back', async () => {
    const { bridge, clock, settle, launches } = await started();
    await settle(bridge.simulate('printer', { action: 'crash' }));
    await clock.advance(1_000);
    expect(launches()).toBe(PROCESSES + 1);
    expect(bridge.statuses()[2]?.state).toBe('ready');
  });

  it('previews a document as the configured printer would print it', async () => {
    const { bridge, settle } = await started();
    const preview = await settle(bridge.preview(job().document));
    expect(preview.widthDots).toBe(576);
    const narrow = await started([
      deviceConfigSchema.parse({
        id: 'p',
        driver: 'simulated-receipt-printer',
        profile: 'generic-58mm',
      }),
    ]);
    expect((await narrow.settle(narrow.bridge.preview(job().document))).widthDots).toBe(384);
    const none = await started([]);
    expect((await none.settle(none.bridge.preview(job().document))).widthDots).toBe(576);
  });

  it('refuses what cannot be done, by code', async () => {
    const { bridge, settle } = await started();
    const cases: [() => Promise<unknown>, string][] = [
      [() => bridge.simulate('nobody', { action: 'remove-card' }), 'device-absent'],
      [() => bridge.simulate('scanner', { action: 'remove-card' }), 'bad-request'],
      [() => bridge.simulate('reader', { action: 'insert-card', card: 'nobody' }), 'bad-request'],
      [() => bridge.simulate('reader', { action: 'fly' } as never), 'bad-request'],
      [() => bridge.preview({ language: 'vi', scale: 1, blocks: [] }), 'bad-request'],
    ];
    for (const [attempt, code] of cases) {
      await expect(settle(attempt())).rejects.toMatchObject({ code });
    }
    expect(await settle(bridge.print({ jobId: 'no-uuid', document: job().document }))).toEqual({
      outcome: 'failed',
      fault: 'bad-request',
    });
  });

  it('fails a job where no printer is configured', async () => {
    const { bridge, settle } = await started(CONFIGS.slice(0, 2));
    expect(await settle(bridge.print(job()))).toEqual({
      outcome: 'failed',
      fault: 'device-absent',
    });
  });

  it('can be stopped while it starts, and twice', async () => {
    const { bridge, lost, settle, clock } = rig();
    lost.add('event');
    const before = clock.now();
    const starting = bridge.start();
    await settle(Promise.all([bridge.stop(), bridge.stop()]));
    await settle(starting);
    expect(clock.now() - before).toBeLessThan(5_000);
  });

  it('is quiet about a stop that was asked for', async () => {
    const { bridge, events, settle, launches, clock } = await started();
    events.length = 0;
    await settle(bridge.stop());
    await clock.advance(60_000);
    expect(events).toEqual([]);
    expect(launches()).toBe(PROCESSES);
  });
});
