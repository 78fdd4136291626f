import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedSetting } from '../contract/staff.ts';
import { problemOfSetting } from './typed-setting.ts';

const setting = (type: TypedSetting['type'], more: Partial<TypedSetting> = {}): TypedSetting => ({
  name: 'x',
  type,
  value: '',
  required: true,
  schemes: [],
  ...more,
});

describe('what is typed as a setting', () => {
  it.each([
    '192.168.1.50',
    '10.0.0.1',
    'printer',
    'may-in-2.benhvien.lan',
    'fe80::1',
    '2001:db8:0:1:2:3:4:5',
  ])('%s is a host', text => {
    expect(problemOfSetting(setting('host'), text)).toBeUndefined();
  });

  it.each([
    '192.168.1',
    '192.168.1.256',
    '192.168.1.50:9100',
    'máy-in',
    '-printer',
    'a..b',
    'tcp://10.0.0.1',
    'two words',
    `${'a'.repeat(64)}.lan`,
  ])('%s is none', text => {
    expect(problemOfSetting(setting('host'), text)).toBe('host');
  });

  it('is a number within its bounds', () => {
    const port = setting('number', { least: 1, most: 65_535 });
    expect(problemOfSetting(port, '9100')).toBeUndefined();
    for (const text of ['0', '65536', '91oo', '-1', '9.1', '99999999999']) {
      expect(problemOfSetting(port, text)).toBe('number');
    }
  });

  it.each([
    'ipp://10.0.0.20/ipp/print',
    'ipps://printer.lan:631/ipp/print',
    'ipp://[fe80::1]:631/',
    'IPP://printer',
  ])('%s is the address of a printer', text => {
    expect(problemOfSetting(setting('url', { schemes: ['ipp', 'ipps'] }), text)).toBeUndefined();
  });

  it.each([
    'ipp://',
    'ipp:/10.0.0.20',
    'http://10.0.0.20/ipp',
    'ipp://10.0.0.300/ipp',
    'ipp://10.0.0.20:0/ipp',
    'ipp://user:secret@10.0.0.20/ipp',
    'ipp://10.0.0.20/ipp print',
  ])('%s is none', text => {
    expect(problemOfSetting(setting('url', { schemes: ['ipp', 'ipps'] }), text)).toBe('url');
  });

  it('is a device file or a port of Windows', () => {
    for (const text of ['/dev/ttyS0', '/dev/serial/by-id/usb-x', 'COM3']) {
      expect(problemOfSetting(setting('path'), text)).toBeUndefined();
    }
    for (const text of ['ttyS0', 'COM', '/', 'C:\\x', '/dev/tty S0']) {
      expect(problemOfSetting(setting('path'), text)).toBe('path');
    }
  });

  it('may be missing where nothing will do', () => {
    expect(problemOfSetting(setting('host'), '')).toBe('missing');
    expect(problemOfSetting(setting('host', { required: false }), '')).toBeUndefined();
  });

  it('never breaks the check, whatever it is', () => {
    const types = ['host', 'number', 'url', 'path', 'topic', 'text'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: 'binary' }), (type, text) => {
        expect([undefined, 'missing', type]).toContain(problemOfSetting(setting(type), text));
      }),
    );
  });
});
