import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { EXAMPLE_CARD } from '../../native-bridges/conformance/example-cards.ts';
import type { ElementaryFileName } from '../../native-bridges/contract/chip-card.ts';
import type { VirtualChipProfileInput } from '../../native-bridges/contract/virtual-chip-profile.ts';
import type { DocumentReading } from '../../native-bridges/emrtd/reading/document-reading.ts';
import { createSeededRandom } from '../../native-bridges/simulators/chip/seeded-random.ts';
import { syntheticMasterList } from '../../native-bridges/simulators/issuer/synthetic-master-list.ts';
import { scratchFolder } from '../e2e/demonstration.ts';
import { leastOpening, leastReading, type ChipProof, type Line } from './least-commands.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { type RecordedReading, recordReading } from './recorded-reading.ts';
import { quantile } from './statistics.ts';

const CERTIFICATES = 500;
const MAX_RESPONSE = 8_192;
const SHORT: Line = { response: 256, extended: false };
/** Without the status word. */
const EXTENDED: Line = { response: MAX_RESPONSE - 2, extended: true };

interface Subject {
  readonly name: string;
  readonly protocols: Omit<VirtualChipProfileInput, 'id' | 'holder'>;
  readonly proof: ChipProof;
  readonly line: Line;
}

const CHIP_AUTHENTICATION = [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }] as const;
const ACTIVE_AUTHENTICATION = { algorithm: 'ECDSA', curve: 'P-256' } as const;
/** The algorithms of the authority that signs Vietnamese passports: the slowest that are in use. */
const ISSUER = {
  signature: 'ECDSA',
  curve: 'brainpoolP512r1',
  hash: 'SHA-512',
  parameters: 'explicit',
} as const;
const PACE = { agreement: 'ECDH', cipher: 'AES-128', parameter: 13 } as const;

const CITIZEN_CARD = {
  chipAuthentication: [...CHIP_AUTHENTICATION],
  activeAuthentication: ACTIVE_AUTHENTICATION,
  issuer: ISSUER,
};

const SUBJECTS: readonly Subject[] = [
  {
    name: 'BAC and chip authentication',
    protocols: CITIZEN_CARD,
    proof: 'chip-authentication',
    line: SHORT,
  },
  {
    name: 'the same, extended length',
    protocols: {
      ...CITIZEN_CARD,
      link: { extendedLength: true, maxResponse: MAX_RESPONSE },
    },
    proof: 'chip-authentication',
    line: EXTENDED,
  },
  {
    name: 'PACE and chip authentication',
    protocols: { ...CITIZEN_CARD, access: { pace: [{ ...PACE, mapping: 'GM' }] } },
    proof: 'chip-authentication',
    line: SHORT,
  },
  {
    name: 'BAC and active authentication by RSA',
    protocols: {
      activeAuthentication: { algorithm: 'RSA', bits: 1536, hash: 'SHA-256' },
      issuer: { signature: 'RSA-PSS', bits: 2048, hash: 'SHA-256' },
    },
    proof: 'active-authentication',
    line: SHORT,
  },
];

const { id, ...holder } = EXAMPLE_CARD;

const profileOf = ({ protocols }: Subject): VirtualChipProfileInput => ({
  ...protocols,
  id,
  holder,
});

/** A protected READ BINARY: class with secure messaging, instruction B0 or B1. */
const isFileRead = ({ command }: RecordedReading['exchanges'][number]): boolean =>
  /^0cb[01]/.test(command);

const bytesIn = ({ command, response }: RecordedReading['exchanges'][number]): number =>
  (command.length + response.length) / 2;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/**
 * Commands and bytes against the least there can be. The commands that open and prove a chip are
 * fixed by the standard, and so is their length: they count on both sides.
 */
const trafficFigures = (
  { name, proof, line }: Subject,
  { exchanges }: RecordedReading,
  reading: DocumentReading,
): readonly Figure[] => {
  const cipherOf = (file: ElementaryFileName): 8 | 16 => {
    const beforeChipAuthentication = file === 'DG14' || proof !== 'chip-authentication';
    return beforeChipAuthentication && reading.access === 'BAC' ? 8 : 16;
  };
  const files = [...reading.files].map(([file, { length }]) => ({ length, block: cipherOf(file) }));
  const least = leastReading(files, line);
  const opening = exchanges.filter(exchange => !isFileRead(exchange));
  const leastCommands = least.commands + leastOpening(reading.access, proof);
  const leastBytes = least.bytes + sum(opening.map(bytesIn));
  return [
    figure(`commands, ${name}`, 'commands', [exchanges.length]),
    figure('  against the least there can be', 'ratio', [exchanges.length / leastCommands], {
      goal: { atMost: 1.15 },
    }),
    figure('  bytes against the least', 'ratio', [sum(exchanges.map(bytesIn)) / leastBytes], {
      goal: { atMost: 1.15 },
    }),
  ];
};

const reportSchema = z.object({
  readings: z.array(z.number()).min(2),
  certificates: z.literal(CERTIFICATES),
  firstLoad: z.number(),
  secondLoad: z.number(),
  memory: z.object({ atStart: z.number(), afterReadings: z.number(), withTrust: z.number() }),
});
type Report = z.infer<typeof reportSchema>;

const PROGRAM = fileURLToPath(new URL('./card-reading-program.ts', import.meta.url));

/** A process of its own, as the one that reads cards: what it reports when it is done. */
const reportOf = async (args: readonly string[]): Promise<Report> => {
  const child = fork(PROGRAM, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said = once(child, 'message') as Promise<[unknown]>;
  const ended = once(child, 'exit').then(() => {
    throw new Error('the reading program ended without a report');
  });
  const [report] = await Promise.race([said, ended]);
  return reportSchema.parse(report);
};

const timeFigures = (name: string, reports: readonly Report[]): readonly Figure[] => {
  const warm = reports.flatMap(({ readings }) => readings.slice(1));
  return [
    figure(`processor time, ${name}`, 'ms', warm, {
      p95: quantile(warm, 0.95),
      goal: { atMost: 300 },
    }),
    figure(
      '  first card after the start',
      'ms',
      reports.map(({ readings }) => readings[0] ?? Number.NaN),
      { goal: { atMost: 300 } },
    ),
  ];
};

const trustFigures = (reports: readonly Report[]): readonly Figure[] => [
  figure(
    `master list of ${CERTIFICATES} certificates`,
    'ms',
    reports.map(({ firstLoad }) => firstLoad),
    { goal: { atMost: 2_000 } },
  ),
  figure(
    '  once more, unchanged',
    'ms',
    reports.map(({ secondLoad }) => secondLoad),
  ),
  figure(
    'memory of a reading program, at the start',
    'MB',
    reports.map(({ memory }) => memory.atStart),
  ),
  figure(
    '  after the readings',
    'MB',
    reports.map(({ memory }) => memory.afterReadings),
  ),
  figure(
    '  with the master list',
    'MB',
    reports.map(({ memory }) => memory.withTrust),
  ),
];

export const card: Measurement = {
  name: 'card',
  title: 'reading a chip: commands, processor time, trust files, memory',
  measure: async ({ quick, say }) => {
    const [processes, rounds] = quick ? [1, 3] : [5, 40];
    const folder = scratchFolder();
    try {
      const trust = join(folder.path, 'trust');
      mkdirSync(trust);
      say(`a master list of ${CERTIFICATES} certificates is made`);
      const random = createSeededRandom('a measured master list');
      const from = Date.UTC(2020, 0, 1);
      writeFileSync(join(trust, 'list.ml'), syntheticMasterList(CERTIFICATES, { random, from }));

      const figures: Figure[] = [];
      const times: Figure[] = [];
      const reports: Report[] = [];
      for (const [index, subject] of SUBJECTS.entries()) {
        const { recording, reading } = await recordReading(
          profileOf(subject),
          subject.line.extended,
        );
        if (reading.verdict.chip !== 'proven') throw new Error(`${subject.name}: not proven`);
        figures.push(...trafficFigures(subject, recording, reading));
        const file = join(folder.path, `reading-${index}.json`);
        writeFileSync(file, JSON.stringify(recording));
        say(`${subject.name}: ${processes} processes, ${rounds} readings each`);
        const ofSubject: Report[] = [];
        for (let process = 0; process < processes; process += 1) {
          ofSubject.push(await reportOf([file, trust, String(rounds)]));
        }
        times.push(...timeFigures(subject.name, ofSubject));
        reports.push(...ofSubject);
      }
      return {
        figures: [...figures, ...times, ...trustFigures(reports)],
        notes: [
          'processor time: all the reader does from the first command to the verdict, against recorded answers of the chip',
        ],
      };
    } finally {
      folder.remove();
    }
  },
};
