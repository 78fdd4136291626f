import type { TicketTexts } from './ticket-words.ts';

export const ticketEn = {
  banner: {
    priority: 'PRIORITY',
    reprint: 'PRINTED AGAIN',
    offline: 'NOT YET SENT TO THE SYSTEM',
    emergency: 'EMERGENCY',
    sample: 'TEST PRINT',
  },
  number: 'YOUR NUMBER',
  counterSlip: 'PLEASE GO TO THE COUNTER',
  place: {
    label: 'Where',
    counterLabel: 'Where',
    room: 'Room {{room}}, {{floor}}',
    way: 'The way: {{directions}}',
  },
  wait: {
    label: 'Expected',
    now: 'you may be called at once',
    about: 'about {{time}}, {{minutes}} minutes to wait',
    minutes: 'about {{minutes}} minutes to wait',
    ahead: 'Waiting before you',
    people: '{{people}}',
  },
  payer: {
    label: 'Payment',
    insured: 'Health insurance',
    insuredPercent: 'Health insurance pays {{percent}} % of its list',
    insuredElsewhere: 'Health insurance, registered elsewhere',
    insuredLater: 'Health insurance, checked by the hospital later',
    selfPay: 'You pay {{price}}',
    selfPayNoPrice: 'You pay yourself',
  },
  note: {
    keep: 'Please keep this slip and wait for your number.',
    offline:
      'The network is down, and your number is good. The hospital gets your details by itself when the network is back; please do not register again.',
    reprint: 'The earlier slip and this one are the same visit.',
    code: 'Show this code to the kiosk to see or print the slip again.',
    issued: 'Taken at {{time}} on {{date}}',
  },
  reason: {
    'no-document': 'You can be seen without papers. Staff at the counter will register you.',
    'code-unknown': 'The machine could not read the code. Staff at the counter will look at it.',
    'card-unreadable': 'The machine could not read the card. Please take it to the counter.',
    'card-expired':
      'The card has expired; you can still be seen. Please take the card to the counter.',
    'card-not-authentic': 'Staff at the counter need to see the card. Please take it there.',
    'patient-not-found': 'Staff at the counter will find or open your record.',
    'booking-not-found': 'The machine did not find the booking. Staff at the counter will look.',
    'identity-mismatch': 'Some details need a second look. Please take your papers to the counter.',
    'insurance-question': 'Staff at the counter will answer questions about insurance.',
    'clinic-full': 'The clinic is full. Staff at the counter will find another room or day.',
    'clinic-closed': 'The clinic is closed today. Staff at the counter will find another room.',
    'printer-unavailable': 'Staff at the counter will print the slip.',
    'asked-for-help': 'Staff at the counter will help you register.',
    emergency: 'Give this slip to the nearest member of staff now; do not wait to be called.',
    internal: 'The machine could not finish. Staff at the counter will; no new number is needed.',
  },
} as const satisfies TicketTexts;
