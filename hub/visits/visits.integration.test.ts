import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type HisAnswer, type TicketChange } from '../his/his.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { keepNotes, notesOn } from './clerk-notes.ts';
import { readTicketStates } from './ticket-states.ts';
import { listVisits } from './visit-list.ts';

const DAY = '2026-11-23';
const answer = (change: Partial<HisAnswer> = {}): HisAnswer => ({
  patient: undefined,
  bookings: [],
  coverage: { reason: 'valid-in-network' },
  visitsToday: [],
  ...change,
});

describe('what a clerk should see', () => {
  const claim: IdentityClaim = {
    method: 'card-chip',
    citizenNumber: '001061999902',
    name: 'Trần Văn Bình',
    birthDate: '1961-10-20',
    gender: 'male',
    authenticity: 'valid',
    flags: [],
  };
  const record = (change: Partial<IdentityClaim>) =>
    answer({ patient: { hisPatientId: 'p1', name: 'x', claim: { ...claim, ...change } } });
  const notes = (said: HisAnswer, coverage = said.coverage) =>
    notesOn(claim, said, coverage).map(({ note }) => note);

  it('is every difference between document, HIS and insurer, and nothing where they agree', () => {
    expect(notes(record({ name: 'TRAN VAN BINH', birthDate: '1961' }))).toEqual([]);
    expect(notes(record({ name: 'Trần Bình', birthDate: '1961-11', gender: 'female' }))).toEqual([
      'name-differs-from-record',
      'birth-date-differs-from-record',
      'gender-differs-from-record',
    ]);
    expect(notes(record({ citizenNumber: '001061999903' }))).toEqual([
      'number-differs-from-record',
    ]);
    expect(notes(answer({ coverage: { reason: 'details-differ' } }))).toEqual([
      'insurance-details-differ',
    ]);
    expect(notes(answer(), { reason: 'valid-in-network', differs: ['birthDate'] })).toEqual([
      'insurance-details-differ',
    ]);
  });

  it('is something owed, and records that could be the same person', () => {
    const said = answer({ priorDebt: true, suggestions: ['p7'] });
    expect(notesOn(claim, said, said.coverage)).toEqual([
      { note: 'prior-debt', detail: '' },
      { note: 'possible-record', detail: 'p7' },
    ]);
  });
});

describe.each(CARRIERS)('visits of a day, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('as staff see them', () => {
    let carried: CarriedDatabase;
    const clock = fakeClock();
    const [first, second] = [checkInEvent(), checkInEvent()];

    beforeAll(async () => {
      carried = await open();
      const { database } = carried;
      await migrate(database);
      const ids = timeOrderedIds(clock);
      const intake = createIntake({ database, clock, ids, patients: TEST_PATIENTS });
      await intake.receive('kiosk-1', [{ ...first }, { ...second }]);
    });
    afterAll(() => carried.close());

    const told = (...changes: TicketChange[]) =>
      readTicketStates(
        {
          database: carried.database,
          his: { ticketStates: () => Promise.resolve(changes) },
          clock,
        },
        DAY,
      );

    it('have no state until the HIS says one, then the last it said', async () => {
      const states = async () =>
        (await listVisits(carried.database, DAY, false, 10)).map(({ ticket }) => ticket);
      expect(await states()).toEqual([null, null]);
      const { visitId } = first;
      await told({ visitId: visitId.toUpperCase(), state: 'called' }, { visitId, state: 'called' });
      await told({ visitId: '00000000-0000-4000-8000-000000000000', state: 'done' });
      expect(await states()).toEqual(expect.arrayContaining(['called', null]));
      const before = (await listVisits(carried.database, DAY, false, 10)).find(
        one => one.visitId === visitId,
      );
      clock.advance(1_000);
      await told({ visitId, state: 'called' });
      expect(await listVisits(carried.database, DAY, false, 10)).toContainEqual(before);
      await told({ visitId, state: 'done' });
      expect(await states()).toEqual(expect.arrayContaining(['done', null]));
    });

    it('carry what a look-up found, whoever it was found by, once', async () => {
      const aliases = TEST_PATIENTS.ofClaim(second.identity);
      const notes = [
        { note: 'prior-debt' as const, detail: '' },
        { note: 'possible-record' as const, detail: 'p7' },
      ];
      const at = new Date(clock.now()).toISOString();
      for (const _ of [1, 2]) await keepNotes(carried.database, aliases, DAY, notes, at);
      expect(await listVisits(carried.database, DAY, true, 10)).toMatchObject([
        {
          visitId: second.visitId,
          label: second.number.label,
          delivery: 'queued',
          notes: [notes[1], notes[0]],
        },
      ]);
      expect(await listVisits(carried.database, '2026-11-24', true, 10)).toEqual([]);
    });
  });
});
