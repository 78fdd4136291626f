import type { TranslationOf } from './translation.ts';
import type { faultsVi } from './kiosk-faults.vi.ts';

/** What the kiosk could not do, and what helps, in English. */
export const faultsEn = {
  'hub-unreachable': {
    what: 'The hospital network is interrupted.',
    next: 'You can still get a number; your details are sent later.',
  },
  'hub-timeout': {
    what: 'The hospital answers slowly.',
    next: 'Please try again, or get a number for staff.',
  },
  'hub-overloaded': {
    what: 'Many people are checking in right now.',
    next: 'Please wait a moment and try again.',
  },
  'hub-refused': {
    what: 'This machine cannot do this step.',
    next: 'Please get a number for the desk.',
  },
  'hub-unauthorised': {
    what: 'This machine cannot do this step.',
    next: 'Please get a number for the desk.',
  },
  'hub-not-trusted': {
    what: 'This machine cannot do this step yet.',
    next: 'Please take a number for the counter.',
  },
  'clock-skew': {
    what: 'This machine cannot do this step yet.',
    next: 'Please take a number for the counter.',
  },
  'kiosk-not-enrolled': {
    what: 'This machine is being prepared.',
    next: 'Please go to reception.',
  },
  'kiosk-revoked': {
    what: 'This machine is resting.',
    next: 'Please go to reception.',
  },
  'enrolment-code-wrong': {
    what: 'This code is not right.',
    next: 'Check each character, or get a new code.',
  },
  'enrolment-code-used': {
    what: 'This code has been used.',
    next: 'Get a new code from the hub.',
  },
  'enrolment-code-expired': {
    what: 'This code has expired.',
    next: 'Get a new code from the hub.',
  },
  'kiosk-id-taken': {
    what: 'Another machine has this name.',
    next: 'Get a code that names the machine to replace.',
  },
  'payment-unreachable': {
    what: 'The payment code could not be made.',
    next: 'Please try again, or pay at the counter.',
  },
  'payment-timeout': {
    what: 'We do not know yet whether the bank has your money.',
    next: 'If you have paid, please do not pay again; ask at the counter.',
  },
  'payment-refused': {
    what: 'This machine cannot take payments now.',
    next: 'Please pay at the counter.',
  },
  'his-unreachable': {
    what: 'The hospital record cannot be seen now.',
    next: 'You can still get a number; staff will add the rest.',
  },
  'his-timeout': {
    what: 'The hospital record answers slowly.',
    next: 'Please try again, or get a number for staff.',
  },
  'his-busy': {
    what: 'The hospital record is busy.',
    next: 'Please wait a moment and try again.',
  },
  'his-conflict': {
    what: 'The record is open somewhere else.',
    next: 'Please try again, or get a number for staff.',
  },
  'his-unauthorised': {
    what: 'This machine cannot look up records.',
    next: 'Please get a number for the desk.',
  },
  'his-rejected': {
    what: 'The hospital record did not take these details.',
    next: 'Please get a number for the desk.',
  },
  'his-protocol': {
    what: 'This machine cannot look up records.',
    next: 'Please get a number for the desk.',
  },
  'code-unknown': {
    what: 'This code is not known here.',
    next: 'Please try an ID card, an insurance card or a slip.',
  },
  'code-damaged': {
    what: 'Part of the code is faded or covered.',
    next: 'Please hold it straighter and closer, or use the ID card.',
  },
  'card-unreadable': {
    what: 'The card could not be read.',
    next: 'Please lift it and lay it down again, or use another way.',
  },
  'card-removed': {
    what: 'The card was lifted too early.',
    next: 'Please lay it down again and keep it still.',
  },
  'card-key-refused': {
    what: 'The chip has not opened.',
    next: 'Please look at the card and try again, or use another way.',
  },
  'card-blocked': {
    what: 'The chip of this card does not open now.',
    next: 'Please scan the QR code of the card, or use another way.',
  },
  'card-too-slow': {
    what: 'The chip of the card answers slowly.',
    next: 'Please lay the card flat again, or use another way.',
  },
  'card-expired': {
    what: 'The ID card has expired.',
    next: 'You can still be seen: please get a number for the desk.',
  },
  'card-not-authentic': {
    what: 'Staff need to see this card.',
    next: 'Please get a number for the desk.',
  },
  'patient-not-found': {
    what: 'No record was found.',
    next: 'Please check the digits, or get a number for staff.',
  },
  'booking-not-found': {
    what: 'No appointment was found for this code.',
    next: 'Please use the ID card, or get a number for staff.',
  },
  'booking-used': {
    what: 'This appointment slip has been used.',
    next: 'Please use the ID card, or get a number for staff.',
  },
  'same-document': {
    what: 'This card is the companion’s.',
    next: 'Please show the patient’s.',
  },
  'identity-mismatch': {
    what: 'Number and date of birth do not match.',
    next: 'Please look at each digit, or get a number for staff.',
  },
  'clinic-full': {
    what: 'That clinic has no numbers left today.',
    next: 'Please choose another one, or ask staff.',
  },
  'clinic-closed': {
    what: 'That clinic is closed today.',
    next: 'Please choose another one, or ask staff.',
  },
  'numbers-exhausted': {
    what: 'This machine has no numbers left for that clinic.',
    next: 'Please choose another one, or ask staff.',
  },
  'device-absent': {
    what: 'A part of this machine is resting.',
    next: 'Please use another way on the screen.',
  },
  'device-crashed': {
    what: 'A part of this machine is starting again.',
    next: 'Please try again in a few seconds.',
  },
  'device-busy': {
    what: 'This machine is busy.',
    next: 'Please try again in a few seconds.',
  },
  'device-protocol': {
    what: 'A part of this machine is resting.',
    next: 'Please use another way on the screen.',
  },
  'printer-paper-end': {
    what: 'The printer has no paper.',
    next: 'The number stays yours: remember it or take a photo.',
  },
  'printer-cover-open': {
    what: 'The printer is open.',
    next: 'The number stays yours: remember it or call staff.',
  },
  'printer-jam': {
    what: 'The paper is stuck.',
    next: 'The number stays yours: remember it or call staff.',
  },
  'printer-offline': {
    what: 'The printer is resting.',
    next: 'The number stays yours: remember it or take a photo.',
  },
  'printer-toner-end': {
    what: 'The printer is out of toner.',
    next: 'The number stays yours: remember it or take a photo.',
  },
  'printer-hot': {
    what: 'The printer is cooling down.',
    next: 'The number stays yours: wait a moment or take a photo.',
  },
  'printer-silent': {
    what: 'The printer does not answer yet.',
    next: 'The number stays yours: remember it or take a photo.',
  },
  'print-uncertain': {
    what: 'The slip may not have come out.',
    next: 'If you see no slip, please print it again.',
  },
  'render-failed': {
    what: 'The slip could not be printed.',
    next: 'The number stays yours: remember it or call staff.',
  },
  'bad-request': {
    what: 'This machine could not do that.',
    next: 'Please try again, or call staff.',
  },
  'unknown-method': {
    what: 'This machine could not do that.',
    next: 'Please try again, or call staff.',
  },
  'not-permitted': {
    what: 'This machine could not do that.',
    next: 'Please call staff.',
  },
  'stale-step': {
    what: 'The screen has just turned to a new page.',
    next: 'Please look at this page and choose again.',
  },
  'not-possible-now': {
    what: 'That cannot be chosen at the moment.',
    next: 'Please choose something else, or call staff.',
  },
  'idempotency-conflict': {
    what: 'This machine could not do that.',
    next: 'Please get a number for the desk.',
  },
  'storage-failed': {
    what: 'This machine could not keep the details.',
    next: 'Please try again, or go to the reception desk.',
  },
  'config-invalid': {
    what: 'This machine is not ready.',
    next: 'Please go to the reception desk.',
  },
  'data-in-use': {
    what: 'This machine is not ready.',
    next: 'Please go to the reception desk.',
  },
  'data-unreadable': {
    what: 'This machine is not ready.',
    next: 'Please go to the reception desk.',
  },
  internal: {
    what: 'This machine could not do that.',
    next: 'Please try again, or call staff.',
  },
} as const satisfies TranslationOf<typeof faultsVi>;
