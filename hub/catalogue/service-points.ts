import { type ServicePoint, servicePointSchema } from '../../core/contract/catalogue.ts';
import { payWhenAt } from '../billing/kiosk-payment-settings.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { type HisServicePoint } from '../his/his.ts';
import { type NumberRules } from '../queueing/number-rules.ts';
import { type Series } from './number-series.ts';

export type ServicePointConfig = Pick<HubConfig, 'servicePoints' | 'servicePointDefaults'> &
  Partial<Pick<HubConfig, 'payment' | 'kioskPayment'>>;

/** How a service point counts its numbers: as set for it, else as set for all. */
export const numberRulesOf = (
  { servicePoints, servicePointDefaults }: ServicePointConfig,
  servicePointId: string,
): NumberRules => servicePoints[servicePointId]?.numbers ?? servicePointDefaults.numbers;

/** When patients of a clinic pay, where the hospital takes payments at its kiosks. */
const paymentOf = (
  { id, kind }: HisServicePoint,
  { payment, kioskPayment }: ServicePointConfig,
): ServicePoint['payment'] => {
  const isCollected = payment !== undefined && payment.provider !== 'none';
  return kind === 'clinic' && isCollected && kioskPayment !== undefined
    ? payWhenAt(kioskPayment, id)
    : undefined;
};

/** Only what was said; an absent setting never covers what stands behind it. */
const said = (settings: object | undefined): object =>
  Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined));

/**
 * A service point as the kiosks get it: the configuration over the HIS over the defaults;
 * undefined where it is hidden or something needed is missing or wrong.
 */
export const servicePointOf = (
  point: HisServicePoint,
  series: Series,
  config: ServicePointConfig,
): ServicePoint | undefined => {
  const settings = config.servicePoints[point.id];
  if (settings?.hidden === true) return undefined;
  const merged = {
    ...config.servicePointDefaults,
    room: point.name.vi.slice(0, 20),
    ...said(point),
    ...said(settings),
    id: point.id,
    series,
    reset: numberRulesOf(config, point.id).reset,
    payment: paymentOf(point, config),
  };
  return servicePointSchema.safeParse(merged).data;
};
