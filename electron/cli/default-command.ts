import type { Command } from 'commander';

/**
 * Makes a command that runs where its group is named alone refuse further words: there they are
 * the name of a command that does not exist.
 */
export const refusingOtherNames = (command: Command): Command =>
  command.allowExcessArguments().hook('preAction', (_, { args: [name] }) => {
    if (name !== undefined) command.parent?.error(`error: unknown command '${name}'`);
  });
