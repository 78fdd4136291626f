import { adviceOf, conditionOf, type DeviceCondition } from '../../core/words/device-advice.ts';
import { type ToldDevice } from '../devices/device-register.ts';
import { CommandError, type ExitCode, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

/** Undefined of a device that its kiosk has no longer. */
const conditionFields = ({
  kind,
  driver,
  state,
  stage,
  fault,
  paper,
}: ToldDevice): DeviceCondition | undefined =>
  state === 'removed'
    ? undefined
    : {
        kind,
        driver,
        state,
        ...(stage === null ? {} : { stage }),
        ...(fault === null ? {} : { fault }),
        ...(paper === null ? {} : { paper }),
      };

/** What to do about a device as its kiosk told it last; undefined where all is well. */
export const todoOf = (told: ToldDevice): string | undefined => {
  if (told.paperLow) return 'change the roll now';
  const condition = conditionFields(told);
  return condition === undefined ? undefined : adviceOf(condition);
};

export const wordsOf = (told: ToldDevice): string => {
  const condition = conditionFields(told);
  if (condition === undefined) return 'removed from the configuration';
  return [conditionOf(condition), ...(told.paperLow ? ['paper low'] : [])].join(', ');
};

/** A device that takes something away from patients. */
export const isOut = ({ state }: ToldDevice): boolean => state === 'unavailable';

const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const width = (column: number): number =>
    Math.max(0, ...rows.map(cells => cells[column]?.length ?? 0));
  return rows.map(cells =>
    cells
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
};

const nowLines = (devices: readonly ToldDevice[]): readonly string[] => {
  const rows = aligned(
    devices.map(told => {
      const todo = todoOf(told);
      return [
        `  ${told.deviceId}`,
        told.driver,
        `since ${minute(told.at)}`,
        wordsOf(told),
        todo === undefined ? '' : `→ ${todo}`,
      ];
    }),
  );
  return devices.flatMap(({ kioskId }, index) => [
    ...(devices[index - 1]?.kioskId === kioskId ? [] : [kioskId]),
    rows[index] ?? '',
  ]);
};

/**
 * How the devices of the kiosks are, as they told it last, and what changed lately.
 * @returns 1 where a device cannot be used.
 */
export const listingDevices = (
  settings: Settings,
  output: Output,
  { kiosk, changes: limit }: { readonly kiosk?: string; readonly changes: number },
): Promise<ExitCode> =>
  withRegister(settings, async register => {
    const { devices, changes } = await register.devices({
      ...(kiosk === undefined ? {} : { kioskId: kiosk }),
      changes: limit,
    });
    if (devices.length === 0 && kiosk !== undefined) {
      throw new CommandError(`no kiosk ${kiosk} has told of its devices`, 1);
    }
    if (output.json) {
      const withTodo = devices.map(told => ({ ...told, todo: todoOf(told) ?? null }));
      output.value({ devices: withTodo, changes });
      return devices.some(isOut) ? 1 : 0;
    }
    if (devices.length === 0) output.line('no kiosk has told of its devices yet');
    for (const line of nowLines(devices)) output.line(line);
    if (changes.length > 0) output.line('last changes (UTC)');
    const rows = changes.map(told => [
      `  ${minute(told.at)}`,
      told.kioskId,
      told.deviceId,
      wordsOf(told),
    ]);
    for (const line of aligned(rows)) output.line(line);
    return devices.some(isOut) ? 1 : 0;
  });
