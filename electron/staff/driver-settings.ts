import type { TypedSetting } from '../../core/contract/staff.ts';
import { problemOfSetting } from '../../core/configuration/typed-setting.ts';
import type { DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { DriverName } from '../../native-bridges/contract/driver-table.ts';

type SettingFacts = Omit<TypedSetting, 'value'>;

const fact = (
  name: string,
  type: TypedSetting['type'],
  more: Partial<SettingFacts> = {},
): SettingFacts => ({ name, type, required: true, schemes: [], ...more });

const SERIAL_LINE: readonly SettingFacts[] = [
  fact('port.path', 'path'),
  fact('baudRate', 'number', { required: false, least: 110, most: 921_600, otherwise: '9600' }),
];

/** What has to be typed for each driver whose device is somewhere; secrets are files and are not. */
const SETTINGS: Readonly<Partial<Record<DriverName, readonly SettingFacts[]>>> = {
  'vendor-toolkit-card-reader': [
    fact('url', 'url', {
      required: false,
      schemes: ['http', 'https'],
      otherwise: 'http://127.0.0.1:8000',
    }),
  ],
  'serial-code-scanner': SERIAL_LINE,
  'tcp-receipt-printer': [
    fact('host', 'host'),
    fact('port', 'number', { required: false, least: 1, most: 65_535, otherwise: '9100' }),
  ],
  'serial-receipt-printer': SERIAL_LINE,
  'ipp-document-printer': [fact('url', 'url', { schemes: ['ipp', 'ipps', 'http', 'https'] })],
  'http-payment-display': [
    fact('url', 'url', { schemes: ['https', 'http'] }),
    fact('serialNumber', 'text'),
  ],
  'mqtt-payment-display': [
    fact('url', 'url', { schemes: ['mqtts', 'mqtt', 'wss', 'ws'] }),
    fact('topic', 'topic'),
    fact('serialNumber', 'text'),
  ],
};

const at = (device: object, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && key in value
          ? (value as Readonly<Record<string, unknown>>)[key]
          : undefined,
      device,
    );

/** The settings of a driver that are typed, with what the device has of them now. */
export const typedSettings = (device: DeviceConfig, driver: DriverName): TypedSetting[] =>
  (SETTINGS[driver] ?? []).map(facts => {
    const value = at(device, facts.name);
    // A port that is known by its USB numbers has no path, and need not get one.
    const isBound = facts.name === 'port.path' && typeof at(device, 'port') === 'object';
    return {
      ...facts,
      required: facts.required && !isBound,
      value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    };
  });

/** @returns the name of the setting that is wrong, undefined where none is */
export const wrongSetting = (
  settings: readonly TypedSetting[],
  typed: Readonly<Record<string, string>>,
): string | undefined =>
  Object.keys(typed).find(name => !settings.some(setting => setting.name === name)) ??
  settings.find(
    setting => problemOfSetting(setting, typed[setting.name] ?? setting.value) !== undefined,
  )?.name;

/** A device with what was typed, as it would stand in the configuration file. */
export const withTyped = (
  device: object,
  settings: readonly TypedSetting[],
  typed: Readonly<Record<string, string>>,
): object => {
  let fields = Object.entries(device);
  for (const { name, type } of settings) {
    const text = typed[name];
    if (text === undefined) continue;
    const [outer = name, inner] = name.split('.');
    // Where a path is given, it alone says which port; where none is, the port is what it was.
    if (inner !== undefined && text === '') continue;
    const value = type === 'number' ? Number(text) : text;
    const others = fields.filter(([field]) => field !== outer);
    const given = [outer, inner === undefined ? value : { [inner]: value }] as const;
    fields = text === '' ? others : [...others, [...given]];
  }
  return Object.fromEntries(fields);
};
