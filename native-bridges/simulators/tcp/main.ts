/**
 * A network receipt printer as a program: listens on a port as a printer does, answers status, and
 * writes every sheet that is cut off as a picture. Lines on standard input are a person's hands.
 *
 *     node native-bridges/simulators/tcp/main.ts --port 9100 --profile epson-tm-80mm --out sheets
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { printerProfileIdSchema } from '../../contract/printer-profile-id.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { encodePng } from '../../imaging/png.ts';
import { systemClock } from '../../process/system-clock.ts';
import { HANDS, handOf } from './hands.ts';
import { startTcpReceiptPrinter } from './tcp-receipt-printer.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9100' },
    profile: { type: 'string', default: 'generic-80mm' },
    out: { type: 'string', default: '.' },
    second: { type: 'string', default: 'waits' },
  },
});
const profile = printerProfileIdSchema.safeParse(values.profile);
if (!profile.success || !['waits', 'refused'].includes(values.second)) {
  say(`--profile is one of ${printerProfileIdSchema.options.join(', ')}`);
  say('--second is waits or refused: what another computer meets while one is connected');
  process.exit(2);
}

mkdirSync(values.out, { recursive: true });
let sheets = 0;
const printer = await startTcpReceiptPrinter({
  traits: PRINTER_PROFILES[profile.data],
  clock: systemClock,
  port: Number(values.port),
  second: values.second === 'refused' ? 'refused' : 'waits',
  onSheet: sheet => {
    sheets += 1;
    const file = join(values.out, `sheet-${String(sheets).padStart(4, '0')}.png`);
    writeFileSync(file, encodePng(sheet));
    say(`${file}: ${sheet.widthDots} × ${sheet.heightDots} dots`);
  },
});
say(`listening on 127.0.0.1:${printer.port} as ${profile.data}`);

createInterface({ input: process.stdin }).on('line', line => {
  const hand = handOf(line);
  if (hand.do === 'sense') printer.sense(hand.seen);
  else if (hand.do === 'power') void printer.power(hand.on);
  else say(`not something a person can do here: ${HANDS.join(', ')}`);
});
