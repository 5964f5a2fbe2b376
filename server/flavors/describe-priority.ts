/** A priority in words: what it is made of. */

import type { Route } from '../routes/route.js';
import { subsystemOf } from '../routes/route.js';
import { documentedPriorityOf, type PriorityParts, priorityOf, priorityParts } from './priority.js';

/** Such as `2 fields, plain host, 1 header, prefix of 14 bytes`. */
export function describePriority(route: Route): string {
  if (route.expression !== undefined)
    return `priority ${route.priority ?? 0}, above every route without an expression`;
  if (subsystemOf(route) === 'stream') return describeStream(route);
  return describeParts(priorityParts(route));
}

function describeParts(parts: PriorityParts): string {
  const { weight, plainHosts, headers, regex, regexPriority, pathLength } = parts;
  return [
    count(weight, 'field'),
    plainHosts && 'plain host',
    headers > 0 && count(headers, 'header'),
    regex && `regex path of regex_priority ${regexPriority}`,
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
 * @returns `null` where both put the parts in the same order of weight
 */
export function describeDisagreement(route: Route): string | null {
  if (route.expression !== undefined || subsystemOf(route) === 'stream') return null;
  const parts = priorityParts(route);
  const { compiled } = priorityOf(route);
  const reasons = [
    parts.weight >= 4 && '4 or more fields set the top bit',
    parts.regex &&
      overflowsRegexPriority(parts) &&
      '`regex_priority` is cut to 13 bits, and sets the top bit from 4096 on',
    parts.regex &&
      parts.headers > 0 &&
      parts.regexPriority !== 0 &&
      'the header count and `regex_priority` share bits',
    (parts.plainHosts || parts.regex) &&
      parts.weight < 4 &&
      'the plain host and the regex path weigh more than the number of fields',
  ].filter(Boolean);
  if (reasons.length === 0) return null;
  const documented = documentedPriorityOf(route);
  const value = documented === null ? 'has no place for it' : `says ${documented}`;
  const unstable = compiled === null ? '' : `; once LuaJIT has compiled the router's code it is ${compiled}`;
  return `The documented layout ${value}: in Kong's code ${reasons.join('; ')}${unstable}.`;
}

const overflowsRegexPriority = ({ regexPriority }: PriorityParts) =>
  regexPriority < 0 || regexPriority >= 4096;

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
