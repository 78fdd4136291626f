import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardAccessKeySchema, MAX_KEY_CANDIDATES } from '../contract/device.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import { keyCandidatesOf } from './access-key-candidates.ts';
import { readScannedCode } from './scanned-code.ts';
import { SYNTHETIC_PEOPLE, syntheticPerson } from './synthetic-people.ts';
import { bookingQrOf, citizenCardQrOf, insuranceCardQrOf } from './synthetic-payloads.ts';

const CLAIM: IdentityClaim = {
  method: 'card-qr',
  citizenNumber: '036096999906',
  birthDate: '1996-11-02',
  issueDate: '2022-03-03',
  authenticity: 'not-checked',
  flags: [],
};
const key = (documentNumber: string, birthDate: string, expiryDate: string) => ({
  kind: 'mrz',
  documentNumber,
  birthDate,
  expiryDate,
});

describe('keys that may open a chip', () => {
  test('follow from the QR of the citizen card alone', () => {
    const qr = citizenCardQrOf(syntheticPerson('anh-do-manh-cuong'))!;
    expect(keyCandidatesOf(readScannedCode(qr))).toEqual([key('096999906', '961102', '361102')]);
  });

  test('are the right one first for everybody of the demonstration', () => {
    for (const person of SYNTHETIC_PEOPLE) {
      const qr = citizenCardQrOf(person);
      if (qr === undefined) continue;
      const [first] = keyCandidatesOf(readScannedCode(qr));
      const expiry = person.expiryDate?.slice(2).replaceAll('-', '') ?? '991231';
      expect(first, person.id).toMatchObject({ expiryDate: expiry });
    }
  });

  test('are one where the expiry date is known', () => {
    expect(keyCandidatesOf({ ...CLAIM, expiryDate: '2031-05-06' })).toEqual([
      key('096999906', '961102', '310506'),
    ]);
  });

  test('take an unknown day as fillers first, then as the first day', () => {
    expect(keyCandidatesOf({ ...CLAIM, birthDate: '1947' })).toEqual([
      key('096999906', '47<<<<', '991231'),
      key('096999906', '470101', '991231'),
    ]);
    expect(keyCandidatesOf({ ...CLAIM, birthDate: '1985-06' })).toEqual([
      key('096999906', '8506<<', '250630'),
      key('096999906', '850601', '250601'),
    ]);
  });

  test('are few, the likeliest of each reading first', () => {
    const { issueDate, ...claim } = CLAIM;
    expect(issueDate).toBeDefined();
    expect(keyCandidatesOf(claim)).toEqual([
      key('096999906', '961102', '361102'),
      key('096999906', '961102', '561102'),
      key('096999906', '961102', '991231'),
    ]);
  });

  test('are exactly the one of a machine readable zone', () => {
    // ICAO 9303-5, Appendix B.
    const zone =
      'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<';
    expect(keyCandidatesOf(readScannedCode(zone))).toEqual([key('D23145890', '740812', '120415')]);
  });

  test('are none where the code is of something else', () => {
    const hoa = syntheticPerson('ba-nguyen-thi-hoa');
    for (const text of [insuranceCardQrOf(hoa)!, bookingQrOf(hoa.bookings[0]!), 'hello', '']) {
      expect(keyCandidatesOf(readScannedCode(text))).toEqual([]);
    }
    expect(keyCandidatesOf({ ...CLAIM, citizenNumber: undefined })).toEqual([]);
    expect(keyCandidatesOf({ ...CLAIM, birthDate: undefined })).toEqual([]);
  });

  test('keep to their contract whatever a claim says', () => {
    const date = fc.oneof(
      fc.stringMatching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
      fc.stringMatching(/^\d{4}(-(0[1-9]|1[0-2]))?$/),
    );
    const maybe = fc.option(date, { nil: undefined });
    fc.assert(
      fc.property(date, maybe, maybe, (birthDate, issueDate, expiryDate) => {
        const candidates = keyCandidatesOf({ ...CLAIM, birthDate, issueDate, expiryDate });
        expect(candidates.length).toBeLessThanOrEqual(MAX_KEY_CANDIDATES);
        for (const candidate of candidates) {
          expect(cardAccessKeySchema.safeParse(candidate).success).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
