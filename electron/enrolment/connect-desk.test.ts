import { afterEach, expect, test } from 'vitest';
import {
  encodeEnrolmentCode,
  FINGERPRINT_BYTES,
  scannedEnrolmentCode,
  SECRET_BYTES,
} from '../../core/enrolment/enrolment-code.ts';
import { checkIn, fromHub } from '../storage/testing/sample-visits.ts';
import { openTemporaryStore, randomIds } from '../storage/testing/temporary-store.ts';
import { createConnectDesk } from './connect-desk.ts';
import { openHubLink } from './hub-link.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const CODE = encodeEnrolmentCode({
  hubUrl: 'https://10.0.0.5:4810',
  fingerprint: new Uint8Array(FINGERPRINT_BYTES).fill(7),
  secret: new Uint8Array(SECRET_BYTES).fill(9),
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The desk of a machine that is of no hub, and holds a visit: it goes to no hub from its screen. */
const openDesk = async () => {
  const data = await openTemporaryStore();
  closing.push(() => data.remove());
  data.store.visits.recordCheckIn(checkIn(fromHub(1), { person: 1 }));
  const parts = {
    settings: data.store.settings,
    master: Buffer.alloc(32, 5),
    wishedId: undefined,
    clock: data.clock,
    log: SILENT,
  };
  return createConnectDesk({
    ...parts,
    link: openHubLink({ ...parts, hubUrl: undefined }),
    outbox: data.store.outbox,
    version: '1',
    ids: randomIds,
    report: () => undefined,
  });
};

const scanned = (text: string) => ({ type: 'code-scanned', deviceId: 'scanner', text }) as const;

test.each([
  ['as the hub draws it', scannedEnrolmentCode(CODE)],
  ['as somebody drew it from its text', CODE],
])('a code %s is taken from the scanner', async (_, text) => {
  const desk = await openDesk();
  expect(desk.takes(scanned(text))).toBe(true);
  expect(desk.current()).toMatchObject({ fault: 'hub-not-trusted' });
});

test('a code with a character wrong is said to be wrong', async () => {
  const desk = await openDesk();
  expect(desk.takes(scanned(`${scannedEnrolmentCode(CODE).slice(0, -1)}$`))).toBe(true);
  expect(desk.current()).toMatchObject({ fault: 'enrolment-code-wrong' });
});

test('any other code is left to the visit', async () => {
  const desk = await openDesk();
  expect(desk.takes(scanned('001148999921|Nguyễn Thị Hòa'))).toBe(false);
  expect(desk.current()).toMatchObject({ state: 'not-enrolled' });
});
