import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { deviceKindSchema, type DeviceKind } from '../../core/contract/device.ts';
import { count } from './arguments.ts';
import type { Answering } from './kiosk-place.ts';

interface Seconds {
  readonly seconds: number;
}

/** `devices …`: what is plugged in, how it is, and whether it works. */
export const addDevicesCommands = (program: Command, answer: Answering): void => {
  const devices = program
    .command('devices')
    .description('readers, scanners, printers: of the running kiosk, else opened for a moment');
  const deviceOption = ['--device <id>', 'which device (default: the first of its kind)'] as const;

  devices
    .command('list', { isDefault: true })
    .description('each device, its state, and what to do')
    .action(async () => {
      const { devicesList } = await import('./devices-list-command.ts');
      await answer(devicesList);
    });
  devices
    .command('use')
    .argument('<socket>', 'where it is plugged in, see list')
    .argument('<driver>', 'as what, see list')
    .description('take something that is plugged in as a device of the running kiosk')
    .action(async (usbPort: string, driver: string) => {
      const { devicesUse } = await import('./devices-list-command.ts');
      await answer(place => devicesUse(place, { usbPort, driver }));
    });
  devices
    .command('watch')
    .description('every change of a device as it happens, until Ctrl-C')
    .option('--seconds <number>', 'stop after so long', count)
    .action(async ({ seconds }: Partial<Seconds>) => {
      const { devicesWatch } = await import('./devices-watch-command.ts');
      const json = devices.optsWithGlobals<{ json?: boolean }>().json === true;
      await answer(place => devicesWatch(place, { seconds, json }));
    });
  devices
    .command('test')
    .addArgument(new Argument('<kind>').choices(deviceKindSchema.options))
    .description('try a device: print a sample, read a card, scan a code')
    .option(...deviceOption)
    .option('--seconds <number>', 'wait so long for a card or code', count, 30)
    .action(async (kind: DeviceKind, options: Seconds & { readonly device?: string }) => {
      const { devicesTest } = await import('./devices-test-command.ts');
      await answer(place => devicesTest(place, { kind, ...options }));
    });
  devices
    .command('print-test')
    .description('print a sample ticket with nobody on it')
    .action(async () => {
      const { devicesTest } = await import('./devices-test-command.ts');
      await answer(place => devicesTest(place, { kind: 'receipt-printer', seconds: 60 }));
    });
  devices
    .command('trace')
    .description('write down what passes on the line of a device; nobody is named in it')
    .requiredOption('--record <file>', 'new file (JSON Lines)')
    .requiredOption('--device <id>', 'which device, see list')
    .option('--seconds <number>', 'stop after so long (default: at Ctrl-C)', count)
    .action(
      async (options: {
        readonly record: string;
        readonly device: string;
        readonly seconds?: number;
      }) => {
        const { devicesTrace } = await import('./devices-trace-command.ts');
        await answer(place =>
          devicesTrace(place, {
            deviceId: options.device,
            file: resolve(options.record),
            seconds: options.seconds,
          }),
        );
      },
    );
};
