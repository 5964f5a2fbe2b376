/** Long work in slices, between which the server answers other requests. */

import { setImmediate } from 'node:timers/promises';

/** For how long work may hold up what the editor asks, in milliseconds. */
export const slice = 20;

/**
 * Runs a generator to its end.
 *
 * @param isStale asked after each pause: whether the result is no longer needed
 * @returns `null` if it became stale
 */
export async function inSlices<Result>(
  steps: Generator<void, Result>,
  isStale: () => boolean,
): Promise<{ readonly result: Result } | null> {
  let started = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return { result: step.value };
    if (performance.now() - started < slice) continue;
    await setImmediate();
    if (isStale()) return null;
    started = performance.now();
  }
}
