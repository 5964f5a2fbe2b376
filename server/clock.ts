/** The day, for what depends on it: which versions of the Gateway have come to their end. */

/** `YYYY-MM-DD`. `SOURCE_DATE_EPOCH`, where it is set, is the time in seconds: what a run says can be reproduced. */
export function today(): string {
  const epoch = Number(process.env.SOURCE_DATE_EPOCH || Number.NaN);
  const now = Number.isNaN(epoch) ? new Date() : new Date(epoch * 1000);
  return now.toISOString().slice(0, 10);
}
