import { describe, expect, it } from 'vitest';
import { FaultError } from '../../../core/contract/errors.ts';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { type PresentCard } from '../../contract/chip-card.ts';
import { createPcscCardSlot } from './card-slot.ts';
import {
  type ConnectedCard,
  type SmartCardEvents,
  type SmartCardReader,
} from './smart-card-service.ts';

const OK = Uint8Array.of(0x90, 0x00);
const SELECT = Uint8Array.of(0x00, 0xa4, 0x04, 0x0c);

/** A reader whose card answers as the test says. */
const readerNamed = (
  name: string,
  answer: () => Promise<Uint8Array> = () => Promise.resolve(OK),
  refusals: FaultError[] = [],
) => {
  const log: string[] = [];
  const card: ConnectedCard = {
    atr: Uint8Array.of(0x3b, 0x80),
    transmit: answer,
    disconnect: () => {
      log.push('disconnect');
      return Promise.resolve();
    },
  };
  const reader: SmartCardReader = {
    name,
    connect: () => {
      log.push('connect');
      const refusal = refusals.shift();
      return refusal === undefined ? Promise.resolve(card) : Promise.reject(refusal);
    },
  };
  return { reader, log };
};

/** The slot over a service that is the test. */
const rig = async ({ readers = [] as SmartCardReader[], nameContains = '', absent = 0 } = {}) => {
  const clock = createManualClock();
  const services: SmartCardEvents[] = [];
  const said: string[] = [];
  const cards: PresentCard[] = [];
  let refusals = absent;
  let closed = 0;
  const slot = createPcscCardSlot({
    nameContains,
    clock,
    log: () => undefined,
    openService: events => {
      if (refusals > 0) {
        refusals -= 1;
        throw new FaultError('device-absent');
      }
      services.push(events);
      for (const reader of readers) events.added(reader);
      return {
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      };
    },
  });
  await settleWith(
    clock,
    slot.open({
      inserted: card => {
        cards.push(card);
        said.push(`inserted ${card.reader.model}`);
      },
      removed: () => said.push('removed'),
      condition: fault => said.push(fault ?? 'works'),
    }),
    10,
  );
  const service = (): SmartCardEvents => {
    const last = services.at(-1);
    if (last === undefined) throw new Error('no service was opened');
    return last;
  };
  const transmit = async (command = SELECT): Promise<Uint8Array> => {
    const card = cards.at(-1);
    if (card === undefined) throw new Error('no card was announced');
    return settleWith(clock, card.transmit(command), 50);
  };
  return { slot, clock, said, service, transmit, services, closed: () => closed };
};

describe('PC/SC card slot', () => {
  it('works where a reader is plugged in, and waits for one where none is', async () => {
    const { reader } = readerNamed('Reader 00 00');
    expect((await rig({ readers: [reader] })).said).toEqual(['works']);
    const { said, service } = await rig();
    expect(said).toEqual(['device-absent']);
    service().added(reader);
    expect(said).toEqual(['device-absent', 'works']);
  });

  it('is absent without the service, and works once it is there', async () => {
    const { reader } = readerNamed('Reader 00 00');
    const { said, clock } = await rig({ readers: [reader], absent: 3 });
    expect(said).toEqual(['device-absent']);
    await clock.advance(5_000);
    expect(said).toEqual(['device-absent', 'works']);
  });

  it('announces a card with its answer to reset, and that it went', async () => {
    const { reader, log } = readerNamed('Maker Model 00 00');
    const { said, service, clock, transmit } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(10);
    expect(await transmit()).toEqual(OK);
    service().changed(reader, 'present');
    service().changed(reader, 'empty');
    expect(said).toEqual(['works', 'inserted Maker Model', 'removed']);
    expect(log).toEqual(['connect', 'disconnect']);
  });

  it('takes readers by their name only, and none of their inner slots', async () => {
    const { reader: other } = readerNamed('Counter Reader 00 00');
    const { reader: inner } = readerNamed('Kiosk Reader SAM 0');
    const { reader: mine } = readerNamed('KIOSK Reader PICC 0');
    const { said, service, clock } = await rig({
      readers: [other, inner, mine],
      nameContains: 'kiosk',
    });
    for (const reader of [other, inner, mine]) service().changed(reader, 'present');
    await clock.advance(10);
    expect(said).toEqual(['works', 'inserted KIOSK Reader PICC']);
  });

  it('announces the second of two cards when the first was taken away', async () => {
    const [one, two] = [readerNamed('One 00 00'), readerNamed('Two 00 00')];
    const { said, service, clock } = await rig({ readers: [one.reader, two.reader] });
    service().changed(one.reader, 'present');
    await clock.advance(10);
    service().changed(two.reader, 'present');
    await clock.advance(10);
    expect(said.slice(1)).toEqual(['inserted One']);
    service().changed(one.reader, 'empty');
    expect(said.slice(1)).toEqual(['inserted One', 'removed', 'inserted Two']);
  });

  it('waits for the program that looks at the card first', async () => {
    const busy = () => new FaultError('device-busy');
    const { reader, log } = readerNamed('Reader 00 00', undefined, [busy(), busy()]);
    const { said, service, clock, transmit } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(2_000);
    expect(said).toEqual(['works', 'inserted Reader']);
    expect(log).toHaveLength(3);
    expect(await transmit()).toEqual(OK);
  });

  it('announces a card that does not answer, as one that cannot be read', async () => {
    const { reader } = readerNamed('Reader 00 00');
    const { said, service, clock, transmit } = await rig({ readers: [reader] });
    service().changed(reader, 'mute');
    await clock.advance(10);
    expect(said).toEqual(['works', 'inserted Reader']);
    await expect(transmit()).rejects.toMatchObject({ code: 'card-unreadable' });
  });

  it('tells a card that left during a command from one that failed', async () => {
    const answers: (() => Promise<Uint8Array>)[] = [
      () => Promise.reject(new FaultError('card-unreadable', 'PC/SC: NotTransacted')),
      () => Promise.resolve(new Uint8Array()),
      () => Promise.resolve(OK),
    ];
    const { reader } = readerNamed(
      'Reader 00 00',
      () => answers.shift()?.() ?? Promise.resolve(OK),
    );
    const { service, clock, transmit } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(10);
    await expect(transmit()).rejects.toMatchObject({ code: 'card-unreadable' });
    clock.after(200, () => service().changed(reader, 'empty'));
    await expect(transmit()).rejects.toMatchObject({ code: 'card-removed' });
    await expect(transmit()).rejects.toMatchObject({ code: 'card-removed' });
  });

  it('sees a new card where one was lifted and laid down between two looks', async () => {
    const answers = [() => Promise.reject(new FaultError('card-removed', 'PC/SC: ResetCard'))];
    const { reader } = readerNamed(
      'Reader 00 00',
      () => answers.shift()?.() ?? Promise.resolve(OK),
    );
    const { said, service, clock, transmit } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(10);
    await expect(transmit()).rejects.toMatchObject({ code: 'card-removed' });
    await clock.advance(10);
    expect(said).toEqual(['works', 'inserted Reader', 'removed', 'inserted Reader']);
    expect(await transmit()).toEqual(OK);
  });

  it('opens a new connection when the service was restarted, and hears the old one no more', async () => {
    const { reader } = readerNamed('Reader 00 00');
    const { said, service, services, clock, closed } = await rig({ readers: [reader] });
    const old = service();
    old.changed(reader, 'present');
    await clock.advance(10);
    old.lost(new FaultError('device-absent'));
    expect(said).toEqual(['works', 'inserted Reader', 'removed', 'device-absent']);
    await clock.advance(1_000);
    expect(services).toHaveLength(2);
    expect(closed()).toBe(1);
    old.lost(new FaultError('device-absent'));
    old.changed(reader, 'empty');
    service().changed(reader, 'present');
    await clock.advance(10);
    expect(said.slice(4)).toEqual(['works', 'inserted Reader']);
  });

  it('is absent while the reader is unplugged', async () => {
    const { reader } = readerNamed('Reader 00 00');
    const { said, service, clock } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(10);
    service().removed(reader);
    service().added(reader);
    expect(said).toEqual(['works', 'inserted Reader', 'removed', 'device-absent', 'works']);
  });

  it('lets go of the card when it is closed, and is silent from then on', async () => {
    const { reader, log } = readerNamed('Reader 00 00');
    const { slot, said, service, clock, closed } = await rig({ readers: [reader] });
    service().changed(reader, 'present');
    await clock.advance(10);
    const before = said.length;
    await slot.close();
    service().changed(reader, 'empty');
    await clock.advance(10_000);
    expect(log).toEqual(['connect', 'disconnect']);
    expect(closed()).toBe(1);
    expect(said).toHaveLength(before);
  });
});
