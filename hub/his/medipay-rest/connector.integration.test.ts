import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { SYNTHETIC_REFERRALS, syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { addDays, businessDayOf } from '../../../core/scheduling/business-day.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type HisDelivery, type SlipQuestion } from '../his.ts';
import { fieldWithin } from './answers.ts';
import { type MedipayPair, startMedipayPair } from './testing/medipay-pair.ts';

const day = businessDayOf(systemClock.now());
let pair: MedipayPair;

beforeAll(async () => {
  pair = await startMedipayPair({}, 1_000);
});
afterAll(() => pair.close());
afterEach(() => {
  pair.simulator.faults.set({});
});

const deliver = (event: CheckInEvent, rest: Partial<HisDelivery> = {}) =>
  pair.his.deliver({ event, attemptsBefore: 0, ...rest });
const registrationsOf = ({ visitId }: CheckInEvent) =>
  [...pair.simulator.hospital.registrations.values()].filter(({ trace }) => trace === visitId);

describe('a registration', () => {
  it('says what was read, in the names of Decision 4750, and null for what nobody said', async () => {
    const event = checkInEvent({
      slip: {
        kind: 'referral',
        number: 'GCT26-000001',
        standing: 'unverified',
        fromFacility: '01998',
      },
      payer: {
        mode: 'insured',
        coverage: {
          reason: 'valid-in-network',
          cardNumber: 'GD4010199999902',
          registeredFacility: '01999',
          validFrom: '2025-01-01',
        },
      },
    });
    expect(await deliver(event)).toMatchObject({
      verdict: 'delivered',
      receipt: {
        MA_LK: expect.stringMatching(/^LK/) as string,
        STT_LK: expect.any(String) as string,
      },
    });
    expect(registrationsOf(event)[0]?.body).toEqual({
      THONG_TIN_BN: {
        ID_BN: null,
        MA_BN: null,
        HO_TEN: 'Nguyễn Văn Thử',
        HO_BN: 'Nguyễn Văn',
        TEN_BN: 'Thử',
        MATINH_CU_TRU: null,
        MAHUYEN_CU_TRU: null,
        MAXA_CU_TRU: null,
        MA_DANTOC: null,
        MA_QUOCTICH: null,
        MA_NGHE_NGHIEP: null,
        DIA_CHI: null,
        NGAY_SINH: '199005170000',
        GIOI_TINH: '1',
        SO_GTTT: event.identity.citizenNumber,
        NGAY_CAP_GTTT: null,
        NOI_CAP_GTTT: null,
        MA_THE_BHYT: 'GD4010199999902',
        MA_DKBD: '01999',
        GT_THE_TU: '20250101',
        GT_THE_DEN: null,
        MA_DOITUONG_KCB: null,
        NGAY_VAO: '202611230800',
        MA_LOAI_KCB: '01',
        MA_CSKCB: '01999',
        ANH_BN_CCCD: null,
      },
      THONG_TIN_DICH_VU: {
        ID_KHOA: 'K-CLINIC-EYE',
        ID_DICH_VU: 'DV-CLINIC-EYE',
        ID_KHUNG_THOI_GIAN: null,
      },
      ID_LOAI_KHAM: '1',
      SO_GIAY_CHUYEN_TUYEN: 'GCT26-000001',
      MA_BENH_CHUYEN_TUYEN: null,
      DON_VI_CHUYEN_TUYEN: '01998',
      GIAY_TO: {
        LOAI: 'CHUYEN_TUYEN',
        SO: 'GCT26-000001',
        TINH_TRANG: 'unverified',
        NOI_CAP: '01998',
        NGAY: null,
        HAN_DEN: null,
        DA_DUNG_CHO: null,
      },
    });
  });

  it('says nothing beyond the contract to a HIS that refuses what it does not know', async () => {
    const strict = await startMedipayPair({ extraFields: false });
    const event = checkInEvent({
      relative: { relationship: 'parent' },
      clerkTasks: ['identity'],
    });
    await strict.his.deliver({ event, attemptsBefore: 0 });
    const [stored] = strict.simulator.hospital.registrations.values();
    expect(Object.keys(stored?.body ?? {})).toEqual([
      'THONG_TIN_BN',
      'THONG_TIN_DICH_VU',
      'ID_LOAI_KHAM',
      'SO_GIAY_CHUYEN_TUYEN',
      'MA_BENH_CHUYEN_TUYEN',
      'DON_VI_CHUYEN_TUYEN',
    ]);
    await strict.close();
  });

  it('of a payment is never repeated where the HIS cannot be asked for it', async () => {
    const deaf = await startMedipayPair({ paths: { payments: null } });
    const receipt = {
      type: 'receipt' as const,
      eventId: '01936f1e-1b1c-7d3e-8a01-000000000001',
      kind: 'payment' as const,
      billId: '01936f1e-1b1c-7d3e-8a01-000000000002',
      paymentId: '01936f1e-1b1c-7d3e-8a01-000000000003',
      hisBill: 'HD26999921-1',
      amount: 18_020,
      method: 'cash' as const,
      provider: 'cash',
      bankReference: '1',
      paidAt: '2026-11-23T02:10:00.000Z',
      recordedAt: '2026-11-23T02:10:01.000Z',
      day: '2026-11-23',
    };
    deaf.simulator.faults.set({ failAfterStoring: 1 });
    expect(await deaf.his.deliverReceipt?.({ receipt, attemptsBefore: 0 })).toMatchObject({
      verdict: 'later',
      scope: 'item',
    });
    expect(await deaf.his.deliverReceipt?.({ receipt, attemptsBefore: 1 })).toMatchObject({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict' },
    });
    expect(deaf.simulator.hospital.payments.get(receipt.eventId)).toMatchObject({
      times: 1,
      body: { HINH_THUC: 'TM', LOAI_GIAO_DICH: 'THU', NGAY_THU: '202611230910' },
    });
    await deaf.close();
  });

  it('never replaces what the record of a known patient says otherwise', async () => {
    const { identity } = checkInEvent();
    const event = checkInEvent({
      hisPatientId: '26999902',
      identity: { ...identity, flags: ['name-differs-from-record'] },
    });
    await deliver(event);
    const [stored] = registrationsOf(event);
    expect(fieldWithin(stored?.body, 'HO_TEN')).toBeUndefined();
    expect(fieldWithin(stored?.body, 'NGAY_SINH')).toBe('199005170000');
  });

  it('of somebody who has become known meanwhile makes no second patient', async () => {
    const first = checkInEvent();
    await deliver(first);
    const later = checkInEvent({ identity: first.identity });
    await deliver(later);
    const [one, other] = [first, later].map(event => registrationsOf(event)[0]?.patientId);
    expect(one).toBeDefined();
    expect(other).toBe(one);
  });

  it.each([
    ['stored, and the connection cut', { dropAnswers: 1 }, 'system'],
    ['stored, and called a failure', { failAfterStoring: 1 }, 'item'],
  ] as const)('that was %s is found and not sent again', async (_what, faults, scope) => {
    const event = checkInEvent();
    pair.simulator.faults.set(faults);
    expect(await deliver(event)).toMatchObject({ verdict: 'later', scope });
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({
      verdict: 'delivered',
      receipt: { ID_LK: registrationsOf(event)[0]?.ID_LK },
    });
    expect(registrationsOf(event)).toHaveLength(1);
  });

  it('that is not answered in time may have arrived: everything waits', async () => {
    const impatient = await startMedipayPair({}, 100);
    try {
      impatient.simulator.faults.set({ delayMs: 3_000 });
      const event = checkInEvent({ hisPatientId: '26999902' });
      expect(await impatient.his.deliver({ event, attemptsBefore: 0 })).toMatchObject({
        verdict: 'later',
        scope: 'system',
        diagnosis: { fault: 'his-timeout' },
      });
    } finally {
      await impatient.close();
    }
  });

  it('is never repeated where the HIS cannot say what arrived: a person looks', async () => {
    const event = checkInEvent();
    pair.simulator.faults.set({ dropAnswers: 1 });
    await deliver(event);
    pair.simulator.faults.set({ noRegistrations: true });
    const again = await deliver(event, { attemptsBefore: 1 });
    expect(again).toMatchObject({ verdict: 'later', scope: 'item' });
    expect(registrationsOf(event)).toHaveLength(1);
  });

  it('that was sent before by somebody without a number is for a person', async () => {
    const { citizenNumber: _none, ...identity } = checkInEvent().identity;
    const event = checkInEvent({ identity });
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict', outcome: { code: 'unclear' } },
    });
    expect(registrationsOf(event)).toEqual([]);
  });

  it.each([
    [401, { verdict: 'later', scope: 'system', diagnosis: { fault: 'his-unauthorised' } }],
    [404, { verdict: 'later', scope: 'system', diagnosis: { fault: 'his-protocol' } }],
    [422, { verdict: 'rejected', diagnosis: { httpStatus: 422 } }],
    [500, { verdict: 'later', scope: 'item' }],
    [302, { verdict: 'later', scope: 'system' }],
  ] as const)('answered with HTTP %i and a page', async (status, verdict) => {
    pair.simulator.faults.set({ status: { status, times: 1 } });
    expect(await deliver(checkInEvent({ hisPatientId: '26999902' }))).toMatchObject(verdict);
  });

  it('waits as long as the HIS asks', async () => {
    pair.simulator.faults.set({ status: { status: 503, times: 1, retryAfterSeconds: 7 } });
    expect(await deliver(checkInEvent({ hisPatientId: '26999902' }))).toMatchObject({
      diagnosis: { fault: 'his-busy', retryAfterMs: 7_000 },
    });
  });
});

describe('a HIS that has no list of registrations', () => {
  it('gets a visit once: sent before, it is for a person', async () => {
    const other = await startMedipayPair({ paths: { registrations: null } });
    try {
      const event = checkInEvent();
      other.simulator.faults.set({ dropAnswers: 1 });
      await other.his.deliver({ event, attemptsBefore: 0 });
      expect(await other.his.deliver({ event, attemptsBefore: 1 })).toMatchObject({
        verdict: 'rejected',
        diagnosis: { fault: 'his-conflict' },
      });
      expect(other.simulator.hospital.registrations.size).toBe(1);
    } finally {
      await other.close();
    }
  });
});

describe('a look-up', () => {
  const lookUp = (citizenNumber = '') =>
    pair.his.lookup(
      { method: 'card-qr', citizenNumber, authenticity: 'not-checked', flags: [] },
      day,
    );

  it('tells of what is owed from before', async () => {
    const { citizenNumber } = syntheticPerson('anh-ly-a-pao');
    expect((await lookUp(citizenNumber)).priorDebt).toBeUndefined();
    pair.simulator.hospital.owe('26999913', 250_000);
    expect((await lookUp(citizenNumber)).priorDebt).toBe(true);
  });

  it('with a key the HIS does not know is refused, and says so', async () => {
    const stranger = await startMedipayPair({ merchantId: 'UNKNOWN' });
    try {
      await expect(stranger.his.probe()).rejects.toMatchObject({ code: 'his-unauthorised' });
    } finally {
      await stranger.close();
    }
  });
});

describe('a slip', () => {
  const [good] = SYNTHETIC_REFERRALS;
  const claimOf = (citizenNumber = ''): IdentityClaim => ({
    method: 'card-qr',
    citizenNumber,
    authenticity: 'not-checked',
    flags: [],
  });
  const ask = (question: Partial<SlipQuestion>) =>
    pair.his.slip?.({
      kind: 'referral',
      number: good?.number ?? '',
      claim: claimOf(good?.citizenNumber),
      ...question,
    });

  it('that another hospital sent is found by its number, for whoever it was written', async () => {
    expect(await ask({})).toEqual({
      hisId: good?.number,
      isTheirs: true,
      day: addDays(day, -5),
      validTo: undefined,
      fromFacility: good?.fromFacility,
      isOpen: true,
      booking: undefined,
    });
    expect(await ask({ claim: claimOf('001190999977') })).toMatchObject({ isTheirs: false });
    expect(await ask({ number: 'GCT26-000000' })).toBeUndefined();
  });

  it('for re-examination has its day, and is of the record it names', async () => {
    const binh = syntheticPerson('ong-tran-van-binh');
    const [booking] = binh.bookings;
    const question = { kind: 're-examination', number: booking?.code ?? '' } as const;
    expect(await ask({ ...question, hisPatientId: '26999902' })).toMatchObject({
      hisId: booking?.id,
      isTheirs: true,
      day,
      isOpen: true,
    });
    expect(await ask({ ...question, hisPatientId: '26999903' })).toMatchObject({
      isTheirs: false,
    });
    expect(await ask({ ...question, kind: 'referral' })).toBeUndefined();
  });

  it('is not asked for where the HIS has no question for it', async () => {
    const other = await startMedipayPair({ paths: { slips: null } });
    try {
      expect(other.his.slip).toBeUndefined();
      const mai = claimOf(syntheticPerson('ba-giang-thi-mai').citizenNumber);
      const answer = await other.his.lookup(mai, day);
      expect(answer.referrals).toBeUndefined();
      expect(answer.coverage.reason).toBe('valid-in-network');
    } finally {
      await other.close();
    }
  });
});

describe('the catalogue', () => {
  it('has prices and rooms of the HIS, and closes what it no longer offers', async () => {
    const other = await startMedipayPair({
      servicePoints: {
        'clinic-eye': { name: { vi: 'Mắt', en: 'Eyes' }, serviceId: 'DV-CLINIC-EYE' },
        gone: { name: { vi: 'Cũ', en: 'Old' }, serviceId: 'DV-GONE' },
      },
    });
    try {
      expect((await other.his.catalogue(day)).servicePoints).toMatchObject([
        { id: 'clinic-eye', state: 'open', price: 150_000, room: '208', waiting: 0 },
        { id: 'gone', state: 'closed' },
      ]);
    } finally {
      await other.close();
    }
  });
});
