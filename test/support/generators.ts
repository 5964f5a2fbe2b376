/** What a generator returns, run to its end. */
export function finish<Result>(generator: Generator<unknown, Result>): Result {
  for (;;) {
    const step = generator.next();
    if (step.done) return step.value;
  }
}
