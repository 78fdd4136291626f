import type { TranslationOf } from './translation.ts';
import type { coverVi } from './kiosk-cover.vi.ts';

/** What the insurer pays, and why, in English. */
export const coverEn = {
  titleInsured: 'Insurance or pay yourself?',
  titleSelfPay: 'You pay for this visit yourself',
  titleClerk: 'Staff will look at your insurance',
  useInsurance: 'Use insurance',
  selfPay: 'Pay {{price}} myself',
  selfPayPrimary: 'Pay {{price}} myself',
  askCounter: 'Ask staff at the desk',
  haveSlip: 'I have a referral',
  askShort: 'Ask staff',
  slipTaken: {
    referral: 'The referral number is noted. Please keep the paper for staff.',
    're-examination': 'The follow-up slip is noted. Please keep it for staff.',
  },
  takeNumber: 'Get a desk number',
  card: 'Insurance card',
  pays: 'Insurance pays',
  paysPercent: '{{percent}} % of its list',
  paysAllBelow: 'A visit below {{price}}',
  paysAll: 'insurance pays all',
  validTo: 'Valid until',
  price: 'Consultation',
  routes: {
    'registered-here': {
      what: 'Your insurance works here',
      why: 'You are registered here. The fund pays at the level of your card.',
    },
    'initial-level': {
      what: 'Your insurance works here',
      why: 'At this level of care the fund pays everything on its list.',
    },
    'referral-slip': {
      what: 'Insurance pays with your referral',
      why: 'A referral counts as if you were registered here.',
    },
    're-examination-slip': {
      what: 'Insurance pays for this follow-up',
      why: 'A visit with a follow-up slip counts as if you were registered here.',
    },
    emergency: {
      what: 'Insurance pays for this emergency',
      why: 'In an emergency every hospital counts as yours.',
    },
    'walk-in-full': {
      what: 'Your insurance works here',
      why: 'You are registered elsewhere; coming here by yourself is paid in full as well.',
    },
    'walk-in-part': {
      what: 'Insurance pays a part of this visit',
      why: 'You are registered elsewhere and have no referral. The rest is paid at the cashier.',
    },
    'walk-in-unpaid': {
      what: 'Insurance does not pay for this visit',
      why: 'You are registered elsewhere. If you have a referral, touch “I have a referral”.',
    },
    'no-insurance': {
      what: 'You pay for this visit',
      why: 'There is no insurance card to use today.',
    },
    'own-choice': {
      what: 'You pay for this visit',
      why: 'As you have chosen.',
    },
    'forces-card': {
      what: 'Insurance card of the forces',
      why: 'Staff at the desk register this card. Please bring the card and your ID.',
    },
    'child-without-card': {
      what: 'Children without a card are seen too',
      why: 'Staff at the desk will get a temporary card number.',
    },
    'record-unclear': {
      what: 'Your insurance record needs a look',
      why: 'Staff at the desk will sort it out so that you can use insurance.',
    },
    'registration-unknown': {
      what: 'It is not clear where you are registered',
      why: 'Staff at the desk will tell how much insurance pays.',
    },
    'slip-unconfirmed': {
      what: 'Staff need to see your paper',
      why: 'Please take it to the desk, so that insurance pays its full share.',
    },
    'standing-unknown': {
      what: 'Valid card, registered elsewhere',
      why: 'Staff at the desk will tell how much insurance pays.',
    },
    'rule-open': {
      what: 'Valid card, registered elsewhere',
      why: 'Staff at the desk will tell how much insurance pays.',
    },
  },
  findings: {
    'defence-card': {
      what: 'Insurance card of the army',
      why: 'Staff at the desk register this card. Please bring the card and your ID.',
    },
    'police-card': {
      what: 'Insurance card of the police',
      why: 'Staff at the desk register this card. Please bring the card and your ID.',
    },
    'number-wrong': {
      what: 'The insurance number is not right',
      why: 'The number may have changed. Staff at the desk will look it up again.',
    },
    'province-wrong': {
      what: 'The province in the number is not right',
      why: 'Staff at the desk will look it up again.',
    },
    'benefit-wrong': {
      what: 'The level in the number is not right',
      why: 'Staff at the desk will look it up again.',
    },
    'name-differs': {
      what: 'The name on the insurance differs',
      why: 'Please go back and lay your ID card on the reader. If it still differs, staff will look.',
    },
    'name-nearly': {
      what: 'The name on the insurance is only similar',
      why: 'Please go back and lay your ID card on the reader. If it still differs, staff will look.',
    },
    'birth-date-differs': {
      what: 'The birth date on the insurance differs',
      why: 'Please go back and lay your ID card on the reader. If it still differs, staff will look.',
    },
    'facility-differs': {
      what: 'The place of registration has changed',
      why: 'Staff at the desk will look it up again.',
    },
    reduced: {
      what: 'This insurance card is paused',
      why: 'If you still pay for insurance, staff at the desk will look again.',
    },
    'moved-province': {
      what: 'The insurance moved to another province',
      why: 'There may be a new card. Staff at the desk will look it up again.',
    },
    'moved-within': {
      what: 'The insurance moved to another payer',
      why: 'There may be a new card. Staff at the desk will look it up again.',
    },
    stopped: {
      what: 'This insurance card has stopped',
      why: 'If you have another card, staff at the desk will look it up.',
    },
    'child-without-card': {
      what: 'Children without a card are seen too',
      why: 'Staff at the desk will get a temporary card number.',
    },
  },
  notes: {
    renewed: 'The old card has expired; your new card is used.',
    replaced: 'There is a new card; it is used.',
    extended: 'The card has been extended.',
  },
  reasons: {
    'valid-in-network': {
      what: 'Your insurance works here',
      why: 'You are registered here. The fund pays at the level of your card.',
    },
    'valid-re-examination': {
      what: 'Insurance pays for this follow-up',
      why: 'A visit with a follow-up slip counts as if you were registered here.',
    },
    'valid-referral': {
      what: 'Insurance pays with your referral',
      why: 'A referral counts as if you were registered here.',
    },
    'valid-out-of-network': {
      what: 'Valid card, registered elsewhere',
      why: 'The fund may pay less. The cashier will tell you your share.',
    },
    'child-without-card': {
      what: 'Children are insured by law',
      why: 'Without a card, please show the birth certificate to staff.',
    },
    'unverified-hub-away': {
      what: 'You can still use insurance',
      why: 'The hospital network is interrupted. Your card is checked later, no waiting.',
    },
    'unverified-portal-away': {
      what: 'You can still use insurance',
      why: 'The insurance portal is interrupted. Your card is checked later, no waiting.',
    },
    expired: {
      what: 'The insurance card has expired',
      why: 'If it has been renewed, staff at the desk will look again.',
    },
    'not-yet-valid': {
      what: 'The insurance card is not valid yet',
      why: 'If your card shows another date, staff at the desk will look again.',
    },
    'not-found': {
      what: 'No insurance card was found',
      why: 'If you have one, staff at the desk will look it up.',
    },
    'details-differ': {
      what: 'Insurance card and ID card differ',
      why: 'Staff at the desk will sort it out so that you can use insurance.',
    },
    revoked: {
      what: 'This insurance card is not in use now',
      why: 'Staff at the desk will look at it with you.',
    },
  },
} as const satisfies TranslationOf<typeof coverVi>;
