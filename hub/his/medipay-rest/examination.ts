import { type HisExamination, type HisFinding } from '../his.ts';
import {
  type ServiceAnswer,
  fieldWithin,
  listOf,
  serviceAnswerSchema,
  visitTypeAnswerSchema,
} from './answers.ts';
import { type MedipayClient } from './medipay-client.ts';
import { registrationBody } from './registration-body.ts';
import { type MedipayRestSettings } from './settings.ts';

const named = (id: string | undefined, name: string | undefined): string =>
  `${id ?? '?'} ${name ?? ''}`.trim();

/** Ids of the settings that the HIS does not know. */
const unknownServices = (
  settings: MedipayRestSettings,
  services: readonly ServiceAnswer[],
): readonly string[] =>
  Object.entries(settings.servicePoints).flatMap(([id, { kind, serviceId }]) => {
    const isKnown = services.some(one => one.ID_DICH_VU === serviceId);
    return isKnown || (kind === 'counter' && serviceId === undefined) ? [] : [id];
  });

/** What a person looks at who connects a HIS of this contract. */
export const examinationOf = (
  client: MedipayClient,
  settings: MedipayRestSettings,
  facilityCode: string,
): HisExamination => ({
  async authorise() {
    await client.get('visitTypes');
    return { state: 'ok', detail: `the signature of ${settings.merchantId} is accepted` };
  },
  async capability() {
    const types = listOf(await client.get('visitTypes'), visitTypeAnswerSchema);
    const services = listOf(await client.get('services'), serviceAnswerSchema);
    const typeList = types.map(one => named(one.ID_LOAI_KHAM, one.TEN_LOAI_KHAM)).join(' · ');
    const serviceList = services.map(one => named(one.ID_DICH_VU, one.TEN_DICH_VU)).join(' · ');
    const findings: HisFinding[] = [
      { state: 'ok', detail: `visit types: ${typeList}` },
      { state: 'ok', detail: `${services.length} services: ${serviceList}` },
    ];
    const missing = unknownServices(settings, services);
    if (missing.length > 0) {
      findings.push({
        state: 'warning',
        detail: `not on its list of services: ${missing.join(', ')}`,
        todo: 'set his.medipayRest.servicePoints.<id>.serviceId; until then these are closed',
      });
    }
    if (settings.paths.slips === null) {
      findings.push({
        state: 'ok',
        detail: 'it is not asked for referrals: a clerk looks at each that is shown',
      });
    }
    if (settings.paths.registrations === null) {
      findings.push({
        state: 'warning',
        detail: 'it cannot be asked for registrations: nothing is ever sent twice',
        todo: 'ask for such a list and set his.medipayRest.paths.registrations',
      });
    }
    return findings;
  },
  async rehearse(event) {
    const place = settings.servicePoints[event.servicePointId];
    const nobody = { id: undefined, code: undefined };
    const body = registrationBody(event, { settings, facilityCode, place, patient: nobody });
    const types = listOf(await client.get('visitTypes'), visitTypeAnswerSchema);
    const findings: HisFinding[] = [
      { state: 'ok', detail: `a registration of ${JSON.stringify(body).length} bytes is ready` },
    ];
    for (const [payer, wanted] of Object.entries(settings.visitTypes)) {
      if (types.some(one => one.ID_LOAI_KHAM === wanted)) continue;
      findings.push({
        state: 'warning',
        detail: `ID_LOAI_KHAM ${wanted} does not exist`,
        todo: `set his.medipayRest.visitTypes.${payer} to one of its visit types`,
      });
    }
    if (fieldWithin(body, 'ID_LOAI_KHAM') === undefined) {
      findings.push({
        state: 'warning',
        detail: 'registrations say no visit type',
        todo: 'set his.medipayRest.visitTypes.insured and selfPay',
      });
    }
    if (Object.keys(settings.ticketStates).length === 0) {
      findings.push({
        state: 'warning',
        detail: 'what became of a ticket is not asked',
        todo: 'set his.medipayRest.ticketStates to the meaning of TRANG_THAI_LK',
      });
    }
    return findings;
  },
});
