/**
 * The lines of Kong Gateway that these rules know, each with its engine and for how long Kong supports it.
 *
 * Dates: Kong/developer.konghq.com `app/_data/support/gateway.yml` ("End of Full Support"), which is about Kong Gateway
 * Enterprise. Kong publishes none for the open-source Gateway, of which 3.9 is the last line; nothing is said of it.
 * Engines: `.requirements` of Kong/kong at the first tag of the line; from 3.10 on the changelog of Kong Gateway.
 */

import type { GatewayVersion } from '../../../grammar/index.js';

export interface GatewayLine {
  /** Such as `3.4`. */
  readonly line: string;
  /** Long-term support. */
  readonly lts: boolean;
  /** There is an open-source Gateway of this line. */
  readonly openSource: boolean;
  /** The last day of full support of Kong Gateway Enterprise, `YYYY-MM-DD`; `null` where none is published. */
  readonly supportedUntil: string | null;
  /** The release of atc-router; `null` before 3.0. */
  readonly atcRouter: string | null;
}

const line = (
  name: string,
  supportedUntil: string | null,
  atcRouter: string | null,
  { lts = false, openSource = true }: { readonly lts?: boolean; readonly openSource?: boolean } = {},
): GatewayLine => ({ line: name, lts, openSource, supportedUntil, atcRouter });

const lts = { lts: true };
const enterprise = { openSource: false };

/** From the oldest to the newest. */
export const gatewayLines: readonly GatewayLine[] = [
  line('2.0', null, null),
  line('2.1', '2022-08-24', null),
  line('2.2', '2022-08-24', null),
  line('2.3', '2022-08-24', null),
  line('2.4', '2022-08-24', null),
  line('2.5', '2022-08-24', null),
  line('2.6', '2023-02-24', null),
  line('2.7', '2023-02-24', null),
  line('2.8', '2025-03-26', null, lts),
  line('3.0', '2023-09-09', '1.0.0'),
  line('3.1', '2023-12-06', '1.0.1'),
  line('3.2', '2024-02-28', '1.0.5'),
  line('3.3', '2024-05-19', '1.0.5'),
  line('3.4', '2026-08-31', '1.2.0', lts),
  line('3.5', '2024-11-08', '1.2.0'),
  line('3.6', '2025-02-12', '1.6.0'),
  line('3.7', '2025-05-28', '1.6.2'),
  line('3.8', '2025-09-11', '1.6.2'),
  line('3.9', '2025-12-12', '1.6.2'),
  line('3.10', '2028-03-31', '1.7.1', { ...lts, ...enterprise }),
  line('3.11', '2026-07-03', '1.7.1', enterprise),
  line('3.12', '2026-10-01', '1.7.1', enterprise),
  line('3.13', '2026-12-18', '1.7.1', enterprise),
  line('3.14', '2029-04-07', '1.7.1', { ...lts, ...enterprise }),
  line('3.15', '2027-07-02', '1.7.1', enterprise),
  line('3.16', null, '1.7.1', enterprise),
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

/**
 * The day on which Kong ended the support of a version.
 *
 * @param today `YYYY-MM-DD`
 * @returns `null` where support has not ended, or where nothing is published
 */
export function supportEndedOn(version: GatewayVersion, today: string): string | null {
  const until = lineOf(version)?.supportedUntil ?? null;
  return until !== null && until < today ? until : null;
}
