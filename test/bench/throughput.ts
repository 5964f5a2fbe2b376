/**
 * How many inputs contestants get through in a second. They take turns on the same inputs, some milliseconds each, so that
 * whatever else the machine does hits all of them; what counts is the median of many turns.
 */

export interface Contestant {
  readonly name: string;
  readonly act: (input: string) => unknown;
}

export interface Throughput {
  readonly name: string;
  readonly perSecond: number;
  /** How often the first contestant's throughput is this one's: the median over the turns. */
  readonly ratio: number;
}

/**
 * @param contestants ours and then its peers
 * @param turn the inputs of a turn, the same for all; it is made before any clock starts
 */
export function compare(
  contestants: readonly Contestant[],
  turns: number,
  turn: () => readonly string[],
): Throughput[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < turns; round++) {
    const inputs = turn();
    for (let i = 0; i < contestants.length; i++) {
      // Each goes first as often as the others.
      const at = (round + i) % contestants.length;
      const { act } = contestants[at]!;
      const start = performance.now();
      for (const input of inputs) act(input);
      times[at]!.push((performance.now() - start) / inputs.length);
    }
  }
  const ours = times[0]!;
  return contestants.map(({ name }, at) => ({
    name,
    perSecond: 1000 / median(times[at]!),
    ratio: median(times[at]!.map((time, round) => time / ours[round]!)),
  }));
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
