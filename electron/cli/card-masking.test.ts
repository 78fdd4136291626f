import { describe, expect, it } from 'vitest';
import type { CardAccessKey } from '../../core/contract/device.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { shownHolder, shownKey } from './card-masking.ts';

const CLAIM: IdentityClaim = {
  method: 'card-chip',
  citizenNumber: '001148999921',
  oldNumber: '010999921',
  name: 'Nguyễn Thị Hòa',
  birthDate: '1948-03-12',
  gender: 'female',
  address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
  issueDate: '2021-07-15',
  expiryDate: '2035-03-12',
  authenticity: 'valid',
  flags: [],
};
const { address: _address, ...HOMELESS } = CLAIM;
const MRZ: CardAccessKey = {
  kind: 'mrz',
  documentNumber: '148999921',
  birthDate: '480312',
  expiryDate: '350312',
};

describe('personal data on the command line', () => {
  it('are masked so far that nobody is known by them', () => {
    const shown = JSON.stringify(shownHolder(CLAIM, false));
    for (const text of ['1148999', '0109999', 'Thị', 'Hòa', '03-12', '07-15', 'female', 'Đống']) {
      expect(shown).not.toContain(text);
    }
    expect(shownHolder(CLAIM, false)).toMatchObject({ name: 'Nguyễn T. H.', birthDate: '1948' });
  });

  it('are shown as they are where that was asked for', () => {
    const { method: _method, authenticity: _authenticity, flags: _flags, ...holder } = CLAIM;
    expect(shownHolder(CLAIM, true)).toEqual(holder);
    expect(shownKey(MRZ, true)).toEqual(MRZ);
  });

  it('have no field for what the chip does not say', () => {
    expect(shownHolder(undefined, false)).toEqual({});
    expect(Object.keys(shownHolder(HOMELESS, false))).not.toContain('address');
  });

  it('are not given away by the keys that follow from them', () => {
    const shown = JSON.stringify([
      shownKey(MRZ, false),
      shownKey({ kind: 'can', number: '123456' }, false),
    ]);
    for (const text of ['48999', '480312', '350312', '0312', '123456']) {
      expect(shown).not.toContain(text);
    }
  });
});
