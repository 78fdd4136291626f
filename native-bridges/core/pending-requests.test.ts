import { describe, expect, it } from 'vitest';
import { createManualClock } from '../conformance/manual-clock.ts';
import { type HostMessage } from '../contract/protocol.ts';
import { createPendingRequests, type Request } from './pending-requests.ts';

const MINUTE = 60_000;
const sheet = { language: 'vi' as const, title: 'Thử', blocks: [] };
const A4: Request = {
  type: 'print-document',
  requestId: '00000000-0000-4000-8000-000000000001',
  deviceId: 'a4',
  job: {
    jobId: '00000000-0000-4000-8000-000000000002',
    sheet,
    copies: 1,
    sides: 'one-sided',
  },
};
const { requestId } = A4;

const asked = (request = A4) => {
  const clock = createManualClock();
  const sent: HostMessage['type'][] = [];
  const pending = createPendingRequests(
    {
      send: message => {
        sent.push(message.type);
        return true;
      },
    },
    clock,
  );
  const came: unknown[] = [];
  void pending.ask(request).then(
    answer => came.push(answer.type),
    (thrown: unknown) => came.push((thrown as { code: string }).code),
  );
  return { clock, pending, sent, came };
};

describe('waiting for an answer of the device process', () => {
  it('hears of an A4 job that waited its turn and was then followed for three minutes', async () => {
    const { clock, pending, came } = asked();
    await clock.advance(1.9 * MINUTE);
    pending.answer({ type: 'print-begins', requestId });
    await clock.advance(3.5 * MINUTE);
    pending.answer({ type: 'print-done', requestId, outcome: { outcome: 'printed' } });
    await clock.advance(10 * MINUTE);
    expect(came).toEqual(['print-done']);
  });

  it('gives a job up that never began: nothing came out, and it gets no leave later', async () => {
    const { clock, pending, sent, came } = asked();
    await clock.advance(2.1 * MINUTE);
    expect(came).toEqual(['device-crashed']);
    pending.answer({ type: 'print-begins', requestId });
    expect(sent).toEqual(['print-document']);
  });

  it('does not know of a job that began and of which nothing more is heard', async () => {
    const { clock, pending, came } = asked();
    pending.answer({ type: 'print-begins', requestId });
    await clock.advance(5 * MINUTE);
    expect(came).toEqual(['print-uncertain']);
    expect(clock.waiting()).toBe(0);
  });
});
