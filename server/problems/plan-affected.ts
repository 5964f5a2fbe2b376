/** Other configuration that a flavor change affects: codes with closed arguments, and their sentences. */

import type { RouterFlavor } from '../protocol/index.js';
import { count, inlineCode, listed } from '../text/index.js';
import { manifestProblemMessage } from './manifest-messages.js';
import type { ManifestProblemArguments } from './manifest-problem.js';
import { unknownWords } from './terraform-messages.js';

type None = Record<never, never>;

/** An object of Kubernetes. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
}

/** `label`: kind, namespace and name of an object of Kubernetes. `isTo`: to `expressions`, not from it. */
export interface AffectedArguments {
  'deck-default-on-expression': { field: string };
  'deck-default-unknown': { field: string; flavor: RouterFlavor };
  'format-not-synced': { format: string; to: string; isPlanned: boolean };
  'format-rewritten-by-new': { format: string; from: string; to: string };
  'format-rewritten': { format: string };
  'regex-priority': { object: NamedObject; isTo: boolean };
  'path-handling': { object: NamedObject; effect: 'ignored' | 'restored' | 'unsupported' };
  'header-values': { object: NamedObject; isTo: boolean };
  'query-matches': { object: NamedObject; isTo: boolean };
  'gateway-class': { name: string };
  'kong-route': { name: string; isLost: boolean };
  'route-names': { label: string; before: readonly string[]; after: readonly string[] };
  /** `null`: no route. */
  'request-moves': {
    label: string;
    request: string;
    before: string | null;
    after: string | null;
    to: RouterFlavor;
  };
  'requests-move': { label: string; more: number };
  /** A problem that the object `label` has only with the new flavor. */
  'problem-with-flavor': { label: string; kind: string; problem: AnyManifestProblem };
  /** A route of Terraform with fields that are not known. */
  'route-not-compared': { fields: readonly string[] };
  /** A route with fields that are filled in later. */
  'route-filled-in': { route: string; fields: readonly string[] };
  'deck-command': { command: DeckCommand; isRejected: boolean };
  'mtls-auth-asks-everyone': None;
  'mtls-auth-uses-snis': None;
  'workspace-collisions': { workspace: string };
  'konnect-default-protocols': None;
  'konnect-expressions': None;
  'konnect-traditional': None;
}

export type AnyManifestProblem = {
  [Code in keyof ManifestProblemArguments]: {
    readonly code: Code;
    readonly args: ManifestProblemArguments[Code];
  };
}[keyof ManifestProblemArguments];

/** Commands of `deck file` that handle routes with an `expression` differently. */
export type DeckCommand = 'namespace' | 'patch' | 'kong2tf' | 'kong2kic' | 'openapi2kong';

export type AffectedFinding = {
  [Code in keyof AffectedArguments]: {
    readonly code: Code;
    readonly args: Readonly<AffectedArguments[Code]>;
  };
}[keyof AffectedArguments];

const deckCommands: Readonly<Record<DeckCommand, string>> = {
  namespace: 'adds a prefix to `paths`, but not to the path in an `expression`',
  patch: 'cannot select a route with an `expression` by its `paths`',
  kong2tf:
    'writes `konnect_gateway_route` for every route, including routes with an `expression`, which Terraform then rejects',
  kong2kic: 'drops `expression` and `priority` without a warning',
  openapi2kong: 'writes routes with traditional fields, and has no option for expressions',
};

const deckDefault = (field: string, consequence: string) =>
  `The default \`${field}\` in \`_info.defaults.route\` ${consequence}. Move it into the routes that need it.`;

const named = ({ kind, name }: NamedObject) => `${kind} \`${name}\``;

const winner = (route: string | null) => (route === null ? 'no route' : inlineCode(route));

export const affectedMessages: {
  readonly [Code in keyof AffectedArguments]: (args: AffectedArguments[Code]) => string;
} = {
  'deck-default-on-expression': ({ field }) =>
    deckDefault(field, 'also applies to routes with an `expression`, which Kong then rejects'),
  'deck-default-unknown': ({ field, flavor }) =>
    deckDefault(field, `is not a field of a route under \`${flavor}\`: Kong rejects every route`),
  'format-not-synced': ({ format, to, isPlanned }) =>
    `Format ${format}: decK does not sync it to Gateway ${to}. ${
      isPlanned
        ? 'The plan changes it to 3.0 together with the paths. `deck file convert --from kong-gateway-2.x --to kong-gateway-3.x` does the same for the rest of the file.'
        : 'Change it to 3.0 together with the paths: in format 3.0 a regex path starts with `~`.'
    }`,
  'format-rewritten-by-new': ({ format, from, to }) =>
    `Format ${format}: Gateway ${from} reads the paths as written, and ${to} rewrites them when it loads the file (it puts \`~\` before paths that were regexes because of their characters). The file can stay unchanged. This plan compares the rewritten paths.`,
  'format-rewritten': ({ format }) =>
    `Format ${format}: Kong rewrites the paths when it loads the file (it puts \`~\` before paths that look like regexes). This plan compares the rewritten paths. Routes are not converted to traditional fields until the file has format 3.0.`,
  'regex-priority': ({ object, isTo }) =>
    isTo
      ? `${named(object)}: \`konghq.com/regex-priority\` is ignored under \`expressions\`: Kong orders its regex paths only by kind, fields and length.`
      : `${named(object)}: \`konghq.com/regex-priority\` was ignored under \`expressions\`, and takes effect again.`,
  'path-handling': ({ object, effect }) =>
    ({
      ignored: `${named(object)}: \`konghq.com/path-handling\` is ignored under \`expressions\`.`,
      restored: `${named(object)}: \`konghq.com/path-handling\` was ignored under \`expressions\`, and takes effect again.`,
      unsupported: `${named(object)}: \`konghq.com/path-handling\` was ignored under \`expressions\`. The controller sets it on the route again, but only \`traditional\` supports it.`,
    })[effect],
  'header-values': ({ object, isTo }) =>
    isTo
      ? `${named(object)} matches header values: after the change the comparison is case-sensitive, and every value of a header must match.`
      : `${named(object)} matches header values: after the change the comparison ignores case, and one matching value of a header is enough.`,
  'query-matches': ({ object, isTo }) =>
    isTo
      ? `${named(object)} matches query parameters: the controller rejected its rules until now, and creates routes for them under \`expressions\`.`
      : `${named(object)} matches query parameters, which only \`expressions\` supports: the controller rejects its rules (\`query param matches are not yet supported\`).`,
  'gateway-class': ({ name }) =>
    `GatewayClass \`${name}\`: \`status.supportedFeatures\` depends on the flavor. Conformance tests and tools that read it see different features.`,
  'kong-route': ({ name, isLost }) =>
    isLost
      ? `KongRoute \`${name}\` cannot have an \`expression\` (Kong/kong-operator#2673), and before 3.7 \`expressions\` accepts only routes with one.`
      : `KongRoute \`${name}\` cannot have an \`expression\` (Kong/kong-operator#2673). From 3.7 on its fields continue to work.`,
  'route-names': ({ label, before, after }) =>
    `${inlineCode(label)}: the controller creates ${count(after.length, 'route')} instead of ${before.length}, with other names (${inlineCode(before[0] ?? '')} becomes ${inlineCode(after[0] ?? '')}). Names in metrics and logs, and ids, change too.`,
  'request-moves': ({ label, request, before, after, to }) =>
    `${inlineCode(label)}: ${inlineCode(request)} goes to ${winner(before)} now, and to ${winner(after)} under \`${to}\`.`,
  'requests-move': ({ label, more }) =>
    `${inlineCode(label)}: ${count(more, 'more kind')} of requests go to another place.`,
  'problem-with-flavor': ({ label, kind, problem }) =>
    `${inlineCode(label)}: ${manifestProblemMessage({ ...problem, origin: { object: { kind } } }).replaceAll('\n', ' ')}`,
  'route-not-compared': ({ fields }) => `${unknownWords(fields)} It is not compared here, and not converted.`,
  'route-filled-in': ({ route, fields }) =>
    `Route ${inlineCode(route)} is not compared here, and not converted: ${listed(fields.map(inlineCode))} ${fields.length === 1 ? 'is' : 'are'} filled in later.`,
  'deck-command': ({ command, isRejected }) =>
    `\`deck file ${command}\` ${deckCommands[command]}${isRejected ? ': convert them after this step' : ''}.`,
  'mtls-auth-asks-everyone': () =>
    '`mtls-auth` requests a client certificate based on the `snis` of its routes. A route with an `expression` has none, so every client is asked for a certificate.',
  'mtls-auth-uses-snis': () =>
    '`mtls-auth` asks every client for a certificate because of routes with an `expression`. After the change it uses the `snis` of its routes.',
  'workspace-collisions': ({ workspace }) =>
    `Workspace \`${workspace}\`: Kong Enterprise no longer detects routes with an \`expression\` that collide with routes of another workspace.`,
  'konnect-default-protocols': () =>
    'From 3.14 on a new route without `protocols` has only `https`. It is not documented which default Konnect uses. Add `protocols` to the routes that have none.',
  'konnect-expressions': () =>
    'Konnect does not send routes with an `expression` to data planes of another flavor (P245) or below 3.6 (P243), nor a mixture of both kinds below 3.7 (P244). Change all data planes of the group before you add the first such route.',
  'konnect-traditional': () =>
    'Konnect sends nothing to a data plane with a traditional flavor while any route of the group has an `expression` (P245). Convert all routes before you change the first data plane.',
};

/** The same finding elsewhere. `place`: of one of the others, such as `compose.yaml:12`. */
export interface MoreLikeIt {
  readonly others: number;
  readonly place: string;
}

/** @param more `null` if it is found once */
export function affectedWords({ code, args }: AffectedFinding, more: MoreLikeIt | null): string {
  const text = (affectedMessages[code] as (args: unknown) => string)(args);
  return more === null ? text : `${text} (and ${more.others} more like it, such as ${more.place})`;
}
