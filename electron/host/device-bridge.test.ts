import { expect, test } from 'vitest';
import type { DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import { installationOf } from '../storage/installation.ts';
import { randomIds } from './system-ports.ts';
import { withOwner } from './device-bridge.ts';

const DEVICES: readonly DeviceConfig[] = [
  { id: 'a4', driver: 'ipp-document-printer', url: 'ipp://printer.example/ipp/print' },
  { id: 'screen', driver: 'page-payment-display' },
];

/** The settings of one data folder. */
const folder = () => {
  const kept = new Map<string, unknown>();
  return {
    get: (name: string) => kept.get(name),
    set: (name: string, value: unknown) => void kept.set(name, value),
  };
};

const ownerOf = (settings: ReturnType<typeof folder>, kioskId = 'kiosk'): unknown => {
  const [a4, screen] = withOwner(DEVICES, kioskId, installationOf(settings, randomIds));
  expect(screen).toEqual(DEVICES[1]);
  return a4 !== undefined && 'owner' in a4 ? a4.owner : undefined;
};

test('two kiosks of one name at one A4 printer own jobs of different names there', () => {
  const [one, other] = [folder(), folder()];
  expect(ownerOf(one)).toMatch(/^tiep-don-kiosk-a4-[\da-f]{8}$/);
  expect(ownerOf(one)).not.toBe(ownerOf(other));
});

test('a kiosk finds its jobs again after a restart', () => {
  const settings = folder();
  expect(ownerOf(settings)).toBe(ownerOf(settings));
});

test('what is kept and no identifier is made anew', () => {
  const settings = folder();
  settings.set('installation', 7);
  expect(ownerOf(settings)).toMatch(/-[\da-f]{8}$/);
});
