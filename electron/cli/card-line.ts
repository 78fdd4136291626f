import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { systemClock } from '../host/system-ports.ts';
import { count, port } from './arguments.ts';
import {
  accessNumber,
  birthDate,
  documentNumber,
  expiryDate,
  groups,
  slot,
} from './card-arguments.ts';
import { type KeyOptions, keyUsageProblem } from './card-keys.ts';
import type { CardReadOptions } from './card-read-command.ts';
import { type CardSettings, cardSettings } from './card-settings.ts';
import type { CardSimulateOptions } from './card-simulate-command.ts';
import type { Answering, KioskPlace } from './kiosk-place.ts';

interface TrustOption {
  readonly trust?: string;
}

interface RevealOption {
  readonly reveal: boolean;
}

/** The settings of this kiosk; a trust folder that is named goes before the configured one. */
const settingsWith = (place: KioskPlace, { trust }: TrustOption): CardSettings => {
  const settings = cardSettings(place);
  return trust === undefined ? settings : { ...settings, trustFolder: resolve(trust) };
};

const REVEAL = ['--reveal', 'show personal data, which are masked otherwise', false] as const;
const TRUST = ['--trust <dir>', 'folder of trust files (default: the configured one)'] as const;

const scanOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--qr <payload>',
        'text of the code on the card, - reads standard input',
      ).conflicts(['mrz', 'doc', 'can']),
    )
    .addOption(
      new Option('--mrz <text>', 'machine readable zone, - reads standard input').conflicts([
        'doc',
        'can',
      ]),
    );

const keyOptions = (command: Command): Command =>
  scanOptions(command)
    .addOption(
      new Option('--doc <number>', 'number of the document, or the citizen number')
        .conflicts('can')
        .argParser(documentNumber),
    )
    .option('--birth <date>', 'birth date, 1948-03-12', birthDate)
    .option('--expiry <date>', 'expiry date, 2035-03-12, or none', expiryDate)
    .option('--can <number>', 'card access number, six digits', accessNumber);

/** `card …`: chip cards one by one, by hand. What the parts need is loaded only when it is used. */
export const addCardCommands = (program: Command, answer: Answering): void => {
  const card = program
    .command('card')
    .description('look into chip cards one by one; personal data are masked');
  addRead(card, answer);
  addVerify(card, answer);
  addKeys(card, answer);
  addSimulate(card);
  addTrust(card, answer);
};

const addRead = (card: Command, answer: Answering): void => {
  const read = card.command('read').description('read the card on the reader and judge it');
  keyOptions(read)
    .option('--reader <name>', 'only a reader with this in its name (default: the configured one)')
    .addOption(
      new Option('--virtual <file>', 'a virtual chip instead of a reader: its profile').conflicts(
        'reader',
      ),
    )
    .option('--groups <names>', 'files to read, DG1,DG13,SOD or all (default: configured)', groups)
    .option('--out <dir>', 'new folder for the files read (personal data)')
    .option(...TRUST)
    .option('--timeout <seconds>', 'wait so long for the card, and for its reading', count, 30)
    .option(...REVEAL)
    .action(async (options: CardReadOptions & TrustOption) => {
      const problem = keyUsageProblem(options);
      if (problem !== undefined) read.error(`error: ${problem}`);
      const { cardRead } = await import('./card-read-command.ts');
      await answer(place => cardRead(options, settingsWith(place, options), systemClock.now()));
    });
};

const addVerify = (card: Command, answer: Answering): void => {
  card
    .command('verify')
    .description('judge files that were read before; needs no reader')
    .requiredOption('--files <dir>', 'folder with DG1.bin, SOD.bin and so on')
    .option(...TRUST)
    .option(...REVEAL)
    .action(async (options: RevealOption & TrustOption & { readonly files: string }) => {
      const { cardVerify } = await import('./card-verify-command.ts');
      await answer(place =>
        cardVerify(options, settingsWith(place, options).trustFolder, systemClock.now()),
      );
    });
};

const addKeys = (card: Command, answer: Answering): void => {
  const keys = card.command('keys').description('what may open the chip of this card');
  scanOptions(keys)
    .option(...REVEAL)
    .action(async (options: KeyOptions & RevealOption) => {
      if (options.qr === undefined && options.mrz === undefined)
        keys.error('error: give --qr or --mrz');
      const { cardKeys } = await import('./card-keys-command.ts');
      await answer(() => cardKeys(options, options.reveal));
    });
};

const addSimulate = (card: Command): void => {
  card
    .command('simulate')
    .argument('<file>', 'profile of the chip (JSON)')
    .description('lay a virtual chip into the virtual reader (vpcd), until Ctrl-C')
    .option('--slot <number>', 'slot of the reader', slot, 0)
    .option('--host <name>', 'machine of the reader', '127.0.0.1')
    .option('--port <number>', 'port of the slot, where it is not the usual one', port)
    .option('--csca <file>', 'new file for the certificate that the card is signed under')
    .action(async (file: string, options: CardSimulateOptions) => {
      const { cardSimulate } = await import('./card-simulate-command.ts');
      await cardSimulate(file, options, card.optsWithGlobals<{ json?: boolean }>().json === true);
    });
};

const addTrust = (card: Command, answer: Answering): void => {
  const trust = card.command('trust').description('whose signatures cards are judged by');
  trust
    .command('import')
    .argument('<files...>', '.ml, .ldif, .cer, .crt, .pem, .crl')
    .description('check trust files and copy them into the trust folder')
    .option(...TRUST)
    .action(async (files: readonly string[], options: TrustOption) => {
      const { trustImport } = await import('./card-trust-command.ts');
      await answer(place =>
        trustImport(settingsWith(place, options).trustFolder, files, systemClock.now()),
      );
    });
  trust
    .command('list', { isDefault: true })
    .argument('[file]', 'a file, instead of the trust folder')
    .description('certificates and revocation lists that are there')
    .option(...TRUST)
    .action(async (file: string | undefined, options: TrustOption) => {
      const { trustList } = await import('./card-trust-command.ts');
      await answer(place =>
        trustList(settingsWith(place, options).trustFolder, file, systemClock.now()),
      );
    });
};
