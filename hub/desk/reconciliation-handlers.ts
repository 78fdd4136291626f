import { type Handlers } from '../../core/contract/contract.ts';
import { type deskReconciliationMethods } from '../../core/contract/desk-reconciliation.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { acceptMatch, listMatches, type MatchPart, undoMatch } from '../reconciliation/matches.ts';
import { readProposals } from '../reconciliation/open-proposals.ts';
import { type Database } from '../storage/database.ts';
import { readActorNames } from './actor-names.ts';
import { type DeskCaller } from './desk-caller.ts';
import { createDeskWork } from './desk-work.ts';
import { readMatchSubjects } from './match-subjects.ts';
import { readOpenDebits } from './open-debits.ts';

export interface ReconciliationParts {
  readonly database: Database;
  readonly clock: Clock;
}

const wordsOf = (parts: readonly MatchPart[]): string =>
  parts.map(part => Object.values(part).join(' ')).join(', ');

/** Matching by people. The journal decides what is possible; the audit says who asked. */
export const createReconciliationHandlers = ({
  database,
  clock,
}: ReconciliationParts): Handlers<typeof deskReconciliationMethods, DeskCaller> => {
  const { doing } = createDeskWork(database, clock);
  return {
    async proposals({ limit }, { actor }) {
      const { matches, refunds } = await readProposals(database);
      const shown = { matches: matches.slice(0, limit), refunds: refunds.slice(0, limit) };
      const parts = [...shown.matches.flatMap(({ allocations }) => allocations), ...shown.refunds];
      return {
        matches: shown.matches.map(match => ({
          ...match,
          clues: [...match.clues],
          allocations: [...match.allocations],
        })),
        refunds: shown.refunds,
        number: matches.length + refunds.length,
        subjects: await readMatchSubjects(database, parts, actor),
      };
    },
    openDebits: (question, { actor }) => readOpenDebits(database, question, actor),
    async acceptMatch({ score, ...match }, caller) {
      const scored = score === undefined ? match : { ...match, score };
      const subject = `${match.matchId} ${wordsOf(match.parts)}`;
      const { matchId } = await doing(caller, 'matched', subject, (tx, recording) =>
        acceptMatch(tx, scored, recording),
      );
      return { matchId };
    },
    async undoMatch({ matchId }, caller) {
      await doing(caller, 'match-undone', matchId, (tx, recording) =>
        undoMatch(tx, matchId, recording),
      );
      return { matchId };
    },
    async matches({ limit, before }, { actor }) {
      const matches = await listMatches(database, limit, before);
      const nameOf = await readActorNames(database);
      return {
        matches: matches.map(({ acceptedBy, undoneBy, ...match }) => ({
          ...match,
          parts: [...match.parts],
          acceptedBy: nameOf(acceptedBy),
          ...(undoneBy === undefined ? {} : { undoneBy: nameOf(undoneBy) }),
        })),
        subjects: await readMatchSubjects(
          database,
          matches.flatMap(({ parts }) => parts),
          actor,
        ),
      };
    },
  };
};
