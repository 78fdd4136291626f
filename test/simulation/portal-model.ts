import { SYNTHETIC_HOSPITAL } from '../../core/identity/synthetic-hospital.ts';
import { createCircuitBreaker } from '../../hub/insurance/circuit-breaker.ts';
import {
  createPortalClient,
  type PortalClient,
  type SendRequest,
} from '../../hub/insurance/portal-client.ts';
import { type Asked, answerTo } from '../../hub/insurance/simulator/portal-answers.ts';
import type { InsuredPerson, RegisteredCard } from '../../hub/insurance/simulator/portal-cards.ts';
import type { Link } from './network.ts';
import type { Person } from './people.ts';
import type { Choice } from './seeded-choice.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The insurer's look-up portal, in front of a register of the people of this world. */
export interface PortalModel {
  /** The portal as a hub's own client shows it, which is new in every life of the hub. */
  connectFrom(process: SimulatedProcess): PortalClient;
  setDown(down: boolean): void;
  /** Answers that say nothing about a card: codes of its own trouble, halves, delays. */
  setAstray(astray: boolean): void;
}

export interface PortalModelParts {
  readonly people: readonly Person[];
  readonly link: Link;
  readonly time: VirtualTime;
  readonly choice: Choice;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

export const PORTAL_SETTINGS = {
  url: 'http://portal.invalid',
  username: '01999_BV',
  officer: { name: 'Trần Thử Nghiệm', citizenNumber: '001190999999' },
} as const;

const TOKEN_MS = 20 * 60_000;
const TOKEN_LIMIT_MS = 15_000;
const SLOW_MS = 8_000;

const PERIOD = { validFrom: '2024-01-01', validTo: '2035-12-31' } as const;

const cardOf = (number: string): RegisteredCard => ({
  number: `GD479${number}`,
  facility: SYNTHETIC_HOSPITAL.facilityCode,
  ...PERIOD,
});

const registered = ({ name, birthDate, citizenNumber, ...person }: Person): InsuredPerson[] => {
  const { cardCode, insuranceNumber } = person;
  if (cardCode === '050') return [];
  const renewed = { newCard: cardOf(insuranceNumber.replace(/^79/, '78')) };
  return [
    {
      name,
      birthDate,
      gender: 'unknown',
      citizenNumber,
      code: cardCode,
      card: cardOf(insuranceNumber),
      ...(cardCode === '004' ? renewed : {}),
    },
  ];
};

const answerWith = (members: object): Answer => ({ status: 200, text: JSON.stringify(members) });

/** What an astray portal answers: nothing of it says anything about a card. */
const ASTRAY: readonly ((good: Answer) => Answer | 'late')[] = [
  ...['100', '101', '500', '205', '054', '401'].map(maKetQua => () => answerWith({ maKetQua })),
  () => ({ status: 503, text: '' }),
  () => ({ status: 401, text: '' }),
  () => answerWith({ maKetQua: '000' }),
  good => ({ ...good, text: good.text.slice(0, good.text.length / 2) }),
  () => 'late',
];

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

export const createPortalModel = ({
  people,
  link,
  time,
  choice,
}: PortalModelParts): PortalModel => {
  const register = people.flatMap(registered);
  let down = false;
  let astray = false;
  let tokens = 0;
  const goodUntil = new Map<string, number>();

  const token = (): Answer => {
    tokens += 1;
    goodUntil.set(`token-${tokens}`, time.now() + TOKEN_MS);
    return answerWith({
      maKetQua: '200',
      APIKey: {
        access_token: `token-${tokens}`,
        id_token: `id-${tokens}`,
        expires_in: new Date(time.now() + TOKEN_MS).toISOString(),
      },
    });
  };

  const answerOn = (url: string, body: string): Answer => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/api/token/take') return token();
    const until = goodUntil.get(searchParams.get('token') ?? '') ?? -Infinity;
    if (time.now() >= until) return answerWith({ maKetQua: '401' });
    return answerWith(answerTo(JSON.parse(body) as Asked, register, PORTAL_SETTINGS.officer));
  };

  const serve = (url: string, body: string, answer: (value: Answer) => void): void => {
    const good = answerOn(url, body);
    const given = astray ? choice.pick(ASTRAY)(good) : good;
    if (given === 'late') time.after(SLOW_MS, () => answer(good));
    else answer(given);
  };

  const senderFor =
    (process: SimulatedProcess): SendRequest =>
    async (url, { body, signal }) => {
      await process.pointOrSilence('before a request to the portal');
      const { status, text } = await new Promise<Answer>((resolve, reject) => {
        const fail = (): void => reject(new TypeError('fetch failed'));
        signal.addEventListener('abort', fail);
        link.carry<Answer>(
          answer => {
            if (down) return 'nobody listens';
            serve(url, body, answer);
            return 'served';
          },
          outcome =>
            process.clock.after(0, () =>
              typeof outcome === 'string' ? fail() : resolve(outcome.answer),
            ),
        );
      });
      return { status, body: bytesOf(text) };
    };

  return {
    connectFrom: process =>
      createPortalClient({
        baseUrl: PORTAL_SETTINGS.url,
        username: PORTAL_SETTINGS.username,
        password: 'synthetic',
        officer: PORTAL_SETTINGS.officer,
        encoding: 'json',
        tokenTimeoutMs: TOKEN_LIMIT_MS,
        clock: process.clock,
        breaker: createCircuitBreaker(process.clock, process.random),
        send: senderFor(process),
      }),
    setDown: now => {
      down = now;
    },
    setAstray: now => {
      astray = now;
    },
  };
};
