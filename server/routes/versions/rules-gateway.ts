/** What a Gateway makes of settings, files and plugins; and what sends configurations to it. */

import type { VersionRow } from './outcome.js';
import { effective, everywhere, idle, inExpressions, inFields, rejected } from './steps.js';

const always = 'in-effect';
const konnect = 'Kong/developer.konghq.com app/_data/version_errors_konnect.yml';

export const gatewayRules = {
  /** The setting `router_flavor`. Kong ignores settings that it does not know. */
  'router-flavor': everywhere(
    [idle('2.0'), effective('3.0')],
    'kong.conf.default of 2.8.0 and 3.0.0; Kong/kong#8938',
  ),
  /** The setting `route_match_calculation`. */
  'route-match-calculation': {
    two: 'without-effect',
    traditional: 'without-effect',
    traditional_compatible: [idle('3.0'), effective('3.11', '3.4.3.19', '3.8.1.2', '3.9.1.2', '3.10.0.3')],
    expressions: [idle('3.0'), effective('3.11', '3.8.1.2', '3.9.1.2', '3.10.0.3')],
    source:
      'changelog of Kong Gateway 3.4.3.19 (traditional_compatible alone), 3.8.1.2, 3.9.1.2, 3.10.0.3, 3.11.0.0',
  },
  /** A declarative file of format 1.1. From 3.0 on its paths are rewritten when it is loaded. */
  'format-1.1': everywhere(always, 'kong/db/schema/others/declarative_config.lua of 2.0.0, 2.1.0 and 3.0.0'),
  /** A declarative file of format 2.1. */
  'format-2.1': everywhere(
    [rejected('2.0'), effective('2.1')],
    'kong/db/schema/others/declarative_config.lua of 2.0.0 and 2.1.0',
  ),
  /** A declarative file of format 3.0. */
  'format-3.0': everywhere(
    [rejected('2.0'), effective('3.0')],
    'kong/db/schema/others/declarative_config.lua of 2.8.0 and 3.0.0',
  ),
  /** Paths of a file of format 1.1 or 2.1 get a `~` when it is loaded, if they were regexes by their characters. */
  'format-migration': everywhere(
    [idle('2.0'), effective('3.0')],
    'kong/db/declarative/migrations/route_path.lua of 3.0.0',
  ),
  /** decK brings a file of format 1.1 to the Gateway. */
  'deck-format-1.1': everywhere(
    [effective('2.0'), rejected('3.0')],
    'Kong/deck cmd/common.go ("cannot apply \'1.1\' config format version to Kong version 3.0 or above")',
  ),
  /** A plugin has a `condition`. */
  'plugin-condition': everywhere([rejected('2.0'), effective('3.14')], 'changelog of Kong Gateway 3.14.0.0'),
  /** That condition is CEL, and no more the language of the router. */
  'plugin-condition-cel': everywhere(
    [rejected('2.0'), idle('3.14'), effective('3.15')],
    'changelog of Kong Gateway 3.14.0.0 and 3.15.0.0',
  ),
  /** Konnect sends a configuration to data planes that run `expressions` (P243). */
  'konnect-expressions': inExpressions([rejected('3.0'), effective('3.6')], `${konnect}, P243`),
  /** Konnect sends routes with traditional fields to data planes that run `expressions` (P244). */
  'konnect-fields-beside-expressions': inExpressions([rejected('3.0'), effective('3.7')], `${konnect}, P244`),
  /** Konnect sends routes with an `expression` to data planes (P245). */
  'konnect-expression-routes': inExpressions(
    [rejected('3.0'), effective('3.6')],
    `${konnect}, P243 and P245`,
  ),
  /** A control plane that runs `expressions` sends routes of both kinds to a data plane. */
  'mixed-table-to-data-plane': {
    ...inFields(
      { two: 'rejected', traditional: 'rejected', compatible: 'rejected', expressions: always },
      'kong/clustering/compat/init.lua of 3.7.0 (check_mixed_route_entities); Kong/kong#12967',
    ),
    expressions: [rejected('3.0'), effective('3.7.0')],
  },
} as const satisfies Readonly<Record<string, VersionRow>>;
