/**
 * `regex_priority` orders routes with regex paths, and no others; and the new router has 12 bits for it.
 * Source: Kong/kong `kong/router/traditional.lua` ("only regex path use regex_priority"), `kong/router/transform.lua`
 * (`regex_url and route.regex_priority or 0`, `lshift_uint64`).
 */

import { engineOf } from '../flavors/index.js';
import { subsystemOf } from '../routes/index.js';
import { isRegexIn } from './accepted.js';
import { type FieldLint, type Judged, removeField } from './advice.js';

const hasRegexPath = ({ route: { paths = [] }, gateway }: Judged): boolean =>
  paths.some((path) => isRegexIn(path, gateway));

export const regexPriorityWithoutRegex: FieldLint = (judged) => {
  const { route } = judged;
  if (Number(route.regex_priority ?? 0) === 0 || route.expression !== undefined || hasRegexPath(judged)) {
    return [];
  }
  const args = { field: 'regex_priority', why: 'no-regex-path' } as const;
  const change = removeField('regex_priority');
  return [{ code: 'field-without-effect', args, path: ['regex_priority'], isAtKey: true, change }];
};

/** Shifted by 19 bits as a 32-bit number: 4096 reaches the sign, and 8192 is gone (flavor differences, 3). */
export const regexPriorityOverflow: FieldLint = (judged) => {
  const { route, gateway } = judged;
  const isNew = engineOf(gateway, subsystemOf(route)) === 'atc' && gateway.calculation !== 'strict';
  const value = route.regex_priority;
  if (!isNew || value === undefined || route.expression !== undefined || !hasRegexPath(judged)) return [];
  if (value >= 0 && value < 4096) return [];
  const left = Number(BigInt.asUintN(13, BigInt(value)));
  const args = { value: String(value), counts: left >= 4096 ? 'first' : left } as const;
  return [{ code: 'regex-priority-overflow', args, path: ['regex_priority'] }];
};
