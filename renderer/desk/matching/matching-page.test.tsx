import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Output } from '../../../core/contract/contract.ts';
import { deskContract, type DeskContract } from '../../../core/contract/desk.ts';
import type { Fault } from '../../../core/contract/errors.ts';
import { deskVi } from '../../../core/words/desk.vi.ts';
import { createConnection } from '../../ui/connection/connection.ts';
import { type MockCarrier, mockCarrier } from '../../ui/connection/mock-carrier.ts';
import { Desk } from '../desk.tsx';
import { createDeskStore } from '../desk-store.ts';

type Proposals = Output<DeskContract, 'proposals'>;

const id = (kind: number, no: number): string =>
  `00000000-0000-4000-8000-${String(kind * 1_000_000 + no).padStart(12, '0')}`;
const AT = '2026-11-23T01:00:00.000Z';

/** So many proposals, each of a payment of its own; `sharedBill` has them all want one bill. */
const proposalsOf = (count: number, sharedBill = false): Proposals => {
  const rows = Array.from({ length: count }, (_, no) => ({
    paymentId: id(1, no),
    billId: id(2, sharedBill ? 0 : no),
    amount: 10_000 + no,
  }));
  return {
    matches: rows.map(one => ({
      rule: 'repaired-reference',
      score: 88,
      clues: ['amount-is-due'],
      allocations: [one],
    })),
    refunds: [],
    number: count,
    subjects: {
      payments: rows.map(({ paymentId, amount }, no) => ({
        paymentId,
        paidAt: AT,
        receivedAt: AT,
        amount,
        unallocated: amount,
        provider: 'sepay',
        account: '1017595600',
        bankReference: `FT${no}`,
        narrative: `CT ${no}`,
        reference: null,
        isLate: false,
        review: 'no-reference',
        refundRequested: 0,
      })),
      bills: rows.map(({ billId, amount }, no) => ({
        billId,
        hisBill: `HD-${no}`,
        ticket: null,
        raisedAt: AT,
        amount,
        due: amount,
        state: 'open',
        reference: null,
      })),
      debits: [],
      refunds: [],
    },
  };
};

let carrier: MockCarrier;
let root: Root;
let proposals: Proposals;
/** What goes wrong, by method. */
let faults: Partial<Record<string, Fault['code']>>;

const ACCESS = {
  state: 'in',
  user: { userId: id(9, 1), login: 'lan', name: 'Lan', role: 'cashier' },
  mustChangePassword: false,
  idleAt: '2099-01-01T00:00:00.000Z',
  endsAt: '2099-01-01T00:00:00.000Z',
};

/** Lets React and the answers of the hub come to rest. */
const settled = (work: () => void = () => undefined) =>
  act(async () => {
    work();
    await vi.advanceTimersByTimeAsync(0);
  });

const open = async (): Promise<void> => {
  const store = createDeskStore(createConnection(deskContract, z.never(), carrier));
  await settled(() => root.render(<Desk store={store} />));
};

const buttons = () => [...document.querySelectorAll('button')];
const button = (name: RegExp): HTMLButtonElement => {
  const found = buttons().find(one => name.test(one.getAttribute('aria-label') ?? one.textContent));
  if (found === undefined) throw new Error(`there is no button ${name.source}`);
  return found;
};
const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.desk-tick')];
const text = (): string => document.body.textContent;
const accepted = () =>
  carrier.calls
    .filter(({ method }) => method === 'acceptMatch')
    .map(({ input }) => input as { matchId: string });

beforeEach(() => {
  vi.useFakeTimers();
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  history.replaceState(null, '', '#matching');
  proposals = proposalsOf(2);
  faults = {};
  carrier = mockCarrier(({ method, input }) => {
    const error = faults[method];
    if (error !== undefined) return { error };
    if (method === 'access') return { value: ACCESS };
    if (method === 'proposals') return { value: proposals };
    if (method === 'acceptMatch') {
      return { value: { matchId: (input as { matchId: string }).matchId } };
    }
    return { value: {} };
  });
  root = createRoot(document.getElementById('root') as HTMLElement);
});
afterEach(async () => {
  await settled(() => root.unmount());
  vi.useRealTimers();
});

describe('proposals at the desk', () => {
  it('says that it is asking, that there is nothing, or what went wrong with a way to ask again', async () => {
    proposals = proposalsOf(0);
    faults = { proposals: 'storage-failed' };
    await open();
    expect(document.querySelector('[role=alert]')?.textContent).toBe(
      deskVi.failed['storage-failed'],
    );
    expect(text()).not.toContain(deskVi.loading);
    faults = {};
    await settled(() => button(new RegExp(deskVi.refresh)).click());
    expect(text()).toContain(deskVi.matching.proposals.empty);
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  it('shows five hundred rows, and says how many more there are', async () => {
    proposals = { ...proposalsOf(500), number: 731 };
    await open();
    expect(boxes()).toHaveLength(500);
    expect(text()).toContain('Còn 231 đề xuất nữa');
    await settled(() => button(/^Chọn mọi đề xuất từ 85/).click());
    expect(button(/^Ghép 500 đề xuất đã chọn/).disabled).toBe(false);
  });

  it('does not let two be ticked that want the same bill', async () => {
    proposals = proposalsOf(3, true);
    await open();
    await settled(() => boxes()[1]?.click());
    expect(boxes().map(box => box.disabled)).toEqual([true, false, true]);
    await settled(() => boxes()[1]?.click());
    await settled(() => button(/^Chọn mọi đề xuất/).click());
    expect(boxes().map(box => box.checked)).toEqual([true, false, false]);
  });

  it('keeps the keyboard at the row that took the place of the one that is gone', async () => {
    proposals = proposalsOf(3);
    await open();
    proposals = proposalsOf(2);
    await settled(() => button(/^Ghép 10.002 đ, HD-2/).click());
    expect(text()).toContain('Đã ghép 1 mục, 10.002 đ.');
    expect(document.activeElement).toBe(boxes()[1]);
    await settled(() => button(/^Để lại 10.000 đ, HD-0/).click());
    expect(boxes()).toHaveLength(1);
    await settled(() => button(/^Hiện lại/).click());
    expect(boxes()).toHaveLength(2);
    expect(accepted()).toHaveLength(1);
  });

  it('tells who was second that somebody was quicker', async () => {
    faults = { acceptMatch: 'not-possible-now' };
    await open();
    await settled(() => button(/^Ghép 10.000 đ/).click());
    expect(text()).toContain(deskVi.refusals.acceptMatch['not-possible-now']);
    await settled(() => button(/^Chọn mọi đề xuất/).click());
    await settled(() => button(/^Ghép 2 đề xuất/).click());
    expect(text()).toContain('2 mục chưa ghép');
    const asked = carrier.calls.filter(({ method }) => method === 'proposals');
    expect(asked).toHaveLength(3);
  });

  it('asks again under the same id where there was no answer', async () => {
    faults = { acceptMatch: 'storage-failed' };
    await open();
    await settled(() => button(/^Ghép 10.000 đ/).click());
    expect(text()).toContain(deskVi.failed['storage-failed']);
    faults = {};
    await settled(() => button(/^Ghép 10.000 đ/).click());
    const [first, again] = accepted();
    expect(again?.matchId).toBe(first?.matchId);
  });
});
