import { type DeviceConfig } from '../../contract/bridge.ts';
import { type DriverContext, type PaymentDisplayDriver } from '../../contract/driver.ts';
import { heardMessages } from './display-line.ts';
import { createPaymentDisplay } from './driver.ts';
import { createPageDisplay } from './page-display.ts';
import { secretIn } from './secret-file.ts';
import { speak } from './spoken-line.ts';

type ConfigOf<Name> = Extract<DeviceConfig, { driver: Name }>;

/** A display that orders are posted to. */
export const installPushDisplay = async (
  config: ConfigOf<'http-payment-display'>,
  context: DriverContext,
): Promise<PaymentDisplayDriver> => {
  const { createPushLine } = await import('../../transports/http/push-line.ts');
  const { driver, url, serialNumber, dialect = 'soundbox-push', headers = {}, tokenFile } = config;
  const { clock } = context;
  const bearerToken = secretIn(tokenFile);
  const push = createPushLine({ url, headers, bearerToken, clock });
  const line = speak(dialect, serialNumber, heardMessages(push, context.recorder));
  return createPaymentDisplay({ driver, line }, context);
};

/** A display that listens to a topic. */
export const installPublishDisplay = async (
  config: ConfigOf<'mqtt-payment-display'>,
  context: DriverContext,
): Promise<PaymentDisplayDriver> => {
  const { createPublishLine } = await import('../../transports/mqtt/publish-line.ts');
  const { driver, serialNumber, dialect = 'qf100', passwordFile, ...broker } = config;
  const publish = createPublishLine({
    ...broker,
    clientId: `tiep-don-${config.id}-${serialNumber}`,
    password: secretIn(passwordFile),
    clock: context.clock,
  });
  const line = speak(dialect, serialNumber, heardMessages(publish, context.recorder));
  return createPaymentDisplay({ driver, line }, context);
};

/** A page of the kiosk as the display: its screen, or a window of its own. */
export const installPageDisplay = (
  { driver, window = false }: ConfigOf<'page-payment-display'>,
  context: DriverContext,
): PaymentDisplayDriver => {
  const { line, onPage } = createPageDisplay(context, window ? 'payment' : 'screen');
  return { ...createPaymentDisplay({ driver, line }, context), onPage };
};
