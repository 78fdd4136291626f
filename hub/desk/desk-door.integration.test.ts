import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { addUser, resetPassword, setDisabled } from './desk-users.ts';
import { hashPassword } from './password.ts';
import { type OpenDesk, openTestDesk, PASSWORD } from './testing/open-desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.close());

const now = (): string => new Date(desk.clock.now()).toISOString();
const MINUTE_MS = 60_000;
const WRONG = 'không phải mật khẩu';

describe('the door of the desk', () => {
  it('lets in with the right password, and out again', async () => {
    const browser = await desk.signedIn('lan', 'cashier');
    const access = await browser.value('access', {});
    expect(access).toMatchObject({ state: 'in', user: { login: 'lan', role: 'cashier' } });
    const cookie = browser.cookie();
    await browser.value('signOut', {});
    expect(browser.cookie()).toBeUndefined();
    const stolen = await fetch(`${desk.url}/desk/suspense`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: desk.url, cookie: cookie ?? '' },
      body: '{"limit":1}',
    });
    expect(stolen.status).toBe(401);
  });

  it('keeps the session where no script and no other site reaches it', async () => {
    await desk.signedIn('hoa', 'cashier');
    const response = await fetch(`${desk.url}/desk/signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: desk.url },
      body: JSON.stringify({ login: 'hoa', password: PASSWORD }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-tiep-don-desk=[\w-]{43}; /);
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toMatch(/Expires|Max-Age|Domain/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('says the same of a wrong password and of nobody', async () => {
    await desk.signedIn('mai', 'cashier');
    const browser = desk.browser();
    for (const login of ['mai', 'nobody.at.all']) {
      expect(await browser.value('signIn', { login, password: WRONG })).toEqual({
        result: 'refused',
      });
    }
  });

  it('pauses after five wrong passwords, for nobody too, and the right one does not help', async () => {
    await desk.signedIn('tam', 'cashier');
    for (const login of ['tam', 'nobody.else']) {
      desk.clock.advance(10 * MINUTE_MS);
      const browser = desk.browser();
      const results = [];
      for (let tries = 0; tries < 5; tries += 1) {
        results.push((await browser.value('signIn', { login, password: WRONG })).result);
      }
      expect(results).toEqual(['refused', 'refused', 'refused', 'refused', 'locked']);
      expect(await browser.value('signIn', { login, password: PASSWORD })).toEqual({
        result: 'locked',
        waitSeconds: 60,
      });
    }
    desk.clock.advance(MINUTE_MS);
    const browser = desk.browser();
    expect((await browser.value('signIn', { login: 'tam', password: PASSWORD })).result).toBe('in');
  });

  it('counts many tries at once as many', async () => {
    await desk.signedIn('chi', 'cashier');
    desk.clock.advance(10 * MINUTE_MS);
    const tries = await Promise.all(
      Array.from({ length: 8 }, () =>
        desk.browser().value('signIn', { login: 'chi', password: WRONG }),
      ),
    );
    expect(tries.filter(({ result }) => result === 'refused').length).toBe(4);
  });

  it('makes one address that tries many names wait', async () => {
    desk.clock.advance(10 * MINUTE_MS);
    const browser = desk.browser();
    const codes: string[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      const reply = await browser.call('signIn', { login: `name${tries}`, password: WRONG });
      codes.push(reply.ok ? reply.value.result : reply.error.code);
    }
    expect(codes.slice(-2)).toEqual(['hub-overloaded', 'hub-overloaded']);
    desk.clock.advance(10 * MINUTE_MS);
  });

  it('asks for another password where somebody else chose it, and for a good one', async () => {
    const userId = timeOrderedIds(desk.clock).uuid();
    const hash = await hashPassword(PASSWORD, { memoryKib: 8, passes: 1 });
    const user = { userId, login: 'moi', name: 'Mới', role: 'cashier' } as const;
    await addUser(desk.database, user, hash, now());
    const browser = desk.browser();
    await browser.value('signIn', { login: 'moi', password: PASSWORD });
    expect(await browser.call('suspense', { limit: 1 })).toMatchObject({
      error: { code: 'not-permitted' },
    });
    const change = (next: string) => browser.value('changePassword', { current: PASSWORD, next });
    expect(await change('ngắn')).toEqual({ result: 'weak', why: 'too-short' });
    expect(await change('xin chào moi')).toEqual({ result: 'weak', why: 'says-the-login' });
    expect(await change('matkhau12345')).toEqual({ result: 'weak', why: 'one-of-the-first-tried' });
    expect(await change(PASSWORD)).toEqual({ result: 'weak', why: 'as-before' });
    expect(await change('con mèo trèo cây cau')).toEqual({ result: 'changed' });
    expect((await browser.call('suspense', { limit: 1 })).ok).toBe(true);
  });
});

describe('a session', () => {
  it('ends without a key or a click; what the page asks by itself keeps none open', async () => {
    const browser = await desk.signedIn('thu', 'cashier');
    desk.clock.advance(10 * MINUTE_MS);
    await browser.value('touch', {});
    for (let minutes = 0; minutes < 14; minutes += 1) {
      desk.clock.advance(MINUTE_MS);
      expect((await browser.call('livePayments', { only: 'all', limit: 1 })).ok).toBe(true);
    }
    desk.clock.advance(MINUTE_MS);
    expect((await browser.call('livePayments', { only: 'all', limit: 1 })).ok).toBe(false);
    expect(await browser.value('access', {})).toEqual({ state: 'out', because: 'idle' });
  });

  it('ends after twelve hours however busy somebody is', async () => {
    const browser = await desk.signedIn('binh', 'cashier');
    for (let tens = 0; tens < 6 * 12 - 1; tens += 1) {
      desk.clock.advance(10 * MINUTE_MS);
      await browser.value('touch', {});
    }
    desk.clock.advance(10 * MINUTE_MS);
    expect(await browser.value('access', {})).toEqual({ state: 'out', because: 'over' });
  });

  it('ends when its person is disabled or gets another password', async () => {
    const hash = await hashPassword(PASSWORD, { memoryKib: 8, passes: 1 });
    const [one, other] = [
      await desk.signedIn('dung', 'cashier'),
      await desk.signedIn('oanh', 'cashier'),
    ];
    await setDisabled(desk.database, 'dung', true, now());
    await resetPassword(desk.database, 'oanh', hash, now());
    desk.clock.advance(11_000);
    expect(await one.value('access', {})).toEqual({ state: 'out', because: 'ended' });
    expect(await other.value('access', {})).toEqual({ state: 'out', because: 'ended' });
    expect(await one.value('signIn', { login: 'dung', password: PASSWORD })).toEqual({
      result: 'refused',
    });
  });
});

describe('who may do what', () => {
  it('IT sees people and the audit, and no money', async () => {
    const it = await desk.signedIn('it', 'it');
    expect((await it.value('users', {})).users.length).toBeGreaterThan(1);
    expect(await it.call('suspense', { limit: 1 })).toMatchObject({
      error: { code: 'not-permitted' },
    });
    const { entries } = await it.value('audit', { limit: 200 });
    const actions = entries.map(({ action }) => action);
    for (const action of ['signed-in', 'sign-in-refused', 'sign-in-locked', 'user-added']) {
      expect(actions).toContain(action);
    }
    expect(JSON.stringify(entries)).not.toContain('nobody.at.all');
  });

  it('a cashier neither decides nor looks at the audit', async () => {
    const cashier = await desk.signedIn('nga', 'cashier');
    for (const reply of [
      await cashier.call('audit', { limit: 1 }),
      await cashier.call('users', {}),
      await cashier.call('decideRefund', {
        refundId: timeOrderedIds(desk.clock).uuid(),
        decision: 'approve',
      }),
    ]) {
      expect(reply).toMatchObject({ error: { code: 'not-permitted' } });
    }
  });

  it('nobody changes the audit', async () => {
    for (const sql of [
      'update desk_audit set subject = $1',
      'delete from desk_audit where action = $1',
    ]) {
      await expect(desk.database.query(sql, ['signed-in'])).rejects.toMatchObject({
        sqlState: '23001',
      });
    }
    await expect(desk.database.query('truncate desk_audit')).rejects.toMatchObject({
      sqlState: '23001',
    });
  });
});

describe('another site', () => {
  const post = (headers: Readonly<Record<string, string>>, body = '{}') =>
    fetch(`${desk.url}/desk/access`, { method: 'POST', headers, body });
  const json = { 'content-type': 'application/json' };

  it.each([
    ['without an origin', json],
    ['from elsewhere', { ...json, origin: 'https://example.org' }],
    ['from a page without an origin', { ...json, origin: 'null' }],
  ])('is not answered, %s', async (_name, headers) => {
    expect((await post(headers)).ok).toBe(false);
  });

  it('cannot send a form, and nothing is read of an address', async () => {
    const form = await post({ 'content-type': 'text/plain', origin: desk.url });
    expect(form.status).toBe(415);
    expect((await fetch(`${desk.url}/desk/access?a=1`)).status).toBe(404);
  });

  it('gets the page and its files, and no page of a kiosk', async () => {
    const page = await fetch(desk.url);
    expect(await page.text()).toContain('<!doctype html>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${desk.url}/assets/desk-1.js`)).status).toBe(200);
    for (const path of ['/kiosk.html', '/desk.html', '/assets/../kiosk.html', '/%2e%2e/x']) {
      expect((await fetch(desk.url + path)).status).toBe(404);
    }
  });
});
