/**
 * The chart of accounts. There is no account for rounding: everything is whole đồng.
 *
 * - `receivable`: what bills still ask for. `charges`: what the hospital has billed.
 * - `suspense`: money that has come and belongs to no bill yet.
 * - `clearing:<provider>`: money a provider has announced and no bank statement shows yet.
 * - `bank:<account>`: the sum of the lines of that account's statements, and nothing else.
 * - `cash:<drawer>`: what was counted into a cashier's drawer.
 * - `outgoing`: money that left a bank account and nobody has explained yet.
 * - `refunds-payable`: refunds that two people have approved and the bank has not yet carried out.
 */
export type Account =
  | 'receivable'
  | 'charges'
  | 'suspense'
  | 'outgoing'
  | 'refunds-payable'
  | `clearing:${string}`
  | `bank:${string}`
  | `cash:${string}`;

/** Where money comes in. */
export type MoneyAccount = Extract<Account, `${string}:${string}`>;
