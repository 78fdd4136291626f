import { type FaultError } from '../../core/contract/errors.ts';
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

/**
 * The hub's database as configured. `onBroken` is told when an embedded one has stopped for good.
 * @throws FaultError, see the two carriers.
 */
export const openDatabase = async (
  choice: DatabaseChoice,
  onBroken?: (failure: FaultError) => void,
): Promise<Database> =>
  choice.carrier === 'embedded'
    ? openEmbeddedPostgres({ ...choice, onBroken })
    : openPostgresServer(choice);
