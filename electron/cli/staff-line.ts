import type { Command } from 'commander';
import { count } from './arguments.ts';
import type { Answering } from './kiosk-place.ts';

/** `staff …`: who may open the staff pages of this kiosk, and what was done there. */
export const addStaffCommands = (program: Command, answer: Answering): void => {
  const staff = program
    .command('staff')
    .description('who may open the staff pages, and what was done there');
  staff
    .command('audit', { isDefault: true })
    .description('what was done, newest first')
    .option('--limit <number>', 'at most so many', count, 50)
    .action(async ({ limit }: { readonly limit: number }) => {
      const { staffAudit } = await import('./staff-command.ts');
      await answer(place => staffAudit(place, limit));
    });
  staff
    .command('set-pin')
    .description('set the PIN; it is read from standard input, 6 to 12 digits')
    .action(async () => {
      const { staffSetPin } = await import('./staff-command.ts');
      await answer(staffSetPin);
    });
  staff
    .command('add-badge')
    .argument('<name>', 'whose badge it is')
    .description('make a badge; its code is shown once: print it as a QR code')
    .action(async (name: string) => {
      const { staffAddBadge } = await import('./staff-command.ts');
      await answer(place => staffAddBadge(place, name));
    });
  staff
    .command('remove-badge')
    .argument('<name>', 'whose badge it is')
    .action(async (name: string) => {
      const { staffRemoveBadge } = await import('./staff-command.ts');
      await answer(place => staffRemoveBadge(place, name));
    });
};
