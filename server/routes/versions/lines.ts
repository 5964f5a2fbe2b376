/**
 * The lines of Kong Gateway that these rules know, each with its engine and for how long Kong supports it.
 *
 * Dates: Kong/developer.konghq.com `app/_data/support/gateway.yml` ("End of Full Support"), which is about Kong Gateway
 * Enterprise. Kong publishes none for the open-source Gateway; its last line is 3.9. Engines: `.requirements` of
 * Kong/kong at the first tag of the line; from 3.10 on the changelog of Kong Gateway. Last releases of the open-source
 * Gateway: the tags of Kong/kong, and the days of their commits.
 */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { EndOfLife } from '../../problems/index.js';

export interface GatewayLine {
  /** Such as `3.4`. */
  readonly line: string;
  /** Long-term support. */
  readonly lts: boolean;
  /** The last day of full support of Kong Gateway Enterprise, `YYYY-MM-DD`; `null` if none is published. */
  readonly supportedUntil: string | null;
  /** The last release of the open-source Gateway; `null` if there is none of this line. */
  readonly lastOpenSource: { readonly release: string; readonly day: string } | null;
  /** The release of atc-router; `null` before 3.0. */
  readonly atcRouter: string | null;
}

const line = (
  name: string,
  supportedUntil: string | null,
  atcRouter: string | null,
  lastOpenSource: readonly [release: string, day: string] | null,
  lts: 'lts' | null = null,
): GatewayLine => ({
  line: name,
  lts: lts !== null,
  supportedUntil,
  lastOpenSource: lastOpenSource && { release: lastOpenSource[0], day: lastOpenSource[1] },
  atcRouter,
});

/** From the oldest to the newest. */
export const gatewayLines: readonly GatewayLine[] = [
  line('2.0', null, null, ['2.0.5', '2020-07-01']),
  line('2.1', '2022-08-24', null, ['2.1.4', '2020-09-18']),
  line('2.2', '2022-08-24', null, ['2.2.2', '2021-03-01']),
  line('2.3', '2022-08-24', null, ['2.3.4', '2022-05-23']),
  line('2.4', '2022-08-24', null, ['2.4.2', '2022-05-23']),
  line('2.5', '2022-08-24', null, ['2.5.2', '2022-04-25']),
  line('2.6', '2023-02-24', null, ['2.6.1', '2022-04-05']),
  line('2.7', '2023-02-24', null, ['2.7.2', '2022-04-05']),
  line('2.8', '2025-03-26', null, ['2.8.5', '2024-06-24'], 'lts'),
  line('3.0', '2023-09-09', '1.0.0', ['3.0.2', '2022-12-09']),
  line('3.1', '2023-12-06', '1.0.1', ['3.1.1', '2022-12-09']),
  line('3.2', '2024-02-28', '1.0.5', ['3.2.2', '2023-03-16']),
  line('3.3', '2024-05-19', '1.0.5', ['3.3.1', '2023-07-11']),
  line('3.4', '2026-08-31', '1.2.0', ['3.4.2', '2023-10-12'], 'lts'),
  line('3.5', '2024-11-08', '1.2.0', ['3.5.0', '2023-11-08']),
  line('3.6', '2025-02-12', '1.6.0', ['3.6.1', '2024-03-04']),
  line('3.7', '2025-05-28', '1.6.2', ['3.7.1', '2024-06-21']),
  line('3.8', '2025-09-11', '1.6.2', ['3.8.1', '2024-11-18']),
  line('3.9', '2025-12-12', '1.6.2', ['3.9.3', '2026-06-17']),
  line('3.10', '2028-03-31', '1.7.1', null, 'lts'),
  line('3.11', '2026-07-03', '1.7.1', null),
  line('3.12', '2026-10-01', '1.7.1', null),
  line('3.13', '2026-12-18', '1.7.1', null),
  line('3.14', '2029-04-07', '1.7.1', null, 'lts'),
  line('3.15', '2027-07-02', '1.7.1', null),
  line('3.16', null, '1.7.1', null),
];

/** @returns `undefined` for a version of none of the lines */
export const lineOf = ([major, minor]: GatewayVersion): GatewayLine | undefined =>
  gatewayLines.find(({ line }) => line === `${major}.${minor}`);

export const oldestLine: GatewayLine = gatewayLines[0]!;
export const newestLine: GatewayLine = gatewayLines.at(-1)!;

/** Whether a version is one of those that these rules were made for, or how it is not. */
export function knowledgeOf(version: GatewayVersion): 'known' | 'newer' | 'older' {
  if (compareLines(version, numbersOf(newestLine)) > 0) return 'newer';
  return compareLines(version, numbersOf(oldestLine)) < 0 ? 'older' : 'known';
}

const numbersOf = ({ line }: GatewayLine): GatewayVersion => line.split('.').map(Number);

const compareLines = (a: GatewayVersion, b: GatewayVersion): number =>
  (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);

/** The last line of the open-source Gateway. */
export const lastOpenSourceLine: GatewayLine = gatewayLines.findLast(
  ({ lastOpenSource }) => lastOpenSource !== null,
)!;

/**
 * Whether a version has come to its end.
 *
 * @param today `YYYY-MM-DD`
 * @returns `null` if it has not, or where nothing is published
 */
export function endOfLifeOf(version: GatewayVersion, isOpenSource: boolean, today: string): EndOfLife | null {
  const found = lineOf(version);
  if (!found) return null;
  const { line, supportedUntil, lastOpenSource } = found;
  if (!isOpenSource) {
    const hasEnded = supportedUntil !== null && supportedUntil < today;
    return hasEnded ? { kind: 'support-ended', line, day: supportedUntil } : null;
  }
  if (!lastOpenSource || found === lastOpenSourceLine || lastOpenSource.day >= today) return null;
  return { kind: 'last-release', line, ...lastOpenSource, newest: lastOpenSourceLine.line };
}
