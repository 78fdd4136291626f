import { FaultError } from '../../../core/contract/errors.ts';
import { type IppLine } from '../../drivers/document-printer/ipp/exchange.ts';
import { post, PostFailure, type PostAnswer } from './post.ts';

export interface IppAddress {
  /** `ipp`, `ipps`, `http` or `https`. */
  readonly url: string;
  readonly certificateSha256?: string | undefined;
}

/** The port of the IPP, over TLS too (RFC 8010, 4.1; RFC 7472, 3). */
const IPP_PORT = '631';
const HTTP_OF: Readonly<Record<string, string>> = { 'ipp:': 'http:', 'ipps:': 'https:' };
const IPP_OF: Readonly<Record<string, string>> = { 'http:': 'ipp:', 'https:': 'ipps:' };

/** IPP over HTTP: every request is a POST (RFC 8010, 4). */
export const openIppLine = ({ url, certificateSha256 }: IppAddress): IppLine => {
  const address = httpUrlOf(url);
  return {
    printerUri: ippUriOf(url),
    exchange: async (request, { ms }) => {
      const headers = { 'Content-Type': 'application/ipp', Accept: 'application/ipp' };
      const answer = await carried(
        post({ url: address, body: request, headers, ms, certificateSha256 }),
      );
      if (answer.status === 200) return answer.body;
      if ([401, 403].includes(answer.status)) {
        throw new FaultError('not-permitted', `HTTP status ${answer.status}`);
      }
      if (answer.status === 503) throw new FaultError('device-busy', 'HTTP status 503');
      throw new FaultError('device-protocol', `HTTP status ${answer.status}`);
    },
    stop: () => undefined,
  };
};

const carried = async (posting: Promise<PostAnswer>): Promise<PostAnswer> => {
  try {
    return await posting;
  } catch (thrown) {
    if (!(thrown instanceof PostFailure)) throw thrown;
    throw new FaultError(thrown.reached ? 'printer-silent' : 'device-absent', thrown.message);
  }
};

/** `ipp` is no scheme the URL standard knows, so that neither scheme nor port can just be set. */
const replaced = (url: string, schemes: Readonly<Record<string, string>>): string => {
  const { protocol } = new URL(url);
  return (schemes[protocol] ?? protocol) + url.slice(protocol.length);
};

const httpUrlOf = (url: string): URL => {
  const address = new URL(replaced(url, HTTP_OF));
  if (url.toLowerCase().startsWith('ipp') && new URL(url).port === '') address.port = IPP_PORT;
  return address;
};

const ippUriOf = (url: string): string => replaced(url, IPP_OF);
