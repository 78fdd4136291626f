import type { Command } from 'commander';
import { BANK_DIRECTORY_EDITION, banksByBin } from '../../core/payment/bank-directory.ts';
import { extractReferences } from '../../core/payment/reference-extraction.ts';
import {
  type VietQr,
  VIETQR_SERVICES,
  type VietQrRefusal,
  type VietQrService,
  decodeVietQr,
  encodeVietQr,
} from '../../core/payment/vietqr.ts';
import { CommandError, type Output } from './output.ts';

const REFUSALS = {
  'not-emvco': 'it is no payment code: it must begin with 000201 and end with 6304 and a checksum',
  'checksum-wrong': 'the checksum does not fit: a character is wrong or missing',
  'not-vietqr': 'it is a payment code of another network than NAPAS',
  'field-cut': 'a field is shorter than it says',
  'bytes-left': 'characters are left over where a field should begin',
  'field-repeated': 'a field is there twice',
  'field-empty': 'a field is empty',
  'field-too-long': 'a field is longer than its limit',
  'field-invalid': 'a field holds what it must not',
  'use-unknown': 'it is neither static (11) nor dynamic (12)',
  'bank-invalid': 'the bank is not six digits',
  'account-invalid': 'the account is not 1 to 19 letters and digits',
  'service-unknown': 'the kind of transfer is unknown',
  'currency-not-dong': 'the currency is not đồng (704)',
  'country-not-vietnam': 'the country is not VN',
  'amount-invalid': 'the amount is not a whole number of đồng from 1',
} as const satisfies Record<VietQrRefusal, string>;

const SERVICES = Object.keys(VIETQR_SERVICES) as VietQrService[];

interface EncodeOptions {
  readonly bank: string;
  readonly account: string;
  readonly service: string;
  readonly amount?: string;
  readonly purpose?: string;
  readonly static?: boolean;
}

const serviceOf = (name: string): VietQrService => {
  const service = SERVICES.find(known => known === name);
  if (service === undefined)
    throw new CommandError(`--service is one of ${SERVICES.join(', ')}`, 2);
  return service;
};

const amountOf = (text: string): number => {
  if (!/^[1-9]\d{0,12}$/.test(text)) {
    throw new CommandError('--amount is a whole number of đồng, such as 150000', 2);
  }
  return Number(text);
};

const encode = (options: EncodeOptions, output: Output): void => {
  const code: VietQr = {
    use: options.static === true ? 'static' : 'dynamic',
    bankBin: options.bank,
    account: options.account,
    service: serviceOf(options.service),
    ...(options.amount === undefined ? {} : { amount: amountOf(options.amount) }),
    ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
  };
  let payload: string;
  try {
    payload = encodeVietQr(code);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message, 2);
    throw error;
  }
  if (output.json) output.value({ payload, code });
  else output.line(payload);
};

const decode = (payload: string, output: Output): void => {
  const reading = decodeVietQr(payload.trim());
  if (reading.outcome === 'refused') {
    if (output.json) output.value(reading);
    const where = reading.field === '' ? '' : ` (field ${reading.field})`;
    throw new CommandError(`not a valid VietQR code: ${REFUSALS[reading.why]}${where}`, 1);
  }
  const banks = banksByBin(reading.code.bankBin).map(bank => bank.shortName);
  if (output.json) {
    output.value({ ...reading, banks, bankList: BANK_DIRECTORY_EDITION });
    return;
  }
  const named = { ...reading.code, bank: banks.join(' / ') || 'not in the list of banks' };
  for (const [name, value] of Object.entries(named)) output.line(`${name.padEnd(18)}${value}`);
};

const extract = (narrative: string, output: Output): void => {
  const references = extractReferences(narrative);
  if (output.json) output.value({ references });
  else for (const reference of references) output.line(reference);
  if (references.length === 0) throw new CommandError('no payment reference in this text', 1);
};

/** `hub pay …`: what a payment code says, and what a bank's text refers to. Touches no data. */
export const addPayCommands = (pay: Command, outputOf: (command: Command) => Output): void => {
  pay
    .command('encode')
    .description('write a VietQR code')
    .requiredOption('--bank <bin>', 'six digits of the bank')
    .requiredOption('--account <number>', 'account, card or merchant number')
    .option('--service <kind>', SERVICES.join(', '), 'account')
    .option('--amount <dong>', 'whole đồng')
    .option('--purpose <text>', 'capital letters, digits and spaces, at most 25')
    .option('--static', 'may be paid many times')
    .action((options: EncodeOptions, command: Command) => {
      encode(options, outputOf(command));
    });
  pay
    .command('decode')
    .description('read a VietQR code strictly')
    .argument('<payload>')
    .action((payload: string, _options, command: Command) => {
      decode(payload, outputOf(command));
    });
  pay
    .command('extract')
    .description('find payment references in what a bank says of a transfer')
    .argument('<text>')
    .action((narrative: string, _options, command: Command) => {
      extract(narrative, outputOf(command));
    });
};
