import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { BETWEEN_LINES_MS, createZoneLines } from './zone-lines.ts';

// ICAO 9303-5 and 9303-4, Appendix B.
const TD1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const TD3 = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

const rig = () => {
  const clock = createManualClock();
  const codes: string[] = [];
  const { push, reset } = createZoneLines(clock, code => codes.push(code));
  return { clock, codes, reset, scan: (all: readonly string[]) => all.forEach(push) };
};

describe('lines of a machine readable zone', () => {
  it('become one code, at once when the last has come', () => {
    const { codes, scan } = rig();
    scan(TD1);
    scan(TD3);
    expect(codes).toEqual([TD1.join('\n'), TD3.join('\n')]);
  });

  it('are given as far as they came when nothing follows', async () => {
    const { clock, codes, scan } = rig();
    scan(TD1.slice(0, 2));
    await clock.advance(BETWEEN_LINES_MS - 10);
    expect(codes).toEqual([]);
    await clock.advance(20);
    expect(codes).toEqual([TD1.slice(0, 2).join('\n')]);
  });

  it('do not swallow another code, nor the zone after a broken one', () => {
    const { codes, scan } = rig();
    scan(TD1.slice(0, 1));
    scan(['LH26999921']);
    scan(TD1.slice(0, 2));
    scan(TD3);
    expect(codes).toEqual([TD1[0], 'LH26999921', TD1.slice(0, 2).join('\n'), TD3.join('\n')]);
  });

  it('are forgotten when the line is lost', async () => {
    const { clock, codes, scan, reset } = rig();
    scan(TD1.slice(0, 2));
    reset();
    await clock.advance(1_000);
    scan(TD1);
    expect(codes).toEqual([TD1.join('\n')]);
  });
});

it('every other code passes at once, as it came', () => {
  const code = fc.oneof(
    fc.string({ maxLength: 50 }),
    fc.constantFrom(
      '001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ|Hà Nội|15072021',
      'TD1-A-LH26000921-J',
      'A'.repeat(31),
      '0'.repeat(30),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(
        code.filter(text => !/^[ACIP][A-Z<]{4}/.test(text)),
        { maxLength: 6 },
      ),
      all => {
        const { codes, scan } = rig();
        scan(all);
        expect(codes).toEqual(all);
      },
    ),
  );
});
