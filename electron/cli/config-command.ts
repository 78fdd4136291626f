import { problemsOfConfig } from '../configuration/load-config.ts';
import type { KioskPlace } from './kiosk-place.ts';
import type { Answer } from './output.ts';

/** Every problem of the configuration file at once. */
export const configCheck = (file: string | undefined): Answer => {
  const problems = file === undefined ? [] : problemsOfConfig(file);
  const fine = file === undefined ? 'no file given: the defaults are in force' : `${file}: fine`;
  return {
    json: { file: file ?? null, problems },
    lines: problems.length === 0 ? [fine] : problems,
    exitCode: problems.length === 0 ? 0 : 1,
  };
};

/** What is in force: file, defaults and options together. Secrets are files, so none is shown. */
export const configShow = ({ config, dataDirectory }: KioskPlace): Answer => {
  const inForce = { ...config, dataDirectory, devices: config.devices.map(withoutCards) };
  return { json: inForce, lines: JSON.stringify(inForce, null, 2).split('\n') };
};

const withoutCards = (device: KioskPlace['config']['devices'][number]) =>
  'cards' in device ? { ...device, cards: `${device.cards?.length ?? 0} cards` } : device;
