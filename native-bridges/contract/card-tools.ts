/** Looking into one card by hand: what a command line needs, apart from the devices of a kiosk. */
export {
  prepareDumpFolder,
  readDumpedFiles,
  writeDumpedFiles,
} from '../inspection/dumped-files.ts';
export { inspectFiles, type Inspection, judgeFiles } from '../inspection/inspect-files.ts';
export { type CardInspection, readLaidCard } from '../inspection/read-card.ts';
export { openPcscReader } from '../inspection/pcsc-reader.ts';
export {
  createVirtualCard,
  createVirtualReader,
  portOfSlot,
} from '../inspection/virtual-reader.ts';
export {
  describeTrustFile,
  loadTrustFolder,
  openTrustFile,
  type TrustFileSummary,
} from '../inspection/describe-trust.ts';
export { importTrustFile } from '../trust-store/import-trust-file.ts';
