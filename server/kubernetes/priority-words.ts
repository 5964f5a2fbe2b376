/** The priority of a generated route in words. */

import type { PriorityTraits } from './expressions/priorities.js';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const listed = (parts: readonly (string | false)[]): string => parts.filter(Boolean).join(', ');

/** Which kinds of objects come before and after: the two highest bits. */
const kinds = {
  Ingress: 'of an Ingress, evaluated before every HTTPRoute and GRPCRoute',
  HTTPRoute: 'of an HTTPRoute, evaluated after every Ingress and before every GRPCRoute',
  GRPCRoute: 'of a GRPCRoute, evaluated after every Ingress and HTTPRoute',
} as const;

export function describeTraits(traits: PriorityTraits): string {
  switch (traits.kind) {
    case 'fixed':
      return traits.priority === 0n ? 'of a default backend, evaluated last' : 'the same for all L4 routes';
    case 'Ingress':
      return listed([
        kinds.Ingress,
        count(traits.matchFields, 'match field'),
        traits.headerCount > 0 && count(traits.headerCount, 'header'),
        traits.plainHostsOnly && 'hosts without wildcards',
        traits.hasRegexPath && 'a path of type Exact or Prefix, or a regex',
        `longest path ${count(traits.longestPath, 'byte')}`,
      ]);
    case 'HTTPRoute':
      return listed([
        kinds.HTTPRoute,
        ...hostnameParts(traits),
        traits.pathType === 'Exact' && 'exact path',
        traits.pathType === 'RegularExpression' && 'regex path',
        traits.pathLength > 0 && `path of ${count(traits.pathLength, 'byte')}`,
        traits.hasMethod && 'a method',
        traits.headerCount > 0 && count(traits.headerCount, 'header'),
        traits.queryCount > 0 && count(traits.queryCount, 'query parameter'),
      ]);
    case 'GRPCRoute':
      return listed([
        kinds.GRPCRoute,
        ...hostnameParts(traits),
        traits.serviceLength > 0 && `service of ${count(traits.serviceLength, 'byte')}`,
        traits.methodLength > 0 && `method of ${count(traits.methodLength, 'byte')}`,
        traits.headerCount > 0 && count(traits.headerCount, 'header'),
      ]);
  }
}

const hostnameParts = (traits: {
  readonly preciseHostname: boolean;
  readonly hostnameLength: number;
}): readonly (string | false)[] => [
  traits.preciseHostname && 'hostname without a wildcard',
  traits.hostnameLength > 0 && `hostname of ${count(traits.hostnameLength, 'byte')}`,
];
