import type { Output } from '../../core/contract/contract.ts';
import type { HubLinkView } from '../../core/contract/enrolment.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import { isLoopbackUrl } from '../../core/enrolment/enrolment-code.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';
import type { HubRoute } from '../hub-client/hub-client.ts';
import { type Watched, watched } from '../hub-client/watched.ts';
import type { StoreSettings } from '../storage/kiosk-store.ts';
import { type Enrolment, readEnrolment, writeEnrolment } from './enrolment-record.ts';
import { kioskKeyFrom } from './kiosk-key.ts';

export interface HubLinkParts {
  readonly settings: StoreSettings;
  readonly master: Uint8Array;
  /** Instead of the address that the kiosk joined at: the hub has moved. */
  readonly hubUrl: string | undefined;
  /** The name of a kiosk that has not joined yet. */
  readonly wishedId: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How this kiosk stands with its hub. */
export interface HubLink extends Watched<HubLinkView> {
  /** The name it has at the hub. */
  readonly kioskId: () => string;
  enrolment(): Enrolment | undefined;
  /** @throws FaultError `kiosk-not-enrolled` or `kiosk-revoked` */
  route(): HubRoute;
  acceptsPin(pin: string): boolean;
  /** This machine has joined, or joined anew. */
  joined(enrolment: Enrolment): void;
  /** Keeps what the hub says of names and keys. */
  greeted(hello: Output<HubContract, 'hello'>): void;
  /** Looks whether a failure says that this machine was revoked. */
  failed(fault: FaultError): void;
}

const UNNAMED = 'kiosk';

/**
 * The address in force.
 * @throws FaultError `config-invalid` where it would give up what the kiosk knows its hub by.
 */
export const addressOf = (enrolment: Enrolment, hubUrl: string | undefined): string => {
  if (hubUrl === undefined) return enrolment.hubUrl;
  const isPlain = hubUrl.startsWith('http:');
  if (isPlain && (enrolment.pins.length > 0 || !isLoopbackUrl(hubUrl))) {
    throw new FaultError('config-invalid', `hubUrl (${hubUrl}) must begin with https://`);
  }
  if (!isPlain && enrolment.pins.length === 0) {
    throw new FaultError(
      'config-invalid',
      `this kiosk joined without TLS and does not know what answers at ${hubUrl}: let it join anew`,
    );
  }
  return hubUrl;
};

export const openHubLink = (parts: HubLinkParts): HubLink => {
  const { settings, master, hubUrl, clock, log } = parts;
  let enrolment = readEnrolment(settings);
  let route: HubRoute | undefined;

  const view = (): HubLinkView => {
    if (enrolment === undefined) return { state: 'not-enrolled' };
    const { kioskId, revokedAt } = enrolment;
    const state = revokedAt === undefined ? 'enrolled' : 'revoked';
    return { state, kioskId, hubUrl: addressOf(enrolment, hubUrl) };
  };
  const seen = watched(view());

  const keep = (next: Enrolment): void => {
    enrolment = next;
    route = undefined;
    seen.set(view());
  };

  const change = (difference: Partial<Enrolment>): void => {
    if (enrolment === undefined) return;
    const next = { ...enrolment, ...difference };
    if (JSON.stringify(next) === JSON.stringify(enrolment)) return;
    writeEnrolment(settings, next);
    keep(next);
  };

  return {
    current: seen.current,
    subscribe: seen.subscribe,
    enrolment: () => enrolment,
    kioskId: () => enrolment?.kioskId ?? parts.wishedId ?? UNNAMED,
    route: () => {
      if (enrolment === undefined) {
        throw new FaultError('kiosk-not-enrolled', 'this kiosk has not joined a hub yet');
      }
      if (enrolment.revokedAt !== undefined) {
        throw new FaultError('kiosk-revoked', 'the hub has revoked this kiosk');
      }
      route ??= {
        baseUrl: addressOf(enrolment, hubUrl),
        key: kioskKeyFrom(master, enrolment.salt),
      };
      return route;
    },
    acceptsPin: pin => enrolment?.pins.includes(pin) === true,
    joined: next => {
      keep(next);
      log.info({ kioskId: next.kioskId }, 'joined the hub');
    },
    greeted: ({ kioskId, pins }) =>
      change({
        ...(kioskId === undefined ? {} : { kioskId }),
        // A hub that stops saying what it will be known by is believed only with TLS around.
        ...(pins === undefined || pins.length === 0 ? {} : { pins }),
      }),
    failed: ({ code }) => {
      if (code !== 'kiosk-revoked' || enrolment?.revokedAt !== undefined) return;
      log.error({ code }, 'the hub has revoked this kiosk');
      change({ revokedAt: new Date(clock.now()).toISOString() });
    },
  };
};
