import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../contract/virtual-chip-profile.ts';
import { ELEMENTARY_FILES } from '../emrtd/elementary-files.ts';
import { NO_TRUST_ANCHORS, trustAnchorsOf } from '../emrtd/trust/trust-anchors.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import { type ChipFiles } from './dumped-files.ts';
import { inspectFiles, judgeFiles } from './inspect-files.ts';

const { id, ...holder } = EXAMPLE_CARD;
const TODAY = Date.UTC(2026, 5, 1);

/** What a program that dumps chips would have written. */
const dumpOf = (profile: Partial<VirtualChipProfileInput> = {}) => {
  const { personalised } = createVirtualChip(
    virtualChipProfileSchema.parse({ id, holder, ...profile }),
  );
  const files: ChipFiles = new Map(
    personalised.directories.application
      .filter(({ access }) => access !== 'never')
      .map(({ fid, content }) => [nameOf(fid), content] as const),
  );
  return { files, trust: trustAnchorsOf([personalised.authority.csca]) };
};

const nameOf = (fid: number): ElementaryFileName => {
  const names = Object.keys(ELEMENTARY_FILES) as ElementaryFileName[];
  const found = names.find(
    name => ELEMENTARY_FILES[name].fid === fid && ELEMENTARY_FILES[name].directory !== 'master',
  );
  if (found === undefined) throw new Error(`no file ${fid.toString(16)}`);
  return found;
};

describe('files without their chip', () => {
  it('are the issuer’s where he signed them, and say nothing about the chip', () => {
    const { files, trust } = dumpOf();
    expect(judgeFiles(files, trust, TODAY)).toEqual({
      authenticity: 'valid',
      chip: 'not-proven',
      reasons: ['chip-not-proven'],
    });
    expect(judgeFiles(files, NO_TRUST_ANCHORS, TODAY).authenticity).toBe('no-trust-anchor');
  });

  it('are false where one was changed, and it is named', () => {
    const { files, trust } = dumpOf({ faults: { altered: [{ file: 'DG13', how: 'value' }] } });
    const verdict = judgeFiles(files, trust, TODAY);
    expect(verdict.authenticity).toBe('invalid');
    expect(verdict.reasons).toContain('digest-mismatch');
    const { files: facts } = inspectFiles(files, verdict);
    expect(facts.filter(({ digest }) => digest === 'differs').map(({ name }) => name)).toEqual([
      'DG13',
    ]);
  });

  it('are described: holder, fields of every group, pictures, signer, what was not read', () => {
    const { files, trust } = dumpOf({
      groups: ['DG1', 'DG2', 'DG3', 'DG11', 'DG12', 'DG13', 'DG16'],
    });
    const inspection = inspectFiles(files, judgeFiles(files, trust, TODAY));
    expect(inspection.claim).toMatchObject({
      citizenNumber: holder.citizenNumber,
      name: holder.name,
      authenticity: 'valid',
    });
    const texts = inspection.fields.map(({ group, field, value }) => [group, field, value]);
    expect(texts).toContainEqual(['DG13', 'religion', holder.religion]);
    expect(texts).toContainEqual(['DG13', 'parents', 'Nguyễn Văn Mẫu; Trần Thị Thử']);
    expect(texts).toContainEqual(['DG1', 'documentNumber', '148999921']);
    expect(new Set(texts.map(([group]) => group))).toEqual(
      new Set(['COM', 'DG1', 'DG11', 'DG12', 'DG13', 'DG16']),
    );
    expect(inspection.pictures).toMatchObject([
      { group: 'DG2', format: 'jpeg', width: 240, height: 320 },
    ]);
    expect(inspection.signers).toMatchObject([{ role: 'signer', country: 'VN' }]);
    expect(inspection.notRead).toEqual(['DG3']);
  });

  it('may be any bytes', () => {
    const names = Object.keys(ELEMENTARY_FILES) as ElementaryFileName[];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 })),
        content => {
          const files = new Map(Object.entries(content)) as ChipFiles;
          const verdict = judgeFiles(files, NO_TRUST_ANCHORS, TODAY);
          expect(verdict.authenticity).not.toBe('valid');
          expect(inspectFiles(files, verdict).files).toHaveLength(files.size);
        },
      ),
    );
  });

  it('may be cut short or have bits turned over anywhere', () => {
    const { files, trust } = dumpOf();
    fc.assert(
      fc.property(
        fc.constantFrom(...files.keys()),
        fc.nat(4_000),
        fc.boolean(),
        fc.integer({ min: 1, max: 255 }),
        (name, at, cut, bits) => {
          const genuine = files.get(name) ?? new Uint8Array();
          const offset = at % genuine.length;
          const damaged = cut ? genuine.slice(0, offset) : genuine.slice();
          if (!cut) damaged[offset] = (damaged[offset] ?? 0) ^ bits;
          const changed = new Map(files).set(name, damaged);
          const verdict = judgeFiles(changed, trust, TODAY);
          expect(inspectFiles(changed, verdict).files).toHaveLength(files.size);
          if (name.startsWith('DG')) expect(verdict.authenticity).toBe('invalid');
        },
      ),
      { numRuns: 60 },
    );
  });
});
