/** How long to wait before a server that ended is started again. */

/** Ends that are longer ago do not count, in milliseconds. */
const memory = 180_000;
const most = 5;

/**
 * @param ends when the server ended before, in milliseconds
 * @returns milliseconds; `null` if it ended too often to be started again
 */
export function restartDelay(ends: readonly number[], now: number): number | null {
  const recent = ends.filter((end) => now - end < memory).length;
  return recent >= most ? null : 250 * 2 ** recent;
}
