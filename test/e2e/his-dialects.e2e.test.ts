import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../browser/launch.ts';
import { startDemonstration, until } from './demonstration.ts';
import { patientAt } from './patient.ts';

const root = resolve(import.meta.dirname, '../..');
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What the running hub says of its deliveries. */
const deliveriesOf = (data: string): Readonly<Record<string, number>> => {
  const { stdout } = spawnSync(
    process.execPath,
    [
      ...[join(root, 'hub/cli/main.ts'), '--json', 'outbox', 'list'],
      ...['--data', join(data, 'hub'), '--secrets', join(data, 'secrets')],
    ],
    { encoding: 'utf8' },
  );
  return (JSON.parse(stdout) as { counts: Record<string, number> }).counts;
};

test.each([
  ['medipay-rest', undefined],
  ['hl7v2', 'purpose.kinds.appointment'],
] as const)(
  'a hospital system that speaks %s: a card, a number, a visit in the hospital',
  async (dialect, purpose) => {
    const running = await startDemonstration({ args: ['--his-dialect', dialect] });
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    try {
      await page.goto(running.screen);
      const patient = patientAt(page, 'vi');
      await running.insertCard('ba-nguyen-thi-hoa');
      await patient.tap('confirm.yes');
      if (purpose === undefined) {
        await patient.sees('clinic.title');
        await page.locator('main button:enabled').first().click();
      } else await patient.tap(purpose);
      await patient.tap('coverage.useInsurance');
      await patient.sees('ticket.title');
      expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
      await until(
        () => Promise.resolve(deliveriesOf(running.data)['delivered'] === 1),
        'the visit in the hospital system',
      );
      expect(deliveriesOf(running.data)).toMatchObject({ rejected: 0, failed: 0, queued: 0 });
    } finally {
      await page.close();
      await running.stop();
    }
  },
);
