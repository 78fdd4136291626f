import { afterEach, describe, expect, it } from 'vitest';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { checkInEvent, counterEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type PaymentReceipt } from '../his-money.ts';
import { SIMULATED_POINTS, type Hl7Pair, startHl7Pair } from './testing/hl7-pair.ts';
import { hasPythonPeer, sendWithPython, startPythonServer } from './testing/python-peer.ts';
import { timeStampOf } from './time-stamp.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const pairWith = async (port?: number): Promise<Hl7Pair> => {
  const pair = await startHl7Pair({
    ...(port === undefined ? {} : { port }),
    listen: { enabled: true, port: 0 },
    servicePoints: SIMULATED_POINTS,
    postCharges: true,
  });
  closing.push(() => pair.close());
  return pair;
};

describe.runIf(hasPythonPeer())("Debian's python3-hl7", () => {
  it('reads what we send as we meant it, and its acknowledgement is ours', async () => {
    const server = await startPythonServer([
      'MSH.F9.R1.C2',
      'MSH.F18',
      'PID.F3.R1.C1',
      'PID.F3.R2.C4',
      'PID.F5.R1.C1',
      'PID.F5.R1.C2',
      'PID.F5.R1.C3',
      'PID.F7',
      'PID.F11.R1.C1',
      'PV1.F19.R1.C1',
      'ZTK.F5',
    ]);
    closing.push(() => {
      server.close();
    });
    const { his } = await pairWith(server.port);
    const { identity } = checkInEvent();
    const event = checkInEvent({
      hisPatientId: 'BN|7',
      identity: { ...identity, name: 'Đặng Thị Ngọc ~Ước~', address: '5 Phố A & B ^ C \\ D' },
    });
    expect(await his.deliver({ event, attemptsBefore: 0 })).toMatchObject({ verdict: 'delivered' });
    expect(await server.next()).toEqual({
      segments: ['MSH', 'EVN', 'PID', 'PV1', 'ZBH', 'ZTK'],
      'MSH.F9.R1.C2': 'A04',
      'MSH.F18': 'UNICODE UTF-8',
      'PID.F3.R1.C1': 'BN|7',
      'PID.F3.R2.C4': 'CCCD',
      'PID.F5.R1.C1': 'Đặng',
      'PID.F5.R1.C2': '~Ước~',
      'PID.F5.R1.C3': 'Thị Ngọc',
      'PID.F7': '19900517',
      'PID.F11.R1.C1': '5 Phố A & B ^ C \\ D',
      'PV1.F19.R1.C1': event.visitId,
      'ZTK.F5': event.number.label,
    });
    expect(await server.next()).toMatchObject({
      segments: ['MSH', 'EVN', 'PID', 'PV1', 'FT1'],
      'MSH.F9.R1.C2': 'P03',
    });
    const counter = counterEvent();
    await his.deliver({ event: counter, attemptsBefore: 0 });
    expect(await server.next()).toMatchObject({ 'PV1.F19.R1.C1': counter.visitId });
  });

  it('reads a receipt, one that is taken back, and who came with a child', async () => {
    const server = await startPythonServer([
      'MSH.F9.R1.C2',
      'PID.F18',
      'FT1.F6',
      'FT1.F11.R1.C1.S1',
      'FT1.F11.R1.C1.S2',
      'ZPY.F2',
      'ZPY.F7',
    ]);
    closing.push(() => {
      server.close();
    });
    const { his } = await pairWith(server.port);
    const receipt: PaymentReceipt = {
      type: 'receipt',
      eventId: '01936f1e-1b1c-7d3e-8a01-000000000001',
      kind: 'payment',
      billId: '01936f1e-1b1c-7d3e-8a01-000000000002',
      paymentId: '01936f1e-1b1c-7d3e-8a01-000000000003',
      hisBill: 'HD|1',
      hisPatientId: 'BN7',
      amount: 18_020,
      method: 'transfer',
      provider: 'payos',
      bankReference: 'FT26327^1',
      paidAt: '2026-11-23T02:10:00.000Z',
      recordedAt: '2026-11-23T02:10:01.000Z',
      day: '2026-11-23',
      eInvoice: { buyer: 'Công ty A & B' },
    };
    const back = { ...receipt, kind: 'cancellation' as const, cancels: receipt.eventId };
    for (const one of [receipt, back]) {
      const verdict = await his.deliverReceipt?.({ receipt: one, attemptsBefore: 0 });
      expect(verdict).toMatchObject({ verdict: 'delivered' });
      expect(await server.next()).toEqual({
        segments: ['MSH', 'EVN', 'PID', 'FT1', 'ZPY'],
        'MSH.F9.R1.C2': 'P03',
        'PID.F18': 'HD|1',
        'FT1.F6': 'PY',
        'FT1.F11.R1.C1.S1': one === receipt ? '18020' : '-18020',
        'FT1.F11.R1.C1.S2': 'VND',
        'ZPY.F2': one.kind,
        'ZPY.F7': 'Công ty A & B',
      });
    }
    const event = checkInEvent({
      hisPatientId: 'BN7',
      relative: { relationship: 'parent' },
      slip: { kind: 'referral', number: 'GCT/1', standing: 'valid' },
      clerkTasks: ['identity'],
    });
    await his.deliver({ event, attemptsBefore: 0 });
    expect(await server.next()).toMatchObject({
      segments: ['MSH', 'EVN', 'PID', 'NK1', 'PV1', 'ZBH', 'ZTK', 'ZSL'],
    });
  });

  it('reads our query', async () => {
    const server = await startPythonServer(['MSH.F9.R1.C1', 'QPD.F3.R1.C1', 'QPD.F3.R1.C2']);
    closing.push(() => {
      server.close();
    });
    const { his } = await pairWith(server.port);
    await his.probe();
    expect(await server.next()).toEqual({
      segments: ['MSH', 'QPD', 'RCP'],
      'MSH.F9.R1.C1': 'QBP',
      'QPD.F3.R1.C1': '@PID.3.1',
      'QPD.F3.R1.C2': 'TIEP-DON-PROBE',
    });
  });

  it('sends what we read as it meant it', async () => {
    const { his, records } = await pairWith();
    const now = systemClock.now();
    const day = businessDayOf(now);
    const header = (type: string, id: string) =>
      `MSH|^~\\&|HIS|01999|TIEP-DON|01999|${timeStampOf(now)}||${type}|${id}|P|2.5.1||||||UNICODE UTF-8`;
    const booking = [
      header('SIU^S12^SIU_S12', 'P1'),
      `SCH|LH\\T\\7|BK7|||||Khám lại|FOLLOWUP|15|min|^^^${day.replaceAll('-', '')}090000`,
      'PID|1||BN7^^^HIS^MR~001061999902^^^CCCD^NI||Trần^Bình^Văn^^^^L||19611020|M',
      'RGS|1',
      'AIL|1||clinic-eye',
      'AIP|1||^Lê Thị Ước',
      'ZBK|a^b&c|~',
    ].join('\r');
    const merge = [header('ADT^A40^ADT_A39', 'P2'), 'PID|1||BN8^^^HIS^MR', 'MRG|BN7^^^HIS^MR'];
    const answers = await sendWithPython(his.listeningOn() ?? 0, [
      booking,
      booking,
      merge.join('\r'),
      [
        header('DFT^P03^DFT_P03', 'P4'),
        'PID|1||BN7^^^HIS^MR|||||||||||||||HD1',
        `FT1|1|T1||${day.replaceAll('-', '')}||CG|^Siêu âm||||43900&VND||||35120&VND`,
      ].join('\r'),
      header('ORM^O01', 'P3'),
    ]);
    expect(answers).toEqual([
      { code: 'AA', control: 'P1' },
      { code: 'AA', control: 'P1' },
      { code: 'AA', control: 'P2' },
      { code: 'AA', control: 'P4' },
      { code: 'AR', control: 'P3' },
    ]);
    expect(await his.billsDue?.('BN8', day)).toMatchObject([
      { id: 'HD1', due: 8_780, lines: [{ name: 'Siêu âm', amount: 43_900, insurerPays: 35_120 }] },
    ]);
    expect(await records.bookingsOfPatient('BN8', day)).toMatchObject([
      {
        id: 'BK7',
        code: 'LH&7',
        kind: 're-examination',
        place: 'clinic-eye',
        start: `${day}T02:00:00.000Z`,
        practitioner: 'Lê Thị Ước',
        patientNumber: 'BN7',
        foreign: ['ZBK|a^b&c|~'],
      },
    ]);
  });
});
