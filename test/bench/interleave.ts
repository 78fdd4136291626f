/** Runs one side of a comparison once and says what it measured. */
export type Arm = () => Promise<number> | number;

/**
 * Runs all sides in turn, round after round, each round in the opposite order of the one before:
 * whatever drifts while the machine is measured meets all sides alike.
 * @returns what each side measured, one value a round.
 */
export const interleaved = async <Name extends string>(
  rounds: number,
  arms: Readonly<Record<Name, Arm>>,
): Promise<Readonly<Record<Name, readonly number[]>>> => {
  const names = Object.keys(arms) as Name[];
  const measured = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) measured[name].push(await arms[name]());
  }
  return measured;
};
