import type { Page } from 'playwright-core';
import type { SyntheticPersonId } from '../../core/identity/synthetic-people.ts';
import type { RunningDemonstration } from './demonstration.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

/** Checks in to the dentist, who is paid before the room, as somebody who pays for themselves. */
export const comesToTheDentist = async (
  page: Page,
  running: RunningDemonstration,
  card: SyntheticPersonId,
): Promise<PatientAtScreen> => {
  const patient = patientAt(page, 'vi');
  await running.insertCard(card);
  await patient.sees('confirm.title');
  await patient.tap('confirm.yes');
  await patient.sees('clinic.title');
  const dentist = page.getByRole('button', { name: /Răng Hàm Mặt/ });
  while (!(await dentist.isVisible())) await patient.tap('pager.next');
  await dentist.click();
  const selfPay = ['coverage.selfPay', 'coverage.selfPayPrimary'] as const;
  await patient.tapText(new RegExp(selfPay.map(key => sentence('vi', key).source).join('|')));
  await patient.sees('pay.charges.title');
  return patient;
};
