/** What the traditional router of a Gateway version does. Files are `kong/router.lua` of 2.x and `kong/router/traditional.lua`. */

import { type GatewayVersion, isAtLeast } from '../../../../grammar/index.js';
import { hasFlavors, isInEffect, type VersionRule } from '../../../routes/index.js';

export interface TraditionalRules {
  /** A path is a regex because of its characters, and not because of a `~` (2.x; 3.0.0 has the `~`). */
  readonly regexByCharacters: boolean;
  /** Paths of the table are brought to their normal form when it is built (2.4 to 2.8). */
  readonly normalizesTable: boolean;
  /** `regex_priority` counts for routes without a regex too (before 2.6). */
  readonly regexPriorityOfAll: boolean;
  /** `~*` begins a regex in the only value of a header (2.8). */
  readonly headerRegexes: boolean;
  /** Each SNI counts as a match field (before 2.8). */
  readonly countsEachSni: boolean;
  /** The final dot of an SNI is left out (2.8). */
  readonly dropsFinalDot: boolean;
  /** A route has a wildcard host with a port if the last of its wildcards has (before 2.8); since then if any has. */
  readonly lastWildcardPort: boolean;
  /** A request without `Host` has an empty host (before 2.8). */
  readonly acceptsMissingHost: boolean;
  /** SNIs do not count for plain HTTP (2.2.2). */
  readonly ignoresSniOverHttp: boolean;
  /** What a header finds is tried before all else, however many routes that are (2.4). */
  readonly headerFirst: boolean;
  /** Routes that are found by an address are compared with one another, and are found once by each (3.3). */
  readonly comparesAddresses: boolean;
}

export function traditionalRulesOf(version: GatewayVersion): TraditionalRules {
  const has = (rule: VersionRule) => isInEffect(rule, { flavor: 'traditional', version });
  const since = (first: string) => isAtLeast(version, first);
  return {
    regexByCharacters: has('path-regex-by-characters'),
    normalizesTable: has('paths-normalized') && !hasFlavors(version),
    regexPriorityOfAll: has('regex-priority-without-regex'),
    headerRegexes: has('header-regex'),
    countsEachSni: !since('2.8'),
    dropsFinalDot: has('sni-without-final-dot'),
    lastWildcardPort: !since('2.8'),
    acceptsMissingHost: !since('2.8'),
    ignoresSniOverHttp: since('2.2.2'),
    headerFirst: since('2.4'),
    comparesAddresses: since('3.3'),
  };
}
