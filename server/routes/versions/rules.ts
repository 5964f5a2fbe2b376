/**
 * The one table of versions: what each Gateway from 2.0 to 3.16 makes of what a route may have, by flavor.
 *
 * The name of a rule is a notation, or something that the router does. `test/checks/version-table.test.ts` holds the
 * table against a second one that was written without it, and against what `check` says of a route for each rule.
 */

import { type Outcome, type Step, stepOf, type VersionedRouter, type VersionRow } from './outcome.js';
import { gatewayRules } from './rules-gateway.js';
import { languageRules } from './rules-language.js';
import { routerRules } from './rules-router.js';
import { schemaRules } from './rules-schema.js';

const rows = { ...schemaRules, ...languageRules, ...routerRules, ...gatewayRules };

/** The closed list of rules. */
export type VersionRule = keyof typeof rows;

export const versionRules: Readonly<Record<VersionRule, VersionRow>> = rows;

/** What a Gateway makes of it. */
export const outcomeOf = (rule: VersionRule, gateway: VersionedRouter): Outcome =>
  stepOf(versionRules[rule], gateway).outcome;

export const isInEffect = (rule: VersionRule, gateway: VersionedRouter): boolean =>
  outcomeOf(rule, gateway) === 'in-effect';

export const isRejected = (rule: VersionRule, gateway: VersionedRouter): boolean =>
  outcomeOf(rule, gateway) === 'rejected';

/** The outcome, with what becomes of the route. */
export const outcomeStepOf = (rule: VersionRule, gateway: VersionedRouter): Step =>
  stepOf(versionRules[rule], gateway);
