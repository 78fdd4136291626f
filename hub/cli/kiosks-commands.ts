import { HUB_CLOCK_TOLERANCE_MS } from '../../core/contract/hub-signature.ts';
import { type KioskSummary } from '../server/admin-contract.ts';
import { CommandError, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

/** Beyond this the kiosk's own self-test asks for time synchronisation. */
const CLOCK_LIMIT_MS = 60_000;

const clockWords = (aheadMs: number | null): string => {
  if (aheadMs === null) return '';
  // What was signed is a whole second, and the way to the hub takes its time.
  if (Math.abs(aheadMs) < 2_000) return 'clock right';
  const words = `clock ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'ahead' : 'behind'}`;
  return Math.abs(aheadMs) < CLOCK_LIMIT_MS
    ? words
    : `${words}: set it (at ${HUB_CLOCK_TOLERANCE_MS / 60_000} min the hub takes nothing)`;
};

const cellsOf = (kiosk: KioskSummary): readonly string[] => [
  kiosk.kioskId,
  kiosk.state,
  kiosk.state === 'active' ? `joined ${kiosk.enrolledAt}` : `since ${kiosk.revokedAt ?? ''}`,
  kiosk.lastSeenAt === null ? 'never seen' : `seen ${kiosk.lastSeenAt}`,
  kiosk.version ?? '',
  clockWords(kiosk.clockAheadMs),
];

const columns = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(Math.max(...rows.map(other => (other[at] ?? '').length))))
      .join('  ')
      .trimEnd(),
  );

const unknown = (kioskId: string): CommandError =>
  new CommandError(`no kiosk is called ${kioskId}: see \`hub kiosks list\``, 1);

export const listingKiosks = (settings: Settings, output: Output, all: boolean): Promise<void> =>
  withRegister(settings, async register => {
    const { kiosks } = await register.kiosks({ all });
    if (output.json) {
      output.value({ kiosks });
      return;
    }
    for (const line of columns(kiosks.map(cellsOf))) output.line(line);
    const active = kiosks.filter(({ state }) => state === 'active').length;
    const others = kiosks.length - active;
    const gone = others === 0 ? '' : `, ${others} that the hub takes nothing from`;
    output.line(`${active === 1 ? '1 kiosk' : `${active} kiosks`}${gone}`);
    if (kiosks.length === 0) output.line('let one join with `hub enrol new`');
  });

export const showingKiosk = (settings: Settings, output: Output, kioskId: string): Promise<void> =>
  withRegister(settings, async register => {
    const { machines } = await register.kiosk({ kioskId });
    if (machines.length === 0) throw unknown(kioskId);
    if (output.json) {
      output.value({ machines });
      return;
    }
    for (const machine of machines) {
      output.line(cellsOf(machine).filter(Boolean).join(' · '));
      output.line(`  key ${machine.keyId}`);
    }
  });

export const revokingKiosk = (settings: Settings, output: Output, kioskId: string): Promise<void> =>
  withRegister(settings, async register => {
    const { revoked } = await register.revokeKiosk({ kioskId });
    if (!revoked) {
      const { machines } = await register.kiosk({ kioskId });
      throw machines.length === 0
        ? unknown(kioskId)
        : new CommandError(`${kioskId} was revoked before`, 1);
    }
    if (output.json) output.value({ kioskId, revoked });
    else {
      output.line(`${kioskId} is revoked: the hub takes nothing from it any more`);
      output.line(
        'what it has not sent stays on it, sealed, and is sent when it joins again: ' +
          `hub enrol new --kiosk ${kioskId}`,
      );
    }
  });

export const renamingKiosk = (
  settings: Settings,
  output: Output,
  kioskId: string,
  to: string,
): Promise<void> =>
  withRegister(settings, async register => {
    const { renamed } = await register.renameKiosk({ kioskId, to }).catch((error: unknown) => {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'kiosk-id-taken';
      throw isTaken ? new CommandError(`another kiosk is called ${to}`, 1) : error;
    });
    if (!renamed) throw unknown(kioskId);
    if (output.json) output.value({ kioskId: to, before: kioskId });
    else output.line(`${kioskId} is called ${to} now; it hears of it within seconds`);
  });
