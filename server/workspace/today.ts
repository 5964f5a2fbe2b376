/** The day, for what depends on it: which versions of the Gateway have come to their end. */

/**
 * @param environment of the process: `SOURCE_DATE_EPOCH`, where it is set, is the time in seconds, so that what a run says
 *   can be reproduced
 * @returns `YYYY-MM-DD`
 */
export function todayIn(environment: Readonly<Record<string, string | undefined>>): string {
  const epoch = Number(environment.SOURCE_DATE_EPOCH || Number.NaN);
  const now = Number.isNaN(epoch) ? new Date() : new Date(epoch * 1000);
  return now.toISOString().slice(0, 10);
}
