/**
 * Values of headers: a regex only after `~*`, which the new router puts in lower case and the old one compares with a value
 * in lower case.
 * Source: Kong/kong `kong/router/transform.lua` (`get_expression`), `kong/router/traditional.lua` (`header_pattern`);
 * flavor differences, 17.
 */

import { headerNotation, isAtLeast, loneDots, requiredCapital } from '../../grammar/index.js';
import { engineOf } from '../flavors/index.js';
import { isAccepted } from './accepted.js';
import { type FieldAdvice, type FieldLint, type Judged, writeItems } from './advice.js';

export const headerValues: FieldLint = (judged) => {
  // Before, every value is text (Kong/kong 2.8.0).
  if (!isAtLeast(judged.gateway.version, '2.8')) return [];
  return [...(judged.route.headers ?? [])].flatMap(([name, values]) =>
    values.flatMap((value, i) => adviceOn(name, value, ['headers', name, i], values.length > 1, judged)),
  );
};

function adviceOn(
  name: string,
  value: string,
  path: readonly [string, string, number],
  isOneOfSeveral: boolean,
  judged: Judged,
): FieldAdvice[] {
  const isOld = engineOf(judged.gateway, 'http') === 'traditional';
  if (isOld && isOneOfSeveral && value.startsWith('~*')) {
    return [{ code: 'field-without-effect', args: { field: 'headers', why: 'several-values' }, path }];
  }
  const found = headerNotation(name, value);
  if (found) {
    const { notation, meant } = found;
    const isOffered = isAccepted(judged, { headers: { [name]: meant } });
    const change = isOffered ? writeItems(path, meant) : null;
    const args = { notation, meant: isOffered ? meant : [] };
    return [{ code: 'header-notation', args, path, ...(change && { change }) }];
  }
  return value.startsWith('~*')
    ? [...letterCase(value.slice(2), path, isOld), ...dots(name, value, path, judged)]
    : [];
}

function letterCase(pattern: string, path: FieldAdvice['path'], isOld: boolean): FieldAdvice[] {
  const piece = isOld ? requiredCapital(pattern, 'pcre') : /\\[A-Z]/.exec(pattern)?.[0];
  if (!piece) return [];
  return [{ code: 'header-regex-case', args: { lowered: isOld ? 'value' : 'pattern', piece }, path }];
}

function dots(name: string, value: string, path: FieldAdvice['path'], judged: Judged): FieldAdvice[] {
  const pattern = value.slice(2);
  const places = loneDots(pattern, 'pcre');
  const [first] = places;
  if (!first) return [];
  const meant = `~*${places.toReversed().reduce((text, { start }) => `${text.slice(0, start)}\\${text.slice(start)}`, pattern)}`;
  const piece = pattern.slice(first.start - 1, first.end + 1);
  const change = isAccepted(judged, { headers: { [name]: [meant] } }) ? writeItems(path, [meant]) : null;
  const args = { piece, meant: piece.replace('.', '\\.') };
  return [{ code: 'regex-dot', args, path, ...(change && { change }) }];
}
