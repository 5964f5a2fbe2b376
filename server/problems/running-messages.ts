/** What running gateways answer, and what is wrong between them: codes with closed arguments, and the sentences. */

import { count, listed } from '../text/index.js';
import { type Failure, failureMessage } from './admin-failure.js';
import { inOneLine } from './kong-answer.js';

/** At most this many names are listed. */
const mostListed = 3;

const shortlist = (names: readonly string[]): string => listed(names, mostListed);

/** Several of one kind, with the gateways that have it. */
export interface ByValue {
  readonly value: string;
  readonly addresses: readonly string[];
}

/** A data plane; `version` as it reports it. */
export interface NamedPlane {
  readonly hostname: string;
  readonly version: string | null;
}

/** A route that a gateway rejects, with Kong's answer. */
export interface RejectedRoute {
  readonly route: string;
  readonly kong: string;
}

export interface RunningMessageArguments {
  /** An expression that would crash the node. */
  'withheld-crash': Record<never, never>;
  'withheld-placeholders': Record<never, never>;
  'node-accepts': Record<never, never>;
  /** `kong`: the answer that Kong Routes expected. */
  'node-accepts-unexpectedly': { kong: string };
  'node-rejects': { kong: readonly string[]; isExpected: boolean };
  'route-missing': Record<never, never>;
  'route-different': { fields: readonly string[]; nameThere: string | null };
  'route-extra': Record<never, never>;
  /** Compared with another node instead of a file. */
  'route-missing-on-node': { other: string };
  'route-different-on-node': { other: string; fields: readonly string[] };
  'route-extra-on-node': { other: string };
  'control-plane-flavor': { konnect: boolean };
  'flavor-not-reported': Record<never, never>;
  'gateway-not-known': { flavor: string; version: string };
  'services-not-read': Record<never, never>;
  'planes-gone': { hostnames: readonly string[] };
  'file-not-well-formed': { file: string };
  'routes-withheld': { routes: readonly string[] };
  'request-failed': { what: 'validation' | 'data-planes' | null; failure: Failure };

  'flavors-differ': {
    flavors: readonly ByValue[];
    routes: number;
    rejections: readonly { readonly flavor: string; readonly routes: readonly string[] }[];
  };
  'versions-differ': {
    version: string;
    addresses: readonly string[];
    routes: readonly string[];
    accepting: readonly ByValue[];
    first: RejectedRoute;
  };
  'calculations-differ': { calculations: readonly ByValue[] };
  'data-plane-held-back': { planes: readonly NamedPlane[]; address: string; syncFailure: string };
  'mixed-for-data-plane': { planes: readonly NamedPlane[]; address: string; version: string };
  'refused-by-data-plane': {
    planes: readonly NamedPlane[];
    address: string;
    routes: readonly string[];
    flavor: string;
    first: RejectedRoute;
  };
}

export type RunningMessageCode = keyof RunningMessageArguments;

export type RunningMessage = {
  [Code in RunningMessageCode]: {
    readonly code: Code;
    readonly args: Readonly<RunningMessageArguments[Code]>;
  };
}[RunningMessageCode];

const at = ({ value, addresses }: ByValue) => `${value} at ${shortlist(addresses)}`;

const countOf = (routes: readonly string[]) => `${count(routes.length, 'route')} (${shortlist(routes)})`;

const answerFor = ({ route, kong }: RejectedRoute) => `Kong's answer for ${route}: ${inOneLine(kong)}.`;

function planesOf(planes: readonly NamedPlane[], address: string): string {
  const names = planes.map(
    ({ hostname, version }) => `${hostname}${version === null ? '' : ` (${version})`}`,
  );
  return `${planes.length === 1 ? 'The data plane' : 'The data planes'} ${shortlist(names)} of ${address}`;
}

const verb = (many: readonly unknown[], one: string, several: string) => (many.length === 1 ? one : several);

const failed = {
  validation: 'it did not validate the routes: ',
  'data-planes': 'its data planes could not be listed: ',
} as const;

export const runningMessages: {
  readonly [Code in RunningMessageCode]: (args: RunningMessageArguments[Code]) => string;
} = {
  'withheld-crash': () =>
    "Not sent to the node: this expression crashes Kong's router, and the request would crash the worker process of the node.",
  'withheld-placeholders': () => 'Not sent to the node: this route contains placeholders.',
  'node-accepts': () => 'The node accepts this route.',
  'node-accepts-unexpectedly': ({ kong }) =>
    `The node accepts this route, but Kong Routes rejects it: ${inOneLine(kong)}. Please report this.`,
  'node-rejects': ({ kong, isExpected }) =>
    `The node rejects this route${isExpected ? '.' : ', but Kong Routes accepts it. Please report this.'} Kong: ${kong.map(inOneLine).join('; ')}`,
  'route-missing': () => 'The node does not have this route.',
  'route-different': ({ fields, nameThere }) =>
    `The node has different values for ${shortlist(fields)}.${nameThere === null ? '' : ` Its name there is ${nameThere}.`}`,
  'route-extra': () => 'Only the node has this route.',
  'route-missing-on-node': ({ other }) => `${other} has this route, but this node does not.`,
  'route-different-on-node': ({ other, fields }) => `${other} has different values for ${shortlist(fields)}.`,
  'route-extra-on-node': ({ other }) => `This node has this route, but ${other} does not.`,
  'control-plane-flavor': ({ konnect }) =>
    konnect
      ? 'A control plane of Konnect has no router flavor; each of its data planes has one.'
      : 'A control plane does not report the router flavor of its data planes: each data plane has its own.',
  'flavor-not-reported': () =>
    'It does not report its router flavor, so the routes could not be checked for its flavor.',
  'gateway-not-known': ({ flavor, version }) =>
    `Kong Routes does not know its router flavor or version (${flavor}, ${version}).`,
  'services-not-read': () =>
    'Its services cannot be read, so the services of routes were not compared by name.',
  'planes-gone': ({ hostnames }) =>
    `${hostnames.length === 1 ? 'A data plane has' : `${hostnames.length} data planes have`} not reported for an hour and ${verb(hostnames, 'was', 'were')} left out: ${shortlist(hostnames)}.`,
  'file-not-well-formed': ({ file }) =>
    `${file} is not well-formed. Only the parts that could be read were compared.`,
  'routes-withheld': ({ routes }) =>
    `${routes.length === 1 ? 'A route with placeholders was' : `${routes.length} routes with placeholders were`} not sent to the Gateways: ${shortlist(routes)}.`,
  'request-failed': ({ what, failure }) => `${what === null ? '' : failed[what]}${failureMessage(failure)}`,

  'flavors-differ': ({ flavors, routes, rejections }) => {
    const rejected = rejections.map(
      ({ flavor, routes: names }) => `${flavor} rejects ${names.length} (${shortlist(names)})`,
    );
    const effect =
      rejected.length > 0
        ? `Of ${routes} routes, ${shortlist(rejected)}.`
        : 'The Gateways match and order the same routes differently.';
    return `The router flavors differ: ${flavors.map(at).join('; ')}. ${effect} Set router_flavor (KONG_ROUTER_FLAVOR) to the same value on all of them, or compare Gateways that serve different routes one at a time.`;
  },
  'versions-differ': ({ version, addresses, routes, accepting, first }) =>
    `Gateway ${version} at ${shortlist(addresses)} rejects ${countOf(routes)}, but ${shortlist(accepting.map((one) => `Gateway ${at(one)}`))} accepts them. ${answerFor(first)} Upgrade both to the same version, or write routes that both accept.`,
  'calculations-differ': ({ calculations }) =>
    `route_match_calculation differs: ${calculations.map(at).join('; ')}. The Gateways compute different priorities and evaluate the routes in a different order. Set it to the same value on all of them.`,
  'data-plane-held-back': ({ planes, address, syncFailure }) =>
    `${planesOf(planes, address)} ${verb(planes, 'receives', 'receive')} no configuration: ${syncFailure}. Use the same version and plugins on data planes and control plane.`,
  'mixed-for-data-plane': ({ planes, address, version }) =>
    `${planesOf(planes, address)} ${verb(planes, 'receives', 'receive')} no configuration with these routes: some have an expression and others do not, which data planes accept only from 3.7 on. Upgrade to 3.7 or newer, or convert all routes to expressions. Kong: ${version} does not support mixed mode route`,
  'refused-by-data-plane': ({ planes, address, routes, flavor, first }) =>
    `${planesOf(planes, address)} ${verb(planes, 'rejects', 'reject')} ${countOf(routes)}, and therefore the whole configuration, if ${verb(planes, 'its', 'their')} router_flavor is also ${flavor}. ${answerFor(first)} Upgrade the data planes, or write routes that they accept.`,
};

export const runningWords = ({ code, args }: RunningMessage): string =>
  (runningMessages[code] as (args: unknown) => string)(args);
