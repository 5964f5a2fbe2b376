/** The manifestMessages for problems with manifests. Nothing else of this folder makes manifestMessages. */

import type { PathNotation } from '../../grammar/index.js';
import { adviceMessage } from './advice-messages.js';
import type {
  AnnotationWithoutEffect,
  ManifestProblemArguments,
  ManifestRefusal,
  PathRule,
} from './manifest-problem.js';

/** A problem of a manifest, and the object that has it. */
interface Found {
  readonly code: keyof ManifestProblemArguments;
  readonly args: ManifestProblemArguments[keyof ManifestProblemArguments];
  readonly origin: { readonly object: { readonly kind: string } };
}

/**
 * What the controller says when it makes nothing of an object: its own words, so that they are found in events and logs.
 *
 * @param kind of the object
 */
export function manifestRefusalMessage(refusal: ManifestRefusal, kind: string): string {
  const prefix = kind === 'HTTPRoute' ? "HTTPRoute can't be routed: " : '';
  const of = (path: string | null) =>
    path === null ? 'default backend' : `failed to get backend for ingress path "${path}"`;
  switch (refusal.reason) {
    case 'query-params':
      return `${prefix}query param matches are not yet supported`;
    case 'no-rules':
      return `${prefix}no rules provided`;
    case 'no-hostnames':
      return 'no hostnames provided';
    case 'no-backend-refs':
      return 'no backendRefs in rule';
    case 'filter-unsupported':
      return `${prefix}httpFilter ${refusal.args.filter} unsupported`;
    case 'filter-incomplete':
      return `${prefix}${incompleteFilter[refusal.args.detail]}`;
    case 'extension-ref-unsupported':
      return `${prefix}plugin ${refusal.args.group}/${refusal.args.kind} unsupported`;
    case 'header-twice':
      return `${prefix}multiple header matches for the same header are not allowed: ${refusal.args.header}`;
    case 'wildcard-sni-version':
      return `wildcard TLS SNIs are not supported in TLSRoute with Kong versions below ${refusal.args.since}`;
    case 'rewrite-gate-off':
      return 'konghq.com/rewrite annotation not supported when rewrite uris disabled';
    case 'rewrite-form':
      return `unexpected ${refusal.args.character} at pos ${refusal.args.position}`;
    case 'rewrite-end':
      return 'unexpected end of string';
    case 'resource-unsupported':
      return refusal.args.path === null
        ? `default backend: unsupported resource type ${refusal.args.resource}`
        : `${of(refusal.args.path)}: unknown resource type ${refusal.args.resource}`;
    case 'facade-gate-off':
      return `${of(refusal.args.path)}: KongServiceFacade is not enabled, please set the "KongServiceFacade" feature gate to 'true' to enable it`;
    case 'facade-unknown':
      return refusal.args.path === null
        ? `default backend: KongServiceFacade "${refusal.args.facade}" could not be fetched`
        : `${of(refusal.args.path)}: failed to get KongServiceFacade "${refusal.args.facade}"`;
    case 'backend-missing':
      return `${of(refusal.args.path)}: no Service or Resource specified for Ingress path`;
    case 'service-annotations-differ':
      return `Service has inconsistent ${refusal.args.annotation} annotation and is used in multi-Service backend ${refusal.args.service}. This annotation must have the same value across all Services in the backend.`;
  }
}

const incompleteFilter = {
  'url-rewrite-empty': 'URLRewrite missing Path and Hostname',
  'url-rewrite-missing': 'URLRewrite is not provided',
  'full-path-missing': 'URLRewrite missing ReplaceFullPath',
  'path-type': 'unsupported path type for URLRewrite',
} as const;

/** The sentence for a problem. */
export function manifestProblemMessage(problem: Found): string {
  const write = manifestMessages[problem.code] as (args: unknown, problem: Found) => string;
  return write(problem.args, problem);
}

/** Titles of fixes. */
export const manifestFixTitles = {
  replace: (text: string): string => `Replace with ${text}`,
  replaceWithRegex: (regex: string): string => `Replace with the regex ${regex}`,
  removeAnchor: 'Remove the ^: Kong anchors regex paths',
} as const;

/** The title of each code. */
export const manifestProblemTitles: Readonly<Record<keyof ManifestProblemArguments, string>> = {
  yaml: 'The manifest is not valid YAML',
  'too-deep': 'Data that is nested too deeply',
  'template-not-rendered': 'A template that is not rendered',
  'object-written-twice': 'An object that another file overrides',
  'api-type': 'A value of a type that the API server rejects',
  'api-required': 'A field that the API server requires',
  'api-not-listed': 'A value that is not one of those that the API server accepts',
  'api-name': 'A name that the API server rejects',
  'api-field-unknown': 'A field that the kind does not have',
  'api-control-plane': 'A reference to a control plane that is not supported',
  'api-match-missing': 'A KongRoute without a field that matches requests',
  'api-host': 'A hostname that the API server rejects',
  'api-path': 'A path that the API server rejects',
  'api-too-many': 'More elements than the API server accepts',
  'api-filters': 'Filters that the API server does not accept together',
  'api-grpc-method': 'A gRPC service or method name that the API server rejects',
  'api-header-twice': 'A header that is listed twice',
  refused: 'An object that the controller makes no routes of',
  'class-other': 'An object of another class',
  'class-missing': 'An object without a class',
  'kind-not-read': 'A kind that the controller does not read',
  'feature-gate-off': 'A kind or annotation behind a feature gate',
  'gateway-unknown': 'A Gateway that is not in the files',
  'gateway-other-controller': 'A Gateway of another controller',
  'listener-unknown': 'A listener that the Gateway does not have',
  'listener-kind': 'A listener that does not accept this kind of route',
  'listener-namespace': 'A listener that does not accept routes from this namespace',
  'listener-hostname': 'Hostnames that no listener has',
  'listener-not-programmed': 'A listener that is not programmed',
  'listener-taken': 'A listener that another route has for itself',
  'default-backend-taken': 'A default backend that another Ingress overrides',
  'service-replaced': 'Routes that are lost because two Kong services have one name',
  'path-notation': 'A pattern of another tool in a path',
  'regex-prefix-literal': 'A regex with a pathType that has none',
  'service-unknown': 'A Service that is not in the files',
  'port-unknown': 'A port that the Service does not have',
  'backend-kind': 'A backend of a kind that is not supported',
  'reference-not-granted': 'A reference to another namespace without a ReferenceGrant',
  'plugin-unknown': 'A plugin that is not in the files',
  'annotation-without-effect': 'An annotation without effect',
  'annotation-value-ignored': 'A value of an annotation that the controller ignores',
  'annotation-unknown': 'An annotation that the controller does not read',
  'kong-advises': 'A field that Kong ignores or reads differently',
  'kong-rejects': 'A route that Kong rejects',
  'route-name-twice': 'Several routes with one name, which Kong rejects',
};

export const manifestMessages: {
  readonly [Code in keyof ManifestProblemArguments]: (
    args: ManifestProblemArguments[Code],
    problem: Found,
  ) => string;
} = {
  yaml: ({ message }) => `This is not valid YAML: ${message}`,
  'too-deep': ({ levels }) =>
    `Kong Routes reads ${levels} levels of mappings and lists. It did not read what is nested here more deeply.`,
  'template-not-rendered': () => 'This is a template. Only its rendered output can be translated.',
  'object-written-twice': ({ kind, name, file }) =>
    `${kind} "${name}" is also in ${file}, which overrides this one when both are applied.`,
  'api-field-unknown': ({ field, kind }) =>
    `The API server rejects this: a ${kind} has no field "${field}".${field === 'expression' || field === 'priority' ? ' It cannot hold an expression, whatever flavor the data planes run.' : ''}`,
  'api-control-plane': ({ rule }) =>
    rule === 'kic'
      ? 'The API server rejects this: "KIC is not supported as control plane".'
      : `The API server rejects this: "'konnectID' type is not supported".`,
  'api-match-missing': () =>
    `The API server rejects this: "If protocols has 'http', at least one of 'hosts', 'methods', 'paths' or 'headers' must be set".`,
  'api-type': ({ field, wanted, found }) =>
    `The API server rejects this: "${field}" must be ${article(wanted)}, not ${article(found)}.`,
  'api-required': ({ field }) => `The API server rejects this: "${field}" is required.`,
  'api-not-listed': ({ field, value, listed }) =>
    `The API server rejects "${value}": "${field}" must be one of ${listed.join(', ')}.`,
  'api-name': ({ name }) =>
    `The API server rejects the name "${name}": a name has only lower-case letters, digits, "-" and ".".`,
  'api-host': ({ field, host }) =>
    `The API server rejects "${host}": "${field}" must be a lower-case DNS name, optionally with a "*." prefix.`,
  'api-path': ({ path, rule }) => `The API server rejects the path "${path}": ${pathRules[rule]}.`,
  'api-too-many': ({ field, count, most }) =>
    `The API server rejects this: "${field}" has ${count} items, but at most ${most} are allowed.`,
  'api-filters': ({ rule }) => `The API server rejects this: ${filterRules[rule]}.`,
  'api-grpc-method': ({ part, value }) => `The API server rejects "${value}": it is not a gRPC ${part} name.`,
  'api-header-twice': ({ header }) => `The API server rejects this: the header "${header}" is listed twice.`,
  refused: (refusal, { origin }) =>
    `The controller creates no routes for this and reports: ${manifestRefusalMessage(refusal, origin.object.kind)}`,
  'class-other': ({ class: name, wanted }) =>
    `The controller for class "${wanted}" ignores this object: its class is "${name}".`,
  'class-missing': ({ wanted }) =>
    `The controller for class "${wanted}" ignores this object: it names no class, and "${wanted}" is not the default class.`,
  'kind-not-read': ({ kind, controller }) =>
    controller === 'operator'
      ? `Kong Operator 2.0 and later does not read ${kind} objects.`
      : `The ingress controller does not read ${kind} objects.`,
  'feature-gate-off': ({ gate }) =>
    `The controller reads this only with the feature gate ${gate}=true, which is off by default.`,
  'gateway-unknown': ({ gateway }) => `Gateway "${gateway}" is not in these files.`,
  'gateway-other-controller': ({ gateway, controllerName }) =>
    `Kong ignores this parent: Gateway "${gateway}" belongs to the controller ${controllerName}.`,
  'listener-unknown': ({ gateway, listener }) => `Gateway "${gateway}" has no listener "${listener}".`,
  'listener-kind': ({ gateway, kind }) =>
    `None of the listeners of Gateway "${gateway}" that this parent refers to accepts ${kind} objects.`,
  'listener-namespace': ({ gateway, namespace }) =>
    `None of the listeners of Gateway "${gateway}" that this parent refers to accepts routes from the namespace "${namespace}".`,
  'listener-hostname': ({ gateway }) => `None of the hostnames matches a listener of Gateway "${gateway}".`,
  'listener-not-programmed': ({ gateway, listener }) =>
    `The operator sends this route only when listener "${listener}" of Gateway "${gateway}" is programmed, and its status in this file does not show that.`,
  'listener-taken': ({ winner }) =>
    `"${winner}" is older or comes first by name, and uses this listener exclusively.`,
  'default-backend-taken': ({ winner }) =>
    `This default backend has no effect: the controller uses that of Ingress "${winner}".`,
  'service-replaced': ({ service, by }) =>
    `These routes are lost: ${by} creates a Kong service with the same name, "${service}", which replaces the service of these routes.`,
  'regex-prefix-literal': ({ path, pathType }) =>
    `"${path}" is not a regex with pathType ${pathType}. Kong reads it as a regex only with ImplementationSpecific.`,
  'path-notation': ({ pathType, notation, piece, meant }) =>
    `${pathNotations[notation](piece, pathType)}${meant === null ? '' : ` Write "${meant}"${isRegexMeant(notation, meant) ? ` with ${regexType(pathType)}` : ''}.`}`,
  'service-unknown': ({ service }) => `Service "${service}" is not in these files.`,
  'port-unknown': ({ service, port }) => `Service "${service}" has no port ${port}.`,
  'backend-kind': ({ kind }) => `The controller ignores this backend: it supports only Service, not ${kind}.`,
  'reference-not-granted': ({ kind, namespace }) =>
    `The controller ignores this backend: no ReferenceGrant in "${namespace}" allows it for ${kind} objects of this namespace.`,
  'plugin-unknown': ({ plugin }) => `KongPlugin or KongClusterPlugin "${plugin}" is not in these files.`,
  'annotation-without-effect': ({ annotation, kind, why }) =>
    `"${annotation}" has no effect ${withoutEffect[why](kind)}.`,
  'annotation-value-ignored': ({ annotation, value, what }) => ignoredValues[what](annotation, value),
  'annotation-unknown': ({ annotation, likely }) =>
    likely === null
      ? `The controller does not read "${annotation}".`
      : `The controller does not read "${annotation}". Did you mean "${likely}"?`,
  'kong-advises': ({ advice }) => adviceMessage(advice),
  'kong-rejects': ({ route, kong }) =>
    `Kong rejects the route "${route}" that the controller creates for this: ${kong}\nWithout a database, Kong then also rejects every later change.`,
  'route-name-twice': ({ route }) =>
    `The controller creates several routes with the name "${route}", which Kong rejects. Without a database, Kong then also rejects every later change.`,
};

const pathNotations: Readonly<Record<PathNotation, (piece: string, pathType: string) => string>> = {
  regex: (piece, pathType) =>
    `This is not a regex with pathType ${pathType}: Kong compares the path as text, including "${piece}".`,
  placeholder: (piece) => `"${piece}" is not a placeholder: Kong compares it as text.`,
  glob: (piece) => `"${piece}" is not a wildcard: Kong compares it as text, and a prefix needs none.`,
  query: (piece) => `No request matches this path: the query string ("${piece}") is not part of the path.`,
  fragment: (piece) => `No request matches this path: clients do not send what follows "${piece}".`,
  list: (piece) => `"${piece}" does not separate paths here: write each path as an item of its own.`,
  blank: () => 'This path ends with a space, which Kong compares like any other character.',
};

const isRegexMeant = (notation: PathNotation, meant: string): boolean =>
  notation === 'regex' || notation === 'placeholder' || (notation === 'glob' && /[[(]/.test(meant));

const regexType = (pathType: string): string =>
  pathType === 'PathPrefix' ? 'type RegularExpression' : 'pathType ImplementationSpecific';

const article = (type: string): string =>
  type === 'integer' ? `an ${type}` : type === 'null' || type === 'text' ? type : `a ${type}`;

const pathRules: Readonly<Record<PathRule, string>> = {
  absolute: 'it must start with "/"',
  'double-slash': 'it must not contain "//"',
  'dot-segment': 'it must not contain "." or ".." as a segment',
  'encoded-slash': 'it must not contain "%2f" or "%2F"',
  fragment: 'it must not contain "#"',
  character: 'it contains a character that is not allowed in paths',
};

const filterRules = {
  'redirect-with-backends': 'a rule with a RequestRedirect filter must not have backendRefs',
  'redirect-with-rewrite': 'a rule must not have both a RequestRedirect and a URLRewrite filter',
  'replace-prefix-match': 'replacePrefixMatch needs exactly one match, of type PathPrefix',
} as const;

const withoutEffect: Readonly<Record<AnnotationWithoutEffect, (kind: string) => string>> = {
  expressions: (kind) => `on ${kind} objects when the Gateway runs the expressions flavor`,
  grpc: (kind) => `on ${kind} objects in the traditional flavors: gRPC routes have no strip_path`,
  kind: (kind) => `on ${kind} objects`,
  service: () => 'on a Service: it belongs on the Ingress or on the Gateway API route',
  'default-backend': () => 'on the route of the default backend when the Gateway runs the expressions flavor',
  removed: () => 'on routes since version 3.0 of the controller',
};

const ignoredValues: Readonly<
  Record<
    ManifestProblemArguments['annotation-value-ignored']['what'],
    (annotation: string, value: string) => string
  >
> = {
  value: (annotation, value) => `The controller ignores "${annotation}": "${value}" is not a valid value.`,
  list: (annotation, value) =>
    `The controller ignores "${annotation}" as a whole: "${value}" is not a valid value.`,
  item: (annotation, value) =>
    `The controller ignores "${value}" in "${annotation}": it is not a valid value.`,
};
