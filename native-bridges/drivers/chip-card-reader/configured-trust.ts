import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { NO_TRUST_ANCHORS, type TrustAnchors } from '../../emrtd/trust/trust-anchors.ts';
import { openTrustFolder } from '../../trust-store/trust-folder.ts';

/**
 * What chips are judged by: the configured folder as it is at that moment, or nobody.
 * @throws FaultError `config-invalid` where the folder holds no certificate
 */
export const configuredTrust = (
  directory: string | undefined,
  clock: Clock,
): (() => Promise<TrustAnchors>) => {
  if (directory === undefined) return () => Promise.resolve(NO_TRUST_ANCHORS);
  const folder = openTrustFolder({ directory, now: () => clock.now() });
  return async () => {
    const { trust, files } = await folder.load();
    if (trust.certificates.length > 0) return trust;
    throw new FaultError('config-invalid', `no certificate in the ${files.length} trust files`);
  };
};
