/** A priority in words: what it is made of. */

import { type Route, type RouteMatchCalculation, subsystemOf } from '../routes/index.js';
import { count } from '../text/index.js';
import { documentedPriorityOf, type PriorityParts, priorityOf, priorityParts } from './priority.js';

/** Such as `2 fields, plain host, 1 header, prefix of 14 bytes`. */
export function describePriority(route: Route): string {
  if (route.expression !== undefined)
    return `its \`priority\` ${route.priority ?? 0}, above every route without an expression`;
  if (subsystemOf(route) === 'stream') return describeStream(route);
  return describeParts(priorityParts(route));
}

function describeParts(parts: PriorityParts): string {
  const { weight, plainHosts, headers, regex, regexPriority, pathLength } = parts;
  return [
    count(weight, 'field'),
    plainHosts && 'plain host',
    headers > 0 && count(headers, 'header'),
    regex && (regexPriority === 0 ? 'regex path' : `regex path of \`regex_priority\` ${regexPriority}`),
    pathLength > 0 && `prefix of ${count(pathLength, 'byte')}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function describeStream(route: Route): string {
  const side = (nets: Route['sources'], name: string) => {
    if (!nets || nets.length === 0) return null;
    const has = [
      nets.some(({ ip }) => ip !== undefined && !ip.includes('/')) && 'address',
      nets.some(({ port }) => port !== undefined) && 'port',
      nets.some(({ ip }) => ip?.includes('/')) && 'range',
    ].filter(Boolean);
    return `${name} ${has.join(' and ')}`;
  };
  const parts = [
    (route.snis?.length ?? 0) > 0 && 'SNI',
    side(route.sources, 'source'),
    side(route.destinations, 'destination'),
  ];
  return parts.filter(Boolean).join(', ');
}

/**
 * Where the arithmetic of Kong's code and the layout of its documentation part: what the code makes of the parts.
 *
 * @returns `null` where both put the parts in the same order of weight, or where the Gateway follows the layout
 */
export function describeDisagreement(
  route: Route,
  calculation: RouteMatchCalculation = 'original',
): string | null {
  if (route.expression !== undefined || subsystemOf(route) === 'stream') return null;
  if (calculation === 'strict') return null;
  const parts = priorityParts(route);
  const { compiled } = priorityOf(route);
  const reasons = [
    parts.weight >= 4 && '4 or more fields set the top bit',
    parts.regex &&
      overflowsRegexPriority(parts) &&
      'of `regex_priority` only 13 bits count, and the highest of them sets the top bit',
    parts.regex &&
      parts.headers > 0 &&
      parts.regexPriority !== 0 &&
      'the header count and `regex_priority` share bits',
    parts.weight < 4 && heavier(parts),
  ].filter(Boolean);
  if (reasons.length === 0) return null;
  const documented = documentedPriorityOf(route);
  const layout =
    documented === null
      ? "Kong's documentation has no place for a negative `regex_priority`"
      : `By Kong's documentation it would be ${documented}`;
  const unstable =
    compiled === null ? '' : ` Once LuaJIT has compiled that code, the priority is ${compiled}.`;
  return `${layout}. In Kong's code, ${reasons.join('; ')}.${unstable}`;
}

function heavier({ plainHosts, regex }: PriorityParts): string | null {
  if (plainHosts && regex) return 'a plain host and a regex path weigh more than the number of fields';
  if (plainHosts) return 'a plain host weighs more than the number of fields';
  return regex ? 'a regex path weighs more than the number of fields' : null;
}

const overflowsRegexPriority = ({ regexPriority }: PriorityParts) =>
  regexPriority < 0 || regexPriority >= 4096;
