/** The part of the device process that reads cards, alone: replays readings and loads trust files. */
import { readFileSync } from 'node:fs';
import { openTrustFolder } from '../../native-bridges/trust-store/trust-folder.ts';
import { recordedReadingSchema, replayReading } from './recorded-reading.ts';

const MB = 1024 * 1024;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** Milliseconds of the processor for this thread: what else runs on the machine does not count. */
const worked = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

const residentMb = (): number => process.memoryUsage.rss() / MB;

const [recordingFile = '', trustDirectory = '', rounds = '1'] = process.argv.slice(2);
const recording = recordedReadingSchema.parse(JSON.parse(readFileSync(recordingFile, 'utf8')));

const atStart = residentMb();
const readings: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  readings.push(await worked(() => replayReading(recording)));
}
const afterReadings = residentMb();
const folder = openTrustFolder({ directory: trustDirectory, now: () => recording.today });
let certificates = 0;
const firstLoad = await timed(async () => {
  certificates = (await folder.load()).trust.certificates.length;
});
const secondLoad = await timed(() => folder.load());

process.send?.({
  readings,
  certificates,
  firstLoad,
  secondLoad,
  memory: { atStart, afterReadings, withTrust: residentMb() },
});
process.disconnect();
