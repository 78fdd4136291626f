/**
 * The chart of accounts. There is no account for rounding: everything is whole đồng.
 *
 * - `receivable`: what bills still ask for. `charges`: what the hospital has billed.
 * - `suspense`: money that has come and belongs to no bill yet.
 * - `clearing:<provider>`: money a provider has announced and no bank statement shows yet.
 * - `bank:<account>`: the sum of the lines of that account's statements, and nothing else.
 * - `cash:<shift>`: what is in the drawer of a cashier's shift; nothing once it is closed.
 * - `safe`: cash that shifts have handed over, less what they took as change to begin with.
 * - `cash-over-short`: what was counted differently from what should have been there.
 * - `outgoing`: money that left a bank account and nobody has explained yet.
 * - `bank-charges`: what banks took for themselves.
 * - `refunds-payable`: refunds that two people have approved and the bank has not yet carried out.
 */
export type Account =
  | 'receivable'
  | 'charges'
  | 'suspense'
  | 'outgoing'
  | 'safe'
  | 'cash-over-short'
  | 'bank-charges'
  | 'refunds-payable'
  | `clearing:${string}`
  | `bank:${string}`
  | `cash:${string}`;

/** Where money comes in. */
export type MoneyAccount = Extract<Account, `${string}:${string}`>;

export type CashAccount = Extract<Account, `cash:${string}`>;
