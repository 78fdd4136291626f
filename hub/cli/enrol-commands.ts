import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import QRCode from 'qrcode';
import { scannedEnrolmentCode } from '../../core/enrolment/enrolment-code.ts';
import { CommandError, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

export interface EnrolOptions {
  readonly kiosk?: string;
  /** Milliseconds. */
  readonly valid: number;
  readonly out?: string;
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 };

/** `15m` or `2h` as milliseconds, from a minute to a day. */
export const duration = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,4})([mh])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (milliseconds >= 60_000 && milliseconds <= 86_400_000) return milliseconds;
  throw new InvalidArgumentError('not a time from 1m to 24h');
};

const QUIET = { errorCorrectionLevel: 'M', margin: 4 } as const;

/** The code as a picture, of the kind that the name of the file says. */
const writePicture = async (file: string, payload: string): Promise<void> => {
  const kind = extname(file).toLowerCase();
  if (kind !== '.png' && kind !== '.svg') {
    throw new CommandError('--out must end in .png or .svg', 2);
  }
  const picture =
    kind === '.png'
      ? await QRCode.toBuffer(payload, { ...QUIET, scale: 8 })
      : await QRCode.toString(payload, { ...QUIET, type: 'svg' });
  try {
    // The code lets a machine in: nobody else on this one shall read it.
    writeFileSync(resolve(file), picture, { mode: 0o600 });
  } catch {
    throw new CommandError(`${file} cannot be written`, 1);
  }
};

const minutesUntil = (instant: string): number =>
  Math.max(1, Math.round((Date.parse(instant) - Date.now()) / 60_000));

/** Makes a code that lets one machine join, and shows it. */
export const newEnrolment = (
  settings: Settings,
  output: Output,
  options: EnrolOptions,
): Promise<void> =>
  withRegister(settings, async register => {
    const { kiosk: kioskId, valid: validMs, out } = options;
    const made = await register.newEnrolmentCode({ validMs, ...(kioskId && { kioskId }) });
    const payload = scannedEnrolmentCode(made.code);
    if (out !== undefined) await writePicture(out, payload);
    if (output.json) {
      output.value({ ...made, kioskId: kioskId ?? null, payload, file: out ?? null });
      return;
    }
    output.line(await QRCode.toString(payload, { type: 'utf8', errorCorrectionLevel: 'L' }));
    output.line(made.code);
    output.line('');
    const whom = kioskId === undefined ? 'one kiosk' : kioskId;
    output.line(
      `lets ${whom} join once, within ${minutesUntil(made.expiresAt)} minutes: show it to the ` +
        "kiosk's scanner, type it there, or run `kiosk enrol CODE`",
    );
    if (made.replaces) {
      output.line(`the machine that is called ${whom} now is no longer taken once this is used`);
    }
    if (out !== undefined) output.line(`picture: ${resolve(out)}`);
  });
