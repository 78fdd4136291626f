import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_INSURANCE_ACCOUNT } from '../../../core/identity/synthetic-hospital.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { createCircuitBreaker } from '../circuit-breaker.ts';
import {
  type PortalClient,
  type PortalClientOptions,
  type PortalReply,
  createPortalClient,
} from '../portal-client.ts';
import { PORTAL_CODES, portalResultOf } from '../portal-result.ts';
import { type PortalSimulator, startPortalSimulator } from '../simulator/portal-simulator.ts';
import { CODE_CARD, cardOfCode } from '../simulator/portal-cards.ts';

let portal: PortalSimulator;
beforeAll(async () => {
  portal = await startPortalSimulator({
    port: 0,
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
});
afterAll(() => portal.close());
afterEach(() => portal.faults.set({}));

const clientWith = (changes: Partial<PortalClientOptions> = {}): PortalClient =>
  createPortalClient({
    baseUrl: portal.url,
    ...SYNTHETIC_INSURANCE_ACCOUNT,
    encoding: 'json',
    tokenTimeoutMs: 2_000,
    clock: systemClock,
    breaker: createCircuitBreaker(systemClock, () => 1),
    ...changes,
  });

let client: PortalClient;
beforeEach(() => {
  client = clientWith();
});

const soon = (ms = 2_000): number => systemClock.now() + ms;

const HOA = syntheticPerson('ba-nguyen-thi-hoa');
const question = (number: string, changes: object = {}) => ({
  number,
  name: CODE_CARD.name,
  birthDate: CODE_CARD.birthDate,
  ...changes,
});
const ofHoa = { number: 'HT3010199999921', name: HOA.name, birthDate: HOA.birthDate };

const troubleOf = (reply: PortalReply): string =>
  reply.kind === 'trouble' ? reply.trouble.what : `answer ${reply.answer.code}`;

describe('the bytes', () => {
  it('of a token and of a look-up are as the portal wants them', async () => {
    const from = portal.requests.length;
    expect(troubleOf(await client.lookUp(ofHoa, soon()))).toBe('answer 000');
    const [token, lookUp] = portal.requests.slice(from);
    expect(token).toMatchObject({
      path: '/api/token/take',
      contentType: 'application/x-www-form-urlencoded; charset=utf-8',
      body: 'username=01999_BV&password=A1A8BE206435A3A08887216D9DC5BD24',
    });
    expect(Object.keys(lookUp?.query ?? {})).toEqual(['token', 'id_token', 'username', 'password']);
    expect(lookUp).toMatchObject({
      path: '/api/egw/KQNhanLichSuKCB2024',
      contentType: 'application/json; charset=utf-8',
      body: '{"maThe":"HT3010199999921","hoTen":"Nguyễn Thị Hòa","ngaySinh":"12/03/1948","hoTenCb":"Trần Thị Thử","cccdCb":"001190999999"}',
    });
  });

  it('of a look-up in a form say the same', async () => {
    const form = clientWith({ encoding: 'form' });
    expect(troubleOf(await form.lookUp(ofHoa, soon()))).toBe('answer 000');
    const { contentType, body } = portal.requests.at(-1) ?? { contentType: '', body: '' };
    expect(contentType).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      maThe: 'HT3010199999921',
      hoTen: 'Nguyễn Thị Hòa',
    });
  });
});

describe('a card', () => {
  it.each([
    ['its fifteen characters', 'HT3010199999921'],
    ['the ten digits of its holder', '0199999921'],
    ['the citizen number of its holder', HOA.citizenNumber ?? ''],
  ])('is found by %s', async (_, number) => {
    const reply = await client.lookUp({ ...ofHoa, number }, soon());
    expect(reply).toMatchObject({
      kind: 'answer',
      answer: { code: '000', card: { cardNumber: 'HT3010199999921', registeredFacility: '01999' } },
    });
  });

  it('is found by a birth date known to the year', async () => {
    expect(troubleOf(await client.lookUp({ ...ofHoa, birthDate: '1948' }, soon()))).toBe(
      'answer 000',
    );
  });

  it.each([
    ['nobody has it', question('GD4010000000001'), '050'],
    ['of another name with the same initials', { ...ofHoa, name: 'Ngô Thu Hà' }, '061'],
    ['of another name', { ...ofHoa, name: 'Trần Văn Bình' }, '060'],
    ['of another birth date', { ...ofHoa, birthDate: '1949-03-12' }, '070'],
    ['of no province', question('GD4000000000001'), '052'],
    ['of no level', question('GD9010000000001'), '053'],
  ])('that is wrong because %s says so: %s', async (_, asked, code) => {
    expect(troubleOf(await client.lookUp(asked, soon()))).toBe(`answer ${code}`);
  });
});

describe('every code', () => {
  it.each(PORTAL_CODES)('%s comes back as what it means', async code => {
    const reply = await client.lookUp(question(cardOfCode(code)), soon());
    const { outcome, newCard } = portalResultOf(code);
    if (outcome === 'portal-away') {
      expect(reply).toMatchObject({ kind: 'trouble', trouble: { what: `result-${code}`, code } });
      return;
    }
    expect(reply).toMatchObject({ kind: 'answer', answer: { code, garbled: [] } });
    if (newCard === true && reply.kind === 'answer') {
      expect(reply.answer.newCard.cardNumber).toMatch(/^HT3/);
    }
  });
});

describe('the token', () => {
  it('is taken once for look-ups at the same moment', async () => {
    const from = portal.requests.length;
    await Promise.all(Array.from({ length: 5 }, () => client.lookUp(ofHoa, soon())));
    const paths = portal.requests.slice(from).map(({ path }) => path);
    expect(paths.filter(path => path === '/api/token/take')).toHaveLength(1);
    expect(paths).toHaveLength(6);
  });

  it('that is refused is renewed once, and the look-up goes through', async () => {
    portal.faults.set({ refuseTokens: 1 });
    expect(troubleOf(await client.lookUp(ofHoa, soon()))).toBe('answer 000');
  });

  it('that ends too early by the portal is renewed by its refusal', async () => {
    portal.faults.set({ tokenSeconds: -60 });
    const first = await client.lookUp(ofHoa, soon());
    expect(first).toMatchObject({ trouble: { alarm: 'account-refused' } });
  });

  it('that is refused again and again is the account: told to IT, and not asked for at once', async () => {
    portal.faults.set({ refuseTokens: 9 });
    expect(await client.lookUp(ofHoa, soon())).toMatchObject({
      trouble: { what: 'result-401', family: 'permanent', alarm: 'account-refused' },
    });
    const from = portal.requests.length;
    expect(troubleOf(await client.lookUp(ofHoa, soon()))).toBe('circuit-open');
    expect(portal.requests).toHaveLength(from);
  });

  it('is not given for a wrong password', async () => {
    const wrong = clientWith({ password: 'other' });
    expect(await wrong.lookUp(ofHoa, soon())).toMatchObject({
      trouble: { code: '401', alarm: 'account-refused' },
    });
  });
});

describe('an officer', () => {
  it.each([
    ['nobody registered', { name: 'Trần Thị Thử', citizenNumber: '001190999998' }, '054'],
    ['of another name', { name: 'Lê Văn Mẫu', citizenNumber: '001190999999' }, '055'],
  ])('%s is an alarm, and the portal is there all the same', async (_, officer, code) => {
    const other = clientWith({ officer });
    for (let time = 0; time < 4; time += 1) {
      expect(await other.lookUp(ofHoa, soon())).toMatchObject({
        trouble: { what: `result-${code}`, family: 'permanent', alarm: 'officer-refused' },
      });
    }
  });
});

describe('trouble', () => {
  it.each([
    ['a portal that is away', { away: true }, 'network'],
    ['an error of the server', { status: { status: 500, times: 9 } }, 'http-500'],
    ['a redirect', { status: { status: 302, times: 9 } }, 'http-302'],
    ['half an answer', { halfAnswers: 9 }, 'unreadable'],
    ['an unknown code', { result: { code: '999', times: 9 } }, 'result-999'],
    ['a code without a card', { emptyAnswers: 9 }, 'half-answer'],
  ])('%s is told as %s', async (_, faults, what) => {
    portal.faults.set(faults);
    expect(troubleOf(await client.lookUp(ofHoa, soon()))).toBe(what);
    portal.faults.set({});
    expect(troubleOf(await client.lookUp(ofHoa, soon()))).toBe('answer 000');
  });

  it('of dates that cannot be is in the answer', async () => {
    portal.faults.set({ wrongDates: true });
    const reply = await client.lookUp(ofHoa, soon());
    expect(reply).toMatchObject({
      kind: 'answer',
      answer: { code: '000', garbled: ['gtTheTu', 'gtTheDen', 'gtTheTuMoi', 'ngayDu5Nam'] },
    });
  });

  it('of a slow portal ends when the patient has waited long enough', async () => {
    await client.token();
    portal.faults.set({ delayMs: 5_000 });
    const started = performance.now();
    expect(troubleOf(await client.lookUp(ofHoa, soon(150)))).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('of a portal that goes on failing is not waited for any more', async () => {
    portal.faults.set({ away: true });
    for (let time = 0; time < 3; time += 1) await client.lookUp(ofHoa, soon());
    const from = portal.requests.length;
    expect(await client.lookUp(ofHoa, soon())).toEqual({
      kind: 'trouble',
      trouble: { what: 'circuit-open', family: 'transient' },
      ms: 0,
    });
    expect(portal.requests).toHaveLength(from);
  });

  it('of an endless answer ends as unreadable', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200);
      for (let part = 0; part < 3; part += 1) response.write(Buffer.alloc(700_000, 32));
      response.end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const lost = clientWith({ baseUrl: `http://127.0.0.1:${port}` });
    expect(troubleOf(await lost.lookUp(ofHoa, soon()))).toBe('unreadable');
    server.closeAllConnections();
    server.close();
  });
});
