import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { payos } from './payos/payos.ts';
import { type PaymentSettings } from './payment-settings.ts';
import { type PaymentProvider } from './provider.ts';
import { sepay, type SepayOptions } from './sepay/sepay.ts';
import { sepayApi } from './sepay/sepay-api.ts';
import { type TransferAccount, vietqrTransfer } from './vietqr-transfer.ts';
import { vietqrVn } from './vietqr-vn/vietqr-vn.ts';
import { vnpayQr } from './vnpay-qr/vnpay-qr.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const secretFrom = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new FaultError('config-invalid', `payment needs ${name} in the environment`);
  }
  return value;
};

type OwnAccount = Extract<PaymentSettings, { readonly account: unknown }>['account'];

const transferTo = ({ bankBin, number, name }: OwnAccount): TransferAccount => ({
  bankBin,
  account: number,
  accountName: name,
});

/** A person at a kiosk does not wait longer for a code. */
const TIMEOUT_MS = 5_000;

/** What of SePay can be asked, and whether it makes accounts. */
const sepayAsked = (
  api: Extract<PaymentSettings, { readonly provider: 'sepay' }>['api'],
  environment: Environment,
  clock: Clock,
): Pick<SepayOptions, 'api' | 'virtualAccounts'> => {
  if (api === undefined) return {};
  const { baseUrl, bankAccountId, terminalId, prefix } = api;
  const token = secretFrom(environment, 'SEPAY_API_TOKEN');
  const asked = { api: sepayApi({ baseUrl, bankAccountId, token, timeoutMs: TIMEOUT_MS }) };
  if (!api.virtualAccounts) return asked;
  const virtualAccounts = {
    clock,
    ...(terminalId === undefined ? {} : { tid: terminalId }),
    ...(prefix === undefined ? {} : { va_prefix: prefix }),
  };
  return { ...asked, virtualAccounts };
};

/**
 * The provider of the configuration; undefined where payments are not collected here.
 * @throws FaultError `config-invalid` where a secret is missing.
 */
export const openProvider = (
  settings: PaymentSettings,
  environment: Environment,
  clock: Clock,
): PaymentProvider | undefined => {
  switch (settings.provider) {
    case 'none':
      return undefined;
    case 'vietqr-transfer':
      return vietqrTransfer(transferTo(settings.account));
    case 'sepay': {
      const proof =
        settings.proof === 'signature'
          ? { type: settings.proof, secret: secretFrom(environment, 'SEPAY_SECRET') }
          : { type: settings.proof, key: secretFrom(environment, 'SEPAY_API_KEY') };
      return sepay({
        to: transferTo(settings.account),
        proof,
        ...sepayAsked(settings.api, environment, clock),
      });
    }
    case 'payos':
      return payos({
        baseUrl: settings.baseUrl,
        clientId: settings.clientId,
        apiKey: secretFrom(environment, 'PAYOS_API_KEY'),
        checksumKey: secretFrom(environment, 'PAYOS_CHECKSUM_KEY'),
        timeoutMs: TIMEOUT_MS,
      });
    case 'vietqr-vn':
      return vietqrVn({
        baseUrl: settings.baseUrl,
        bankCode: settings.bankCode,
        to: transferTo(settings.account),
        credentials: {
          username: settings.username,
          password: secretFrom(environment, 'VIETQR_VN_PASSWORD'),
        },
        callback: {
          username: settings.callbackUsername,
          password: secretFrom(environment, 'VIETQR_VN_CALLBACK_PASSWORD'),
        },
        timeoutMs: TIMEOUT_MS,
      });
    case 'vnpay-qr': {
      const { provider: _, ...merchant } = settings;
      return vnpayQr({
        ...merchant,
        createKey: secretFrom(environment, 'VNPAY_QR_CREATE_KEY'),
        checkKey: secretFrom(environment, 'VNPAY_QR_CHECK_KEY'),
        noticeKey: secretFrom(environment, 'VNPAY_QR_NOTICE_KEY'),
        timeoutMs: TIMEOUT_MS,
      });
    }
  }
};
