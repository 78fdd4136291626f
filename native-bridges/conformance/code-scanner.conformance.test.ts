import { type ScannerTerminator } from '../contract/code-framing.ts';
import { codeScannerSuite } from './code-scanner.suite.ts';
import { hardwareOf } from './hardware.ts';
import { openHarness } from './harness.ts';

const rigs: readonly (readonly [string, ScannerTerminator, string, string])[] = [
  ['CR', 'any', '', '\r'],
  ['CRLF', 'any', '', '\r\n'],
  ['Tab behind a prefix', 'any', '~Q', '\t'],
  ['STX and ETX', 'any', '', '\x03'],
  ['no terminator', 'none', '', ''],
  ['no terminator, none expected', 'any', '', ''],
  ['CRLF, configured', 'crlf', ']Q3', '\r\n'],
];

for (const [name, terminator, prefix, end] of rigs) {
  codeScannerSuite(`simulated, ${name}`, {
    open: options =>
      openHarness({ id: 'scanner', driver: 'simulated-code-scanner', prefix, terminator }, options),
    onTheLine: text => new TextEncoder().encode(`${prefix}${text}${end}`),
  });
}

codeScannerSuite('simulated, HID point of sale', {
  open: options =>
    openHarness(
      { id: 'scanner', driver: 'simulated-code-scanner', line: 'hid-pos', prefix: '' },
      options,
    ),
  onTheLine: text => new TextEncoder().encode(text),
});

for (const device of hardwareOf('code-scanner')) {
  codeScannerSuite(device.id, {
    open: options => openHarness(device, options),
    onTheLine: text => new TextEncoder().encode(text),
  });
}
