import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nearestName } from './nearest-name.ts';
import { checkConfig, configProblemLines } from './strict-config.ts';

const schema = z.strictObject({
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) })
    .optional(),
  devices: z
    .array(
      z.discriminatedUnion('driver', [
        z.strictObject({ driver: z.literal('printer'), profile: z.string().optional() }),
        z.strictObject({ driver: z.literal('scanner'), prefix: z.string().optional() }),
      ]),
    )
    .default([]),
  points: z.record(z.string(), z.strictObject({ pictogram: z.string() })).default({}),
});

const linesOf = (value: unknown): readonly string[] => {
  const check = checkConfig(schema, value);
  return check.ok ? [] : configProblemLines(check.problems);
};

describe('a configuration file', () => {
  it('comes back with its defaults filled in', () => {
    expect(checkConfig(schema, { listen: { port: 1 } })).toEqual({
      ok: true,
      config: { listen: { host: '127.0.0.1', port: 1 }, devices: [], points: {} },
    });
  });

  it('is refused for an unknown name, with the nearest that exists', () => {
    expect(linesOf({ lisen: {} })).toEqual(['lisen: is not a setting; did you mean "listen"?']);
    expect(linesOf({ listen: { port: 1, hots: 'x' } })).toEqual([
      'listen.hots: is not a setting; did you mean "host"?',
    ]);
  });

  it('names the place inside lists, unions and records', () => {
    expect(linesOf({ devices: [{ driver: 'scanner', prefx: '' }] })).toEqual([
      'devices[0].prefx: is not a setting; did you mean "prefix"?',
    ]);
    expect(linesOf({ points: { eye: { pictogram: 'eye', pictogramm: 'x' } } })).toEqual([
      'points.eye.pictogramm: is not a setting; did you mean "pictogram"?',
    ]);
  });

  it('suggests nothing where no name is near', () => {
    expect(linesOf({ zzzzzzzz: 1 })).toEqual(['zzzzzzzz: is not a setting']);
  });

  it('never repeats a value, which may be a secret', () => {
    expect(linesOf({ listen: { port: 'hunter2' } }).join()).not.toContain('hunter2');
  });

  it('is never a crash, whatever is in the file', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        expect(typeof checkConfig(schema, value).ok).toBe('boolean');
      }),
    );
  });
});

describe('the nearest name', () => {
  it('is the name itself for any known name, and tolerates one swap of neighbours', () => {
    const names = ['identifierSystems', 'baseUrl', 'timeoutMs', 'concurrency'];
    for (const name of names) {
      expect(nearestName(name, names)).toBe(name);
      expect(nearestName(name.slice(1, 2) + name.slice(0, 1) + name.slice(2), names)).toBe(name);
    }
  });
});
