import { Argument, type Command, Option } from 'commander';
import type { SimulatorAction } from '../../core/contract/device.ts';
import type { PlantPart } from '../../core/contract/panel.ts';
import { controlAddress } from '../control/control-address.ts';
import { count } from './arguments.ts';
import { refusingOtherNames } from './default-command.ts';
import type { Answering } from './kiosk-place.ts';
import type { Answer } from './output.ts';
import { scanAction, setPlant, simulate, simulatorState } from './simulate-command.ts';

const ON_OFF = ['on', 'off'];

/** `simulate …`: the device panel, by hand or by script. */
export const addSimulateCommands = (program: Command, answer: Answering): void => {
  const group = program
    .command('simulate')
    .description('drive the simulated devices of the kiosk that runs on this data');
  const act = (action: SimulatorAction, device?: string): Promise<void> =>
    answer(place => simulate(controlAddress(place.dataDirectory), action, device));
  const at = (work: (address: string) => Promise<Answer>): Promise<void> =>
    answer(place => work(controlAddress(place.dataDirectory)));

  refusingOtherNames(group.command('state', { isDefault: true }))
    .description('devices, cards and codes there are')
    .action(() => at(simulatorState));
  group
    .command('insert-card')
    .argument('<card>', 'card id, see state')
    .action((card: string) => act({ action: 'insert-card', card }));
  group.command('remove-card').action(() => act({ action: 'remove-card' }));
  group
    .command('scan')
    .argument('<payload>', 'text of the code, - reads standard input')
    .option('--chunk <bytes>', 'deliver it in pieces of so many bytes', count)
    .action((payload: string, { chunk }: { chunk?: number }) => act(scanAction(payload, chunk)));
  group
    .command('paper')
    .addArgument(new Argument('<state>').choices(['ok', 'near-end', 'end']))
    .action((state: 'ok' | 'near-end' | 'end') => act({ action: 'paper', state }));
  group
    .command('cover')
    .addArgument(new Argument('<state>').choices(['open', 'closed']))
    .action((state: string) => act({ action: 'cover', open: state === 'open' }));
  group
    .command('jam')
    .addArgument(new Argument('<state>').choices(ON_OFF))
    .action((state: string) => act({ action: 'jam', jammed: state === 'on' }));
  group
    .command('cable')
    .addArgument(new Argument('<state>').choices(['plugged', 'unplugged']))
    .addOption(new Option('--device <id>', 'which device').makeOptionMandatory())
    .action((state: string, { device }: { device: string }) =>
      act({ action: 'plug', connected: state === 'plugged' }, device),
    );
  group
    .command('crash')
    .description('kill the device process')
    .addOption(new Option('--device <id>', 'a device of that process').makeOptionMandatory())
    .action(({ device }: { device: string }) => act({ action: 'crash' }, device));
  group
    .command('plant')
    .description('take a part of the demonstration away, or give it back')
    .addArgument(new Argument('<part>').choices(['network', 'hub', 'his']))
    .addArgument(new Argument('<state>').choices(['up', 'down']))
    .action((part: PlantPart, state: string) =>
      at(address => setPlant(address, part, state === 'up')),
    );
};
