/** Describes in words how a priority is computed. */

import { type Route, type RouteMatchCalculation, subsystemOf } from '../routes/index.js';
import { count } from '../text/index.js';
import { documentedPriorityOf, type PriorityParts, priorityOf, priorityParts } from './priority.js';

/** Such as `2 fields, plain host, 1 header, prefix of 14 bytes`. */
export function describePriority(route: Route): string {
  if (route.expression !== undefined)
    return `its \`priority\` is ${route.priority ?? 0}, evaluated before all routes without an expression`;
  if (subsystemOf(route) === 'stream') return describeStream(route);
  return describeParts(priorityParts(route));
}

function describeParts(parts: PriorityParts): string {
  const { weight, plainHosts, headers, regex, regexPriority, pathLength } = parts;
  return [
    count(weight, 'field'),
    plainHosts && 'plain host',
    headers > 0 && count(headers, 'header'),
    regex && (regexPriority === 0 ? 'regex path' : `regex path with \`regex_priority\` ${regexPriority}`),
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
 * Explains where the arithmetic of Kong's code differs from the layout in its documentation.
 *
 * @returns `null` if both weigh the parts in the same order, or if the Gateway follows the documented layout
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
      'only 13 bits of `regex_priority` count, and the highest of them sets the top bit',
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
      ? "Kong's documentation does not define a negative `regex_priority`"
      : `According to Kong's documentation it would be ${documented}`;
  const unstable =
    compiled === null ? '' : ` Once LuaJIT has compiled that code, the priority is ${compiled}.`;
  return `${layout}. In Kong's code, ${reasons.join('; ')}.${unstable}`;
}

function heavier({ plainHosts, regex }: PriorityParts): string | null {
  if (plainHosts && regex) return 'a plain host and a regex path count more than the number of fields';
  if (plainHosts) return 'a plain host counts more than the number of fields';
  return regex ? 'a regex path counts more than the number of fields' : null;
}

const overflowsRegexPriority = ({ regexPriority }: PriorityParts) =>
  regexPriority < 0 || regexPriority >= 4096;
