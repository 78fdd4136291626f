import { type VirtualChipProfile } from '../../contract/virtual-chip-profile.ts';
import { digest } from '../../emrtd/cryptography/digests.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { internalAuthenticate } from './active-authentication.ts';
import { answer, SW, type Answer } from './answer.ts';
import { createAttemptCounter } from './attempt-counter.ts';
import { createBasicAccessControl } from './basic-access-control.ts';
import { createChipAuthentication } from './chip-authentication.ts';
import { type ChipSession } from './chip-session.ts';
import { type CommandApdu } from './command-apdu.ts';
import { createPace } from './pace.ts';
import { type PersonalisedChip } from './personalisation/personalise.ts';

/** Instructions an eMRTD knows (ISO/IEC 7816-4, table 5). */
export const INS = {
  manageSecurityEnvironment: 0x22,
  externalAuthenticate: 0x82,
  getChallenge: 0x84,
  generalAuthenticate: 0x86,
  internalAuthenticate: 0x88,
  select: 0xa4,
  readBinary: 0xb0,
  readBinaryObject: 0xb1,
} as const;

/** What MANAGE SECURITY ENVIRONMENT sets, by P1 and P2 (ICAO 9303-11, 4.4.4.1 and 6.2.4). */
const SET = { paceTemplate: 0xc1a4, keyAgreement: 0x41a6, chipAuthentication: 0x41a4 };

interface ChipSituation {
  readonly inApplication: boolean;
  /** Secure messaging is in force. */
  readonly secured: boolean;
  /** Bytes of response data there is room for. */
  readonly room: number;
}

interface ProtocolStep {
  readonly answer: Answer;
  /** The secure messaging that begins behind the answer. */
  readonly session?: ChipSession;
}

export interface ChipProtocols {
  perform(command: CommandApdu, situation: ChipSituation): ProtocolStep;
  reset(): void;
}

/** Access control and authentication as the profile has them. */
export const createChipProtocols = (
  { access, activeAuthentication }: VirtualChipProfile,
  { mrz, keys }: PersonalisedChip,
  random: RandomBytes,
): ChipProtocols => {
  const attempts = createAttemptCounter(access.attempts);
  const bac = access.bac ? createBasicAccessControl(mrz.information, random) : undefined;
  const ascii = new TextEncoder();
  const pace = createPace(
    {
      offers: access.pace,
      mrz: digest('SHA-1', ascii.encode(mrz.information)),
      can: access.can === undefined ? undefined : ascii.encode(access.can),
      mappingSecret: parameter => keys.mapping.get(parameter)?.key,
    },
    random,
  );
  const chipAuthentication = createChipAuthentication(
    keys.chipAuthentication.map(({ key }) => key),
  );

  const not = (status: number): ProtocolStep => ({ answer: answer(status) });

  /** Counts what the key of access control came to. */
  const counted = (step: ProtocolStep, refused: boolean): ProtocolStep => {
    if (refused) return { answer: attempts.failed(step.answer) };
    if (step.session !== undefined) attempts.succeeded();
    return step;
  };

  const externalAuthenticate = (
    command: CommandApdu,
    { inApplication, secured }: ChipSituation,
  ): ProtocolStep => {
    if (bac === undefined || !inApplication || secured) return not(SW.conditionsNotSatisfied);
    const blocked = attempts.refusal();
    if (blocked !== undefined) return { answer: blocked };
    const step = bac.externalAuthenticate(command);
    return counted(step, step.answer.status === SW.notAuthenticated);
  };

  const manageSecurityEnvironment = (
    command: CommandApdu,
    { inApplication, secured }: ChipSituation,
  ): ProtocolStep => {
    switch ((command.p1 << 8) | command.p2) {
      case SET.paceTemplate: {
        if (access.pace.length === 0) return not(SW.wrongParameters);
        return { answer: attempts.refusal() ?? pace.setAuthenticationTemplate(command) };
      }
      case SET.keyAgreement: {
        if (!inApplication) return not(SW.conditionsNotSatisfied);
        if (!access.open && !secured) return not(SW.securityStatusNotSatisfied);
        return chipAuthentication.setKeyAgreementTemplate(command);
      }
      case SET.chipAuthentication: {
        if (!inApplication) return not(SW.conditionsNotSatisfied);
        if (!access.open && !secured) return not(SW.securityStatusNotSatisfied);
        return { answer: chipAuthentication.setAuthenticationTemplate(command) };
      }
      default: {
        return not(SW.wrongParameters);
      }
    }
  };

  const generalAuthenticate = (command: CommandApdu): ProtocolStep => {
    if (!pace.running()) return chipAuthentication.generalAuthenticate(command);
    const step = pace.generalAuthenticate(command);
    return counted(step, step.refused ?? false);
  };

  const perform: ChipProtocols['perform'] = (command, situation) => {
    const { inApplication, secured, room } = situation;
    switch (command.ins) {
      case INS.getChallenge: {
        const possible = bac !== undefined && inApplication && !secured;
        return possible
          ? { answer: bac.getChallenge(command) }
          : not(bac === undefined ? SW.unknownInstruction : SW.conditionsNotSatisfied);
      }
      case INS.externalAuthenticate: {
        return externalAuthenticate(command, situation);
      }
      case INS.manageSecurityEnvironment: {
        return manageSecurityEnvironment(command, situation);
      }
      case INS.generalAuthenticate: {
        return generalAuthenticate(command);
      }
      case INS.internalAuthenticate: {
        const signer = keys.activeAuthentication?.key;
        if (activeAuthentication === undefined || signer === undefined) {
          return not(SW.unknownInstruction);
        }
        if (!access.open && !secured) return not(SW.securityStatusNotSatisfied);
        if (!inApplication) return not(SW.conditionsNotSatisfied);
        return { answer: internalAuthenticate(signer, command, random, room) };
      }
      default: {
        return not(SW.unknownInstruction);
      }
    }
  };

  return {
    perform,
    reset: () => {
      bac?.reset();
      pace.reset();
      chipAuthentication.reset();
    },
  };
};
