import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { createPageScanner } from './page-scanner.ts';

const order = { kind: 'scan-camera' } as const;

/** A camera's driver, with the page that the test plays. */
const rig = async () => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const scanner = createPageScanner(
    { driver: 'camera-code-scanner', order },
    {
      deviceId: 'camera',
      clock,
      emit: event => events.push(event),
      log: () => undefined,
      cardReported: false,
    },
  );
  await scanner.start();
  const orders = () => events.filter(event => event.type === 'page-order');
  const last = () => orders().at(-1)?.orderId ?? 0;
  return {
    clock,
    scanner,
    orders,
    last,
    states: () =>
      events
        .filter(event => event.type === 'status')
        .map(({ status }) => `${status.state} ${status.fault ?? ''}`.trim()),
    codes: () => events.filter(event => event.type === 'code-scanned').map(({ text }) => text),
    page: (there: boolean) => scanner.onPage?.pageIsThere(there),
    say: (said: { result: 'done' } | { result: 'failed' } | { result: 'code'; text: string }) =>
      scanner.onPage?.takeReport({ deviceId: 'camera', orderId: last(), ...said }),
  };
};

describe('a scanner of the page', () => {
  it('is away until the page has said that it listens', async () => {
    const { page, say, states, orders } = await rig();
    page(true);
    expect(orders()).toMatchObject([{ deviceId: 'camera', order }]);
    expect(states()).toEqual(['unavailable device-absent']);
    say({ result: 'done' });
    expect(states()).toEqual(['unavailable device-absent', 'ready']);
  });

  it('gives every code the page reads, once', async () => {
    const { page, say, codes, clock } = await rig();
    page(true);
    say({ result: 'done' });
    for (let frame = 0; frame < 9; frame += 1) {
      say({ result: 'code', text: 'LH26999921' });
      await clock.advance(200);
    }
    say({ result: 'code', text: 'LH26999922' });
    expect(codes()).toEqual(['LH26999921', 'LH26999922']);
  });

  it('says why it cannot be used, and when it can again', async () => {
    const { page, scanner, say, states, last } = await rig();
    page(true);
    scanner.onPage?.takeReport({
      deviceId: 'camera',
      orderId: last(),
      result: 'failed',
      fault: 'not-permitted',
    });
    expect(states().at(-1)).toBe('unavailable not-permitted');
    say({ result: 'done' });
    expect(states().at(-1)).toBe('ready');
  });

  it('is away when the page has gone or does not answer', async () => {
    const { page, say, states, clock } = await rig();
    page(true);
    say({ result: 'done' });
    page(false);
    expect(states().at(-1)).toBe('unavailable device-absent');
    page(true);
    say({ result: 'done' });
    page(true);
    await clock.advance(6000);
    expect(states().at(-1)).toBe('unavailable device-absent');
  });

  it('takes no code of a page that was replaced, nor of another device', async () => {
    const { page, scanner, codes, last, orders } = await rig();
    page(true);
    const old = last();
    page(true);
    expect(orders()).toHaveLength(2);
    const code = { result: 'code', text: 'LH26999921' } as const;
    scanner.onPage?.takeReport({ deviceId: 'camera', orderId: old, ...code });
    scanner.onPage?.takeReport({ deviceId: 'wedge', orderId: last(), ...code });
    expect(codes()).toEqual([]);
  });

  it('puts the lines of a machine readable zone together', async () => {
    const { page, say, codes } = await rig();
    page(true);
    const zone = [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ];
    for (const text of zone) say({ result: 'code', text });
    expect(codes()).toEqual([zone.join('\n')]);
  });

  it('is silent once it was stopped', async () => {
    const { page, scanner, say, codes } = await rig();
    page(true);
    await scanner.stop();
    say({ result: 'code', text: 'LH26999921' });
    expect(codes()).toEqual([]);
  });
});
