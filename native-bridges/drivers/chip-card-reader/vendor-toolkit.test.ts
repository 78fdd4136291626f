import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { type DeviceLogEntry } from '../../contract/device-log.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { virtualChipProfileSchema } from '../../contract/virtual-chip-profile.ts';
import { NO_TRUST_ANCHORS, trustAnchorsOf } from '../../emrtd/trust/trust-anchors.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { personalise } from '../../simulators/chip/personalisation/personalise.ts';
import { encodeSecurityObject } from '../../simulators/chip/security-object-encoder.ts';
import { createVendorToolkitReader, type ToolkitLineListener } from './vendor-toolkit.ts';

const NEW_CARD = { id: 1, message: 'new card!' };
const FAILED = { id: 3, message: 'cannot read 001148999921' };
const TEXT = {
  id: 2,
  message: 'read card successfully!',
  data: {
    idCode: '001148999921',
    oldIdCode: '010999921',
    personName: 'Nguyễn Thị Hòa',
    dateOfBirth: '12/03/1948',
    gender: 'Nữ',
    residencePlace: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
    issueDate: '15/07/2021',
    expiryDate: '12/03/2035',
    wifeName: '',
  },
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const DG13 = encodeDg13(EXAMPLE_CARD);
const rawWith = (files: Readonly<Record<string, Uint8Array>>) => ({
  id: 4,
  message: 'Read raw data successfully!',
  data: Object.fromEntries(Object.entries(files).map(([name, file]) => [name, base64(file)])),
});
const RAW = rawWith({ dg13: DG13, sod: encodeSecurityObject(new Map([[13, DG13]])) });

/** A reader whose terminal is the test. */
const rig = async ({ portrait = false, trust = NO_TRUST_ANCHORS } = {}) => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const logs: DeviceLogEntry[] = [];
  let line: ToolkitLineListener | undefined;
  let closed = false;
  const reader = createVendorToolkitReader(
    {
      driver: 'vendor-toolkit-card-reader',
      openLine: listener => {
        line = listener;
        return {
          close: () => {
            closed = true;
          },
        };
      },
      loadTrust: () => Promise.resolve(trust),
      portrait,
      portraitOf: dg2 => Promise.resolve(Uint8Array.of(2, ...dg2)),
      smallPicture: file => Promise.resolve(Uint8Array.of(1, ...file)),
    },
    {
      deviceId: 'terminal',
      clock,
      cardReported: false,
      emit: event => events.push(event),
      log: entry => logs.push(entry),
    },
  );
  const starting = reader.start();
  await clock.advance(1);
  return {
    reader,
    clock,
    logs,
    starting,
    closed: () => closed,
    connected: (isConnected = true) => line?.connected(isConnected),
    says: async (...messages: unknown[]) => {
      for (const message of messages) line?.message(message);
      await clock.advance(1);
    },
    started: () => settleWith(clock, starting, 100),
    status: () => events.flatMap(event => (event.type === 'status' ? [event.status] : [])).at(-1),
    said: () =>
      events.flatMap(event =>
        event.type === 'status'
          ? []
          : ['code' in event ? `${event.type} ${event.code}` : event.type],
      ),
    claims: () => events.flatMap(event => (event.type === 'card-read' ? [event.claim] : [])),
    portraits: () => events.flatMap(event => (event.type === 'card-portrait' ? [event.jpeg] : [])),
  };
};

const connectedRig = async (options?: Parameters<typeof rig>[0]) => {
  const it = await rig(options);
  it.connected();
  await it.started();
  return it;
};

describe('ID-card terminal with a program of its own', () => {
  it('is ready when the program listens, and absent while it does not', async () => {
    const { started, status, connected } = await rig();
    await started();
    expect(status()).toMatchObject({ state: 'unavailable', fault: 'device-absent' });
    connected();
    expect(status()).toMatchObject({ state: 'ready' });
    connected(false);
    expect(status()).toMatchObject({ state: 'unavailable', fault: 'device-absent' });
  });

  it('takes the signed files where they come, in either order', async () => {
    for (const order of [
      [TEXT, RAW],
      [RAW, TEXT],
    ]) {
      const { says, claims, said } = await connectedRig();
      await says(NEW_CARD, ...order);
      expect(said()).toEqual(['card-inserted', 'card-read']);
      expect(claims()[0]).toMatchObject({
        method: 'card-chip',
        citizenNumber: '001148999921',
        name: 'Nguyễn Thị Hòa',
        birthDate: '1948-03-12',
        gender: 'female',
        authenticity: expect.stringMatching(/^(no-trust-anchor|invalid)$/) as string,
      });
    }
  });

  it('waits a moment for them, then takes the text, of which nothing is proven', async () => {
    const { says, claims, said, clock } = await connectedRig();
    await says(NEW_CARD, TEXT);
    expect(said()).toEqual(['card-inserted']);
    await clock.advance(4_000);
    expect(claims()).toEqual([
      {
        method: 'card-chip',
        citizenNumber: '001148999921',
        oldNumber: '010999921',
        name: 'Nguyễn Thị Hòa',
        birthDate: '1948-03-12',
        gender: 'female',
        address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
        issueDate: '2021-07-15',
        expiryDate: '2035-03-12',
        authenticity: 'not-checked',
        flags: [],
      },
    ]);
  });

  it('finds files that were changed after they were signed', async () => {
    const { says, claims } = await connectedRig();
    const other = encodeDg13({ ...EXAMPLE_CARD, residence: 'Địa chỉ đã bị sửa' });
    const sod = encodeSecurityObject(new Map([[13, DG13]]));
    await says(NEW_CARD, TEXT, rawWith({ dg13: other, sod }));
    expect(claims()[0]?.authenticity).toBe('invalid');
    expect(claims()[0]?.authenticityReasons).toContain('digest-mismatch');
  });

  it('keeps to it that files are forged where they name nobody and the text does', async () => {
    const { says, claims } = await connectedRig();
    const sod = encodeSecurityObject(new Map([[2, DG13]]));
    await says(NEW_CARD, TEXT, rawWith({ dg2: Uint8Array.of(0x75, 1, 0), sod }));
    expect(claims()[0]).toMatchObject({ citizenNumber: '001148999921', authenticity: 'invalid' });
    expect(claims()[0]?.authenticityReasons).toContain('digest-mismatch');
  });

  it('proves signed files to be the issuer’s, and says that the chip may be a copy', async () => {
    const { id, ...holder } = EXAMPLE_CARD;
    const { files, authority } = personalise(virtualChipProfileSchema.parse({ id, holder }));
    const [dg13, sod] = [files.get('DG13'), files.get('SOD')];
    if (dg13 === undefined || sod === undefined) throw new Error('the chip is not whole');
    const { says, claims } = await connectedRig({ trust: trustAnchorsOf([authority.csca]) });
    await says(NEW_CARD, TEXT, rawWith({ dg13, sod }));
    expect(claims()[0]).toMatchObject({
      citizenNumber: EXAMPLE_CARD.citizenNumber,
      authenticity: 'valid',
      authenticityReasons: ['chip-not-proven'],
    });
  });

  it('mixes no two cards', async () => {
    const { says, claims, said } = await connectedRig();
    const other = encodeDg13({ ...EXAMPLE_CARD, citizenNumber: '001061999902' });
    const sod = encodeSecurityObject(new Map([[13, other]]));
    await says(NEW_CARD, TEXT, rawWith({ dg13: other, sod }));
    expect(claims()).toEqual([]);
    expect(said().at(-1)).toBe('card-failed card-unreadable');
  });

  it('passes on that the terminal could not read the card, without its words', async () => {
    const { says, said, logs } = await connectedRig();
    await says(NEW_CARD, FAILED);
    expect(said()).toEqual(['card-inserted', 'card-failed card-unreadable']);
    expect(JSON.stringify(logs)).not.toContain('001148999921');
  });

  it('gives up on a terminal that announces a card and says no more', async () => {
    const { says, said, clock } = await connectedRig();
    await says(NEW_CARD);
    await clock.advance(20_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-too-slow']);
  });

  it('calls the card gone after a while, or when the next one comes', async () => {
    const { says, said, clock } = await connectedRig();
    await says(NEW_CARD, TEXT, RAW);
    await clock.advance(6_000);
    expect(said()).toEqual(['card-inserted', 'card-read', 'card-removed']);
    await says(NEW_CARD, TEXT, RAW, NEW_CARD);
    expect(said().slice(3)).toEqual([
      'card-inserted',
      'card-failed card-removed',
      'card-removed',
      'card-inserted',
    ]);
  });

  it('understands a card it was not told of, having come in the middle', async () => {
    const { says, said } = await connectedRig();
    await says(TEXT, RAW);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it('loses the card with the line', async () => {
    const { says, said, connected } = await connectedRig();
    await says(NEW_CARD, TEXT);
    connected(false);
    expect(said()).toEqual(['card-inserted', 'card-failed card-removed', 'card-removed']);
  });

  it('gives the portrait only where it is asked for, from the signed file first', async () => {
    const picture = { dg2: Uint8Array.of(0x75, 0x00), img_data: Uint8Array.of(0xff, 0xd8) };
    const silent = await connectedRig();
    await silent.says(NEW_CARD, TEXT, rawWith({ dg13: DG13, ...picture }));
    expect(silent.said()).toEqual(['card-inserted', 'card-read']);
    const asked = await connectedRig({ portrait: true });
    await asked.says(NEW_CARD, TEXT, rawWith({ dg13: DG13, ...picture }));
    expect(asked.portraits()).toEqual([base64(Uint8Array.of(2, 0x75, 0x00))]);
    const unsigned = await connectedRig({ portrait: true });
    await unsigned.says(NEW_CARD, TEXT, rawWith({ img_data: picture.img_data }));
    expect(unsigned.portraits()).toEqual([base64(Uint8Array.of(1, 0xff, 0xd8))]);
  });

  it('takes no garbage and goes on', async () => {
    const { says, said, logs } = await connectedRig();
    const garbage = [
      undefined,
      null,
      'text',
      7,
      [],
      { id: 9 },
      { id: 2 },
      { id: '2', data: {} },
      { id: 4, data: 'x' },
    ];
    await says(...garbage);
    expect(logs.map(({ event }) => event)).toEqual(garbage.map(() => 'toolkit-message-refused'));
    await says(NEW_CARD, { id: 2, data: { idCode: 5, personName: { a: 1 } } }, { id: 4, data: {} });
    expect(said()).toEqual(['card-inserted', 'card-failed card-unreadable']);
    await says(NEW_CARD, TEXT, RAW);
    expect(said().at(-1)).toBe('card-read');
  });

  it('is silent once it was stopped', async () => {
    const { reader, says, said, clock, closed } = await connectedRig();
    await says(NEW_CARD);
    await reader.stop();
    await clock.advance(60_000);
    expect(said()).toEqual(['card-inserted']);
    expect(closed()).toBe(true);
  });
});
