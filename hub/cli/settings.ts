import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig, configProblemLines } from '../../core/configuration/strict-config.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { type HubConfig, hubConfigSchema } from '../configuration/hub-config.ts';
import { cacheDirectory, defaultHubDirectory } from '../storage/data-directory.ts';
import { type DatabaseChoice } from '../storage/open-database.ts';
import { CommandError } from './output.ts';

/** Options that say where things are; every command takes them. */
export interface PlaceOptions {
  readonly data?: string;
  readonly database?: string;
  readonly config?: string;
  readonly secrets?: string;
  readonly his?: string;
  readonly port?: number;
  readonly host?: string;
}

export interface Settings {
  readonly config: HubConfig;
  readonly configFile: string | undefined;
  readonly dataDirectory: string;
  readonly secretsDirectory: string;
  readonly database: DatabaseChoice;
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

const parsedFile = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(
      isMissing(error) ? `${file} does not exist` : `${file} cannot be read`,
      2,
    );
  }
  const content = jsonIn(text);
  if (content === undefined) throw new CommandError(`${file} is no JSON`, 1);
  return content;
};

/**
 * The configuration of a file, `{}` where none is given.
 * @throws CommandError with one line for every problem.
 */
export const readConfig = (file: string | undefined): HubConfig => {
  const check = checkConfig(hubConfigSchema, file === undefined ? {} : parsedFile(file));
  if (check.ok) return check.config;
  throw new CommandError(
    configProblemLines(check.problems)
      .map(line => `${file ?? 'configuration'}: ${line}`)
      .join('\n'),
    1,
  );
};

/** The same HIS at another address, in whatever it speaks. */
const hisAt = (his: HubConfig['his'], address: string): HubConfig['his'] => {
  const baseUrl = address.replace(/\/+$/, '');
  switch (his.dialect) {
    case 'fhir-r4':
      return { ...his, baseUrl };
    case 'medipay-rest':
      return { ...his, medipayRest: { ...his.medipayRest, baseUrl } };
    case 'hl7v2': {
      const { hostname, port } = new URL(baseUrl);
      const at = { host: hostname, port: port === '' ? his.hl7v2.port : Number(port) };
      return { ...his, hl7v2: { ...his.hl7v2, ...at } };
    }
  }
};

const withOptions = (config: HubConfig, options: PlaceOptions): HubConfig => ({
  ...config,
  listen: {
    ...config.listen,
    host: options.host ?? config.listen.host,
    port: options.port ?? config.listen.port,
  },
  his: options.his === undefined ? config.his : hisAt(config.his, options.his),
});

/** Options over the environment over the file over the defaults. */
export const settingsOf = (
  options: PlaceOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Settings => {
  const dataDirectory = options.data ?? defaultHubDirectory();
  const url = options.database ?? environment['DATABASE_URL'];
  return {
    config: withOptions(readConfig(options.config), options),
    configFile: options.config,
    dataDirectory,
    secretsDirectory: options.secrets ?? join(dataDirectory, 'secrets'),
    database:
      url === undefined || url === ''
        ? { carrier: 'embedded', directory: dataDirectory, cacheDirectory: cacheDirectory() }
        : { carrier: 'server', url },
  };
};
