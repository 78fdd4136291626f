import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import pino from 'pino';
import {
  type Input,
  type MethodName,
  type Output,
  type Reply,
} from '../../../core/contract/contract.ts';
import { type DeskRole } from '../../../core/contract/desk-access.ts';
import { type DeskContract } from '../../../core/contract/desk.ts';
import { REFERENCE_CODES } from '../../../core/payment/reference-code.ts';
import { type Billing, createBilling } from '../../billing/billing.ts';
import { hubConfigSchema } from '../../configuration/hub-config.ts';
import { TEST_PATIENTS } from '../../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { type FakeClock, fakeClock } from '../../ports/testing/fake-clock.ts';
import { migrate } from '../../storage/migrations.ts';
import { CARRIERS } from '../../storage/testing/carriers.ts';
import { type Database } from '../../storage/database.ts';
import { openDesk } from '../desk.ts';
import { addUser, writePassword } from '../desk-users.ts';
import { hashPassword } from '../password.ts';

/** Cheap on purpose: what is looked at is the desk, not the lock's steel. */
const CHEAP = { memoryKib: 8, passes: 1 };
export const PASSWORD = 'mưa rơi trên phố huyện';

/** One person's browser: its cookie, and calls as its page makes them. */
export interface DeskBrowser {
  readonly cookie: () => string | undefined;
  call<M extends MethodName<DeskContract>>(
    method: M,
    input: Input<DeskContract, M>,
  ): Promise<Reply<Output<DeskContract, M>>>;
  /** As `call`, for what must be answered. */
  value<M extends MethodName<DeskContract>>(
    method: M,
    input: Input<DeskContract, M>,
  ): Promise<Output<DeskContract, M>>;
}

/** A desk over HTTP on an embedded database of its own. */
export interface OpenDesk {
  readonly url: string;
  readonly clock: FakeClock;
  readonly database: Database;
  readonly billing: Billing;
  browser(): DeskBrowser;
  /** Somebody with their own password, signed in. */
  signedIn(login: string, role: DeskRole): Promise<DeskBrowser>;
  close(): Promise<void>;
}

const pagesFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'desk.html'), '<!doctype html><title>Quầy</title>');
  writeFileSync(join(folder, 'kiosk.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'desk-1.js'), '');
  return folder;
};

const browserAt = (url: string): DeskBrowser => {
  let cookie: string | undefined;
  const call: DeskBrowser['call'] = async (method, input) => {
    const response = await fetch(`${url}/desk/${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: url,
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: JSON.stringify(input),
    });
    const kept = response.headers.get('set-cookie');
    if (kept !== null) cookie = kept.includes('Max-Age=0') ? undefined : kept.split(';')[0];
    return (await response.json()) as never;
  };
  return {
    cookie: () => cookie,
    call,
    async value(method, input) {
      const reply = await call(method, input);
      if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
      return reply.value;
    },
  };
};

export const openTestDesk = async (carrier = CARRIERS[0]): Promise<OpenDesk> => {
  const clock = fakeClock();
  const carried = await carrier?.open();
  if (carried === undefined) throw new Error('no database');
  const { database } = carried;
  await migrate(database);
  const folder = pagesFolder();
  const desk = await openDesk({
    config: hubConfigSchema.parse({ desk: { enabled: true, port: 0 } }),
    database,
    patients: TEST_PATIENTS,
    certificate: undefined,
    clock,
    ids: timeOrderedIds(clock),
    log: pino({ level: 'silent' }),
    rendererDirectory: folder,
    passwordCost: CHEAP,
  });
  if (desk === undefined) throw new Error('no desk');
  const url = await desk.listen();
  const ids = timeOrderedIds(clock);
  const hash = await hashPassword(PASSWORD, CHEAP);
  return {
    url,
    clock,
    database,
    billing: createBilling(database, clock, () => randomInt(REFERENCE_CODES)),
    browser: () => browserAt(url),
    async signedIn(login, role) {
      const userId = ids.uuid();
      const at = new Date(clock.now()).toISOString();
      await addUser(database, { userId, login, name: login.toUpperCase(), role }, hash, at);
      await writePassword(database, userId, hash, false);
      const browser = browserAt(url);
      await browser.value('signIn', { login, password: PASSWORD });
      return browser;
    },
    async close() {
      await desk.close();
      await carried.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
