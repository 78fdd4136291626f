/**
 * SQL for the end of a hold of so many milliseconds, the parameter, from now on: by the clock of the
 * database, which is the same for all hubs.
 */
export const heldFor = (parameter: string): string =>
  `clock_timestamp() + ${parameter}::integer * interval '1 millisecond'`;
