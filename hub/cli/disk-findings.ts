import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type Database, SqlError } from '../storage/database.ts';
import { meaningOf, roomStepAfter } from '../storage/room-steps.ts';
import { type Finding, failed, ok } from './finding.ts';
import { type Settings } from './settings.ts';

/** The folder itself, or the one it will be made in. */
const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));

const sizeOf = (bytes: number): string =>
  bytes < 1e9 ? `${Math.floor(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

const freeIn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Room on the disk of the hub's own folder. */
export const diskFinding = ({ dataDirectory, database }: Settings): Finding => {
  const free = freeIn(existing(dataDirectory));
  const step = roomStepAfter('ample', free);
  const found = `${sizeOf(free)} free in ${dataDirectory}`;
  // What a hub gives up for a full disk is only known of the disk of its own database.
  const isOwn = database.carrier === 'embedded';
  const detail = isOwn ? `${found}, step ${step}: ${meaningOf(step)}` : found;
  return step === 'ample'
    ? ok('disk', isOwn ? `${found}, step ${step}` : found)
    : { name: 'disk', state: 'failure', detail, todo: 'free at least 1 GB' };
};

const SERVER_DISK = 'server disk';
const WHEN_FULL =
  'free at least 1 GB on the disk of PostgreSQL: when it is full the hub takes nothing, and kiosks keep their visits';

/** What is written for a try, in rows of 1,000 bytes, and gone with its transaction. */
const TRIED_ROWS = 16_000;
const TRIED = `${TRIED_ROWS / 1_000} MB could be written for a try`;

const tryToWrite = async (database: Database): Promise<string> => {
  try {
    await database.transaction(async tx => {
      await tx.script('create temporary table room_tried (filling text) on commit drop');
      await tx.query(
        `insert into room_tried select repeat('.', 1000) from generate_series(1, $1::integer)`,
        [TRIED_ROWS],
      );
    });
    return TRIED;
  } catch (error) {
    // A role that may not make temporary tables says nothing about the disk.
    if (error instanceof SqlError) return 'writing could not be tried';
    throw error;
  }
};

interface Said {
  readonly bytes: number;
  /** Null where our role may not read this setting. */
  readonly directory: string | null;
  /** Reached over a socket or loopback. */
  readonly isNear: boolean;
  /** Our role there. */
  readonly role: string;
}

/** Room on the disk of the server's data, where they are on this machine and we may know where. */
const freeAtServer = ({ directory, isNear }: Said): number | undefined => {
  if (directory === null || !isNear) return undefined;
  try {
    return freeIn(directory);
  } catch {
    return undefined;
  }
};

const unknownRoom = ({ directory, isNear, role }: Said): string =>
  isNear && directory === null
    ? `how much room is left can be seen after: grant pg_read_all_settings to ${role}`
    : 'how much room is left only its own machine can tell';

/**
 * What can be known of the disk of a PostgreSQL server. PostgreSQL tells nobody how much room it
 * has left: only a server on this machine can be measured. Of any other: how much the database
 * takes, and whether something more can be written just now.
 */
export const serverDiskFinding = async (database: Database): Promise<Finding> => {
  try {
    const { rows } = await database.query<Said>(
      `select pg_database_size(current_database()) as bytes,
         (select setting from pg_settings where name = 'data_directory') as directory,
         coalesce(host(inet_server_addr()) in ('127.0.0.1', '::1'), true) as "isNear",
         current_user as role`,
    );
    const [said] = rows;
    if (said === undefined) return ok(SERVER_DISK, 'nothing is known of it');
    const free = freeAtServer(said);
    const takes = `the database takes ${sizeOf(said.bytes)}`;
    if (free !== undefined && roomStepAfter('ample', free) !== 'ample') {
      const detail = `${sizeOf(free)} free in ${said.directory ?? ''}; ${takes}`;
      return { name: SERVER_DISK, state: 'failure', detail, todo: WHEN_FULL };
    }
    const tried = await tryToWrite(database);
    const room =
      free === undefined ? unknownRoom(said) : `${sizeOf(free)} free in ${said.directory ?? ''}`;
    return ok(SERVER_DISK, [takes, tried, room].join('; '));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return failed(SERVER_DISK, error, WHEN_FULL);
  }
};
