import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kioskConfigSchema } from '../../electron/configuration/kiosk-config.ts';
import { hubConfigSchema } from '../../hub/configuration/hub-config.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import { readText, section, tableRows } from './markdown.ts';
import { settingsOf } from './settings.ts';

const text = readText('docs/configuration.md');

const NOTHING = '—';

/** How a default stands in the table; words in two languages stand there in Vietnamese. */
const written = (fallback: unknown): string => {
  if (fallback === undefined) return NOTHING;
  if (typeof fallback === 'object' && fallback !== null && 'vi' in fallback) {
    return `\`${String(fallback.vi)}\``;
  }
  if (fallback === '') return 'empty';
  return `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``;
};

describe.each([
  ['Kiosk', kioskConfigSchema],
  ['Hub', hubConfigSchema],
])('docs/configuration.md, %s', (title, schema) => {
  const rows = tableRows(section(text, title)).map(([name = '', fallback = '', meaning = '']) => ({
    path: name.replaceAll('`', ''),
    fallback,
    meaning,
  }));
  const settings = settingsOf(schema);

  test('has every setting once, and none that does not exist', () => {
    expect(rows.map(row => row.path).toSorted()).toEqual(
      settings.map(setting => setting.path).toSorted(),
    );
  });

  test('gives the default that is in force', () => {
    const defaults = new Map(settings.map(({ path, fallback }) => [path, written(fallback)]));
    const wrong = rows.filter(row => row.fallback !== defaults.get(row.path));
    expect(wrong.map(({ path, fallback }) => [path, fallback, defaults.get(path)])).toEqual([]);
  });

  test('says what each one means', () => {
    expect(rows.filter(row => row.meaning === '').map(row => row.path)).toEqual([]);
  });
});

test('every driver is listed with its kind', () => {
  const listed = tableRows(section(text, 'Drivers')).map(([name = '', kind = '']) => [
    name.replaceAll('`', ''),
    kind.replaceAll(' ', '-'),
  ]);
  expect(listed).toEqual(Object.entries(DRIVER_TABLE).map(([name, { kind }]) => [name, kind]));
});

test('the settings of a schema are found through groups, lists, records and alternatives', () => {
  const schema = z.strictObject({
    plain: z.string().optional(),
    group: z.strictObject({ inner: z.int().default(5) }).prefault({}),
    list: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('a'), one: z.string().default('x') }),
          z.strictObject({ kind: z.literal('b'), two: z.string() }),
        ]),
      )
      .default([]),
    named: z.record(z.string(), z.strictObject({ on: z.boolean().default(false) })).default({}),
    words: z.object({ vi: z.string(), en: z.string() }).default({ vi: 'Có', en: 'Yes' }),
  });
  expect(settingsOf(schema).map(({ path, fallback }) => [path, fallback])).toEqual([
    ['plain', undefined],
    ['group.inner', 5],
    ['list[].kind', undefined],
    ['list[].one', 'x'],
    ['list[].two', undefined],
    ['named.<id>.on', false],
    ['words', { vi: 'Có', en: 'Yes' }],
  ]);
});
