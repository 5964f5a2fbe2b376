/** How often functions of this project were called, counted by V8 itself: nothing in the code has to know of it. */

import { Session } from 'node:inspector/promises';

export class CallCounts {
  readonly #session = new Session();

  static async start(): Promise<CallCounts> {
    const counts = new CallCounts();
    counts.#session.connect();
    await counts.#session.post('Profiler.enable');
    await counts.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await counts.#session.post('Profiler.takePreciseCoverage');
    return counts;
  }

  /** @returns the calls since the last time, by the end of the file's path and the name of the function */
  async take(): Promise<(file: string, name: string) => number> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    return (file, name) =>
      result
        .filter(({ url }) => url.endsWith(`/out/${file}`))
        .flatMap(({ functions }) => functions.filter(({ functionName }) => functionName === name))
        .reduce((sum, { ranges }) => sum + ranges[0]!.count, 0);
  }

  stop(): void {
    this.#session.disconnect();
  }
}
