import { type Output } from './output.ts';
import { type Settings, readConfig } from './settings.ts';

/** @throws CommandError with every problem of the file. */
export const checkConfiguration = (file: string, output: Output): void => {
  readConfig(file);
  if (output.json) output.value({ ok: true, file });
  else output.line(`${file} is in order`);
};

/** A URL as it may be shown: without the password. */
const withoutPassword = (url: string): string => {
  if (!URL.canParse(url)) return 'a URL that cannot be read';
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.toString();
};

export const showConfiguration = (settings: Settings, output: Output): void => {
  const { database } = settings;
  output.value({
    ...settings.config,
    in: {
      configFile: settings.configFile ?? null,
      secretsDirectory: settings.secretsDirectory,
      database:
        database.carrier === 'embedded'
          ? { carrier: 'embedded', directory: database.directory }
          : { carrier: 'server', url: withoutPassword(database.url) },
    },
  });
};
