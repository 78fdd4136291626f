import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_SERVICE_POINTS } from '../../../core/identity/synthetic-hospital.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { bills } from './bills.ts';
import { deliveries } from './deliveries.ts';
import { type HisWorld } from './his-world.ts';
import { lookUps } from './look-ups.ts';
import { receipts } from './receipts.ts';

/** What every connector must do, whatever its HIS speaks. */
export const hisConformance = (dialect: string, open: () => Promise<HisWorld>): void => {
  describe(`a HIS that speaks ${dialect}`, () => {
    let opened: HisWorld;
    const world = (): HisWorld => opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    afterEach(() => opened.trouble('none'));

    it('says whether it is there', async () => {
      await world().his.probe();
      world().trouble('away');
      await expect(world().his.probe()).rejects.toMatchObject({
        code: expect.stringMatching(/^his-/) as string,
      });
    });

    it('gives no catalogue while it is away', async () => {
      world().trouble('away');
      await expect(world().his.catalogue(world().day)).rejects.toMatchObject({
        code: expect.stringMatching(/^his-/) as string,
      });
    });

    it('knows the clinics and counters, and counts who waits', async () => {
      const { his, day } = world();
      const before = await his.catalogue(day);
      const ids = before.servicePoints.map(({ id }) => id).toSorted();
      expect(ids).toEqual(SYNTHETIC_SERVICE_POINTS.map(({ id }) => id).toSorted());
      const eye = (catalogue: typeof before) =>
        catalogue.servicePoints.find(({ id }) => id === 'clinic-eye')?.waiting ?? 0;
      const number = { ...checkInEvent().number, day };
      const event = checkInEvent({ number, occurredAt: new Date().toISOString() });
      await his.deliver({ event, attemptsBefore: 0 });
      expect(eye(await his.catalogue(day))).toBe(eye(before) + 1);
    });

    describe('a delivery', () => deliveries(world));
    describe('a look-up', () => lookUps(world));
    describe('bills', () => bills(world));
    describe('a receipt', () => receipts(world));
  });
};
