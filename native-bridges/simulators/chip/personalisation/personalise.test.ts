import { describe, expect, it } from 'vitest';
import { accessKeyOfZone, parseZone } from '../../../../core/contract/machine-readable-zone.ts';
import { EXAMPLE_CARD } from '../../../conformance/example-cards.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipFile,
  type VirtualChipProfileInput,
} from '../../../contract/virtual-chip-profile.ts';
import { parseTlv } from '../../../emrtd/ber-tlv.ts';
import { parseCom } from '../../../emrtd/files/com.ts';
import { parseDg1 } from '../../../emrtd/files/dg1.ts';
import { parseDg11 } from '../../../emrtd/files/dg11.ts';
import { parseDg12 } from '../../../emrtd/files/dg12.ts';
import { parseDg16 } from '../../../emrtd/files/dg16.ts';
import { parseDg2 } from '../../../emrtd/files/dg2.ts';
import { parseDg7 } from '../../../emrtd/files/dg7.ts';
import { printMrz } from '../mrz.ts';
import { personalise } from './personalise.ts';
import { PORTRAIT_OF_NOBODY } from './portrait-of-nobody.ts';

const { id, ...holder } = EXAMPLE_CARD;

const filesOf = (profile: Partial<VirtualChipProfileInput> = {}) => {
  const { files } = personalise(virtualChipProfileSchema.parse({ id, holder, ...profile }));
  return (name: VirtualChipFile): Uint8Array => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`${name} is not on the chip`);
    return file;
  };
};

const ALL: VirtualChipProfileInput['groups'] = [
  'DG1',
  'DG2',
  'DG3',
  'DG7',
  'DG11',
  'DG12',
  'DG13',
  'DG16',
];

describe('the machine readable zone of a chip', () => {
  it('stands in three lines, the number twice', () => {
    expect(printMrz(holder).lines).toEqual([
      'IDVNM1489999216001148999921<<7',
      '4803128F3503122VNM<<<<<<<<<<<6',
      'NGUYEN<<THI<HOA<<<<<<<<<<<<<<<',
    ]);
  });

  it('has the check digits it should have, and gives the key', () => {
    const { lines, documentNumber, birthDate, expiryDate } = printMrz(holder);
    const zone = parseZone(lines.join(''));
    expect(zone?.wrongCheckDigits).toEqual([]);
    expect(zone && accessKeyOfZone(zone)).toEqual({
      kind: 'mrz',
      documentNumber,
      birthDate,
      expiryDate,
    });
  });

  it('has fillers for what is not known, and the last day there is for a card without end', () => {
    const { expiryDate: _expiry, ...endless } = holder;
    const zone = printMrz({ ...endless, birthDate: '1948', name: 'Đỗ Bình-An' });
    expect(zone.lines[1].slice(0, 18)).toBe('48<<<<2F9912315VNM');
    expect(zone.lines[2]).toBe('DO<<BINHAN'.padEnd(30, '<'));
  });
});

describe('the files of a chip', () => {
  it('list themselves', () => {
    const com = parseCom(
      filesOf({ groups: ALL, chipAuthentication: [{ cipher: 'AES-128' }] })('COM'),
    );
    expect(com).toMatchObject({ ldsVersion: '1.7', unicodeVersion: '4.0.0', unknownTags: [] });
    expect(com?.files).toEqual([
      'DG1',
      'DG2',
      'DG3',
      'DG7',
      'DG11',
      'DG12',
      'DG13',
      'DG14',
      'DG16',
    ]);
  });

  it('say the same of the holder wherever they say it', () => {
    const file = filesOf({ groups: ALL });
    expect(parseDg1(file('DG1'))).toMatchObject({
      form: 'TD1',
      documentNumber: '148999921',
      optional: '001148999921<<7',
      surname: 'NGUYEN',
      givenNames: 'THI HOA',
      wrongCheckDigits: [],
    });
    expect(parseDg11(file('DG11'))).toMatchObject({
      name: { surname: 'Nguyễn', givenNames: 'Thị Hòa' },
      personalNumber: '001148999921',
      birthDate: '1948-03-12',
    });
    expect(parseDg12(file('DG12'))).toMatchObject({ issueDate: '2021-07-15' });
    expect(parseDg16(file('DG16'))?.persons).toMatchObject([{ recordedOn: '2021-07-15' }]);
    expect(parseDg7(file('DG7'))?.signatures.map(({ format }) => format)).toEqual(['jpeg']);
  });

  it.each(['ISO 19794-5', 'ISO 39794-5'] as const)('hold the portrait as %s', header => {
    const padding = 300;
    const image = Buffer.from(PORTRAIT_OF_NOBODY.image, 'base64');
    const file = filesOf({ portrait: { image: image.toString('base64'), header, padding } });
    const [face, ...more] = parseDg2(file('DG2'))?.faces ?? [];
    expect(more).toEqual([]);
    expect(face?.format).toBe('jpeg');
    expect(Buffer.from(face?.bytes ?? [])).toEqual(Buffer.concat([image, Buffer.alloc(padding)]));
  });

  it('are one data object each', () => {
    const { files } = personalise(
      virtualChipProfileSchema.parse({
        id,
        holder,
        groups: ALL,
        chipAuthentication: [{ agreement: 'DH', cipher: '3DES', group: 2 }],
        activeAuthentication: { algorithm: 'RSA', bits: 1024 },
      }),
    );
    for (const [name, bytes] of files) {
      const { objects, damaged } = parseTlv(bytes);
      expect([name, objects.length, damaged]).toEqual([name, 1, false]);
    }
  });
});
