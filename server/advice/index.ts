/**
 * Advice on the fields of a route: what Kong accepts and ignores, and what it reads otherwise than it is probably meant.
 * One file for each lint.
 */

import { addresses } from './addresses.js';
import type { FieldAdvice, FieldLint, Judged } from './advice.js';
import { expressionProtocols } from './expression-protocols.js';
import { headerValues } from './header-values.js';
import { hosts } from './hosts.js';
import { methods } from './methods.js';
import { pathHandling } from './path-handling.js';
import { pathNotations } from './path-notations.js';
import { pathRegexes } from './path-regexes.js';
import { redirectWithoutEffect } from './redirect.js';
import { regexPriorityOverflow, regexPriorityWithoutRegex } from './regex-priority.js';
import { repeatedValues } from './repeated-values.js';
import { snisWithoutTls } from './snis.js';

export type { FieldAdvice, FieldChange, Judged } from './advice.js';
export { meantBy } from './meant/index.js';

const lints: readonly FieldLint[] = [
  regexPriorityWithoutRegex,
  regexPriorityOverflow,
  pathHandling,
  redirectWithoutEffect,
  pathNotations,
  pathRegexes,
  headerValues,
  hosts,
  methods,
  snisWithoutTls,
  expressionProtocols,
  addresses,
  repeatedValues,
];

/** @returns in the order of the lints; nothing of it is an error, and Kong accepts the route */
export function adviseOn(judged: Judged): readonly FieldAdvice[] {
  const found: FieldAdvice[] = [];
  for (const lint of lints) for (const advice of lint(judged)) found.push(advice);
  return found;
}
