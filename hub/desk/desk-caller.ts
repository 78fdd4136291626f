import { type DeskUser } from '../../core/contract/desk-access.ts';
import { FaultError } from '../../core/contract/errors.ts';

/** Who calls a method of the desk. */
export interface DeskCaller {
  /** Undefined at the door. */
  readonly user: DeskUser | undefined;
  /** As journal and audit name them; never a name. */
  readonly actor: string;
  readonly address: string;
  /** What the browser keeps, where it keeps something. */
  readonly token: string | undefined;
  /** Lets the browser keep another one, or none. */
  keepToken(token: string | undefined): void;
}

export const actorOf = (userId: string): string => `desk:${userId}`;

/** @throws FaultError `hub-unauthorised` where nobody is signed in. */
export const userOf = ({ user }: DeskCaller): DeskUser => {
  if (user === undefined) throw new FaultError('hub-unauthorised', 'nobody is signed in');
  return user;
};
