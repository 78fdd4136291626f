import { join, resolve } from 'node:path';
import { type Program, superviseProgram } from '../../electron/start/program.ts';
import { programLog } from '../../electron/start/program-log.ts';

const root = resolve(import.meta.dirname, '../..');

/** One program of the hospital, a process of its own, as `npm start` runs it. */
export interface HospitalProgram {
  /** Its own address; the same after every start. */
  url(): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Of a hub: a code that lets one kiosk join it. */
  enrolmentCode(): Promise<string>;
}

const SILENT = (): void => undefined;

const programIn = (
  folder: string,
  name: string,
  entry: string,
  args: (port: string) => readonly string[],
  heap?: readonly string[],
): HospitalProgram => {
  let url = '';
  let onCode: (code: string) => void = SILENT;
  const program: Program = superviseProgram(
    {
      name,
      entry: join(root, entry),
      log: programLog(join(folder, 'logs', `${name}.log`)),
      codeCache: join(folder, 'code-cache'),
      args: () => args(url === '' ? '0' : new URL(url).port),
      ...(heap === undefined ? {} : { heap }),
      onMessage: message => {
        const { type, code } = message as { readonly type: string; readonly code?: string };
        if (type === 'enrolment-code' && code !== undefined) onCode(code);
      },
    },
    SILENT,
  );
  return {
    url: () => url,
    start: async () => {
      const ready = await program.start();
      url = String(ready['url']);
    },
    stop: () => program.stop(),
    enrolmentCode: () =>
      new Promise(resolve => {
        onCode = resolve;
        program.tell({ type: 'enrolment-code' });
      }),
  };
};

/** The simulated hospital system; `url` is its FHIR base. */
export const hospitalSystemIn = (folder: string): HospitalProgram =>
  programIn(folder, 'his', 'hub/his/simulator/main.ts', port => [
    ...['--data', join(folder, 'his'), '--port', port],
  ]);

/**
 * The hub as a hospital's service manager starts it: with all the heap that V8 sees fit.
 * @param databaseUrl of a PostgreSQL server; without it the hub carries its own.
 */
export const hubIn = (
  folder: string,
  his: HospitalProgram,
  databaseUrl: string | undefined,
): HospitalProgram =>
  programIn(
    folder,
    'hub',
    'hub/cli/main.ts',
    port => [
      ...['start', '--data', join(folder, 'hub'), '--port', port, '--his', his.url()],
      ...['--secrets', join(folder, 'secrets')],
      ...(databaseUrl === undefined ? [] : ['--database', databaseUrl]),
    ],
    [],
  );
