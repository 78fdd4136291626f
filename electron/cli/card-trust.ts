import { FaultError } from '../../core/contract/errors.ts';
import { loadTrustFolder } from '../../native-bridges/contract/card-tools.ts';

type Trust = Awaited<ReturnType<typeof loadTrustFolder>>['trust'];

/**
 * Whom to believe: the folder, or nobody where there is none to look into.
 * @throws FaultError `config-invalid` where a folder was meant and nothing in it can be trusted
 */
export const loadTrust = async (directory: string | undefined, at: number): Promise<Trust> => {
  if (directory === undefined) return { certificates: [], revocationLists: [] };
  const { trust, files } = await loadTrustFolder(directory, at);
  if (trust.certificates.length > 0) return trust;
  const found = files.length === 0 ? 'no trust files' : 'no certificate in its files';
  throw new FaultError('config-invalid', `${directory}: ${found}`);
};
