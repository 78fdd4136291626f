import { type PrinterSensors } from '../escpos/printer-status.ts';

/** What a person does to a printer, as one typed line. */
export type Hand =
  | { readonly do: 'sense'; readonly seen: Partial<PrinterSensors> }
  | { readonly do: 'power'; readonly on: boolean }
  | { readonly do: 'unknown' };

const SENSORS: Readonly<Record<string, Partial<PrinterSensors>>> = {
  'paper ok': { paper: 'ok' },
  'paper near-end': { paper: 'near-end' },
  'paper end': { paper: 'end' },
  'cover open': { coverOpen: true },
  'cover closed': { coverOpen: false },
  'cutter jammed': { jammed: true },
  'cutter free': { jammed: false },
  'head hot': { hot: true },
  'head cool': { hot: false },
};

/** Every line a person may type. */
export const HANDS: readonly string[] = [...Object.keys(SENSORS), 'power off', 'power on'];

export const handOf = (line: string): Hand => {
  const words = line.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (words === 'power on' || words === 'power off')
    return { do: 'power', on: words.endsWith('on') };
  const seen = SENSORS[words];
  return seen === undefined ? { do: 'unknown' } : { do: 'sense', seen };
};
