import { type Database } from './database.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { openPostgresServer } from './postgres-server.ts';

export type DatabaseChoice =
  | {
      readonly carrier: 'embedded';
      readonly directory: string;
      readonly cacheDirectory?: string | undefined;
    }
  | { readonly carrier: 'server'; readonly url: string };

/** The hub's database as configured. @throws FaultError, see the two carriers. */
export const openDatabase = async (choice: DatabaseChoice): Promise<Database> =>
  choice.carrier === 'embedded' ? openEmbeddedPostgres(choice) : openPostgresServer(choice);
