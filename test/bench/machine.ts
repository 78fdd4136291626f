import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';

/** What the figures were measured on: without it they say little. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMB: number;
  readonly system: string;
  readonly node: string;
  /** Where the data of the measurements lie, and on what. */
  readonly disk: string;
  /** One-minute load average at the start, per core: above 1 somebody else is working here too. */
  readonly loadPerCore: number;
}

/** File system magic numbers (statfs(2)). */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x01021994: 'tmpfs: memory, not a disk; set TMPDIR to measure commits',
  0x794c7630: 'overlayfs',
};

const fileSystemOf = (directory: string): string => {
  const { type } = statfsSync(directory);
  return FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`;
};

export const thisMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryMB: Math.round(totalmem() / 1024 ** 2),
  system: `${platform()} ${release()}`,
  node: process.version,
  disk: `${tmpdir()} (${fileSystemOf(tmpdir())})`,
  loadPerCore: (loadavg()[0] ?? 0) / availableParallelism(),
});

export const machineLines = (machine: Machine): readonly string[] => [
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryMB} MB, ${machine.system}, Node ${machine.node}`,
  `data in ${machine.disk}; load per core at the start ${machine.loadPerCore.toFixed(2)}`,
];
