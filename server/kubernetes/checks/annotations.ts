/** Annotations that do nothing: on this kind, in this flavor, or with this value. */

import { type ControllerSettings, isAtLeastVersion, rulesOf } from '../controllers/settings.js';
import { redirectCodes, wildcardSnisSince } from '../kong/route-annotations.js';
import { forceSslRedirectKey, kong } from '../objects/annotations.js';
import { atoi, parseBool } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';
import type { Sourced } from '../objects/origin.js';
import { isHost, isMethod, isProtocol, isSni } from '../objects/words.js';
import {
  flavorsOf,
  type ManifestProblem,
  type Output,
  problem,
  type WithoutEffect,
} from '../problems/codes.js';
import {
  type AnnotatedKind,
  annotatedKind,
  annotationEffects,
  annotationName,
} from './annotation-effects.js';

export function annotationProblems(
  object: KubernetesObject,
  settings: ControllerSettings,
): ManifestProblem[] {
  const kind = annotatedKind(object.kind);
  if (!kind) return [];
  return object.annotations.keys.flatMap((key) => {
    if (key === forceSslRedirectKey) return kind === 'Service' ? [] : forcedRedirect(object);
    const name = annotationName(key);
    if (name === null) return [];
    const effects = annotationEffects[name];
    if (!effects) return unknown(object, key, name);
    const lost = withoutEffect(object, key, name, kind, settings);
    const remaining = (['traditional', 'expressions'] as const).filter((output) =>
      effects[kind].includes(output),
    );
    return [...lost, ...remaining.flatMap((output) => ignoredValues(object, name, kind, output, settings))];
  });
}

const outputs: readonly Output[] = ['traditional', 'expressions'];

function withoutEffect(
  object: KubernetesObject,
  key: string,
  name: string,
  kind: AnnotatedKind,
  { controller }: ControllerSettings,
): ManifestProblem[] {
  const origin = object.annotations.value(key)?.keyOrigin ?? object.origin;
  const of = (why: WithoutEffect, lost: readonly Output[]) => [
    problem(
      'annotation-without-effect',
      { annotation: key, kind: object.kind, why },
      origin,
      lost.flatMap(flavorsOf),
    ),
  ];
  // The operator has no KongIngress, and a KongIngress sets no routes.
  if (name === 'override' && (kind !== 'Service' || controller === 'operator')) return of('removed', outputs);
  const effect = (annotationEffects[name] as (typeof annotationEffects)[string])[kind];
  const lost = outputs.filter((output) => !effect.includes(output));
  if (lost.length === outputs.length) return of(kind === 'Service' ? 'service' : 'kind', lost);
  if (lost.length > 0) return of(lost.includes('expressions') ? 'expressions' : 'grpc', lost);
  return isOnDefaultBackendOnly(object) && defaultBackendLoses.includes(name)
    ? of('default-backend', ['expressions'])
    : [];
}

/** What the expression of a default backend does not have. */
const defaultBackendLoses: readonly string[] = [
  'methods',
  'snis',
  'host-aliases',
  'headers',
  'headers-separator',
];

const isOnDefaultBackendOnly = ({ kind, root }: KubernetesObject): boolean =>
  kind === 'Ingress' &&
  root.get('spec', 'defaultBackend').isPresent &&
  root.get('spec', 'rules').items.every((rule) => rule.get('http', 'paths').items.length === 0);

/** Only `"true"` counts, written so. */
function forcedRedirect({ annotations }: KubernetesObject): ManifestProblem[] {
  const found = annotations.get(forceSslRedirectKey);
  if (!found || found.value === 'true' || found.value === 'false') return [];
  return [ignored(forceSslRedirectKey, found, 'value', outputs)];
}

const ignored = (
  annotation: string,
  { value, origin }: Sourced<string>,
  what: 'value' | 'list' | 'item',
  inOutputs: readonly Output[],
): ManifestProblem =>
  problem('annotation-value-ignored', { annotation, value, what }, origin, inOutputs.flatMap(flavorsOf));

type ValueCheck = (text: string) => boolean;

const isInteger: ValueCheck = (text) => atoi(text) !== null;
const isTruth: ValueCheck = (text) => ['true', 'false', ''].includes(text.toLowerCase());
const isBool: ValueCheck = (text) => parseBool(text.toLowerCase()) !== null;

/** Annotations with one value, which counts as not written where it is wrong. */
const valueChecks: Readonly<Record<string, ValueCheck>> = {
  'strip-path': isTruth,
  'preserve-host': isTruth,
  'request-buffering': isBool,
  'response-buffering': isBool,
  'https-redirect-status-code': (text) => text === '' || redirectCodes.includes(atoi(text) ?? -1),
  'regex-priority': (text) => text === '' || isInteger(text),
  'path-handling': (text) => /v\d/.test(text),
  protocol: isProtocol,
  path: (text) => text === '' || text.startsWith('/'),
  'connect-timeout': isInteger,
  'read-timeout': isInteger,
  'write-timeout': isInteger,
  retries: isInteger,
  'tls-verify': (text) => parseBool(text) !== null,
  'tls-verify-depth': isInteger,
};

function ignoredValues(
  object: KubernetesObject,
  name: string,
  kind: AnnotatedKind,
  output: Output,
  settings: ControllerSettings,
): ManifestProblem[] {
  const key = `${kong}${name}`;
  const value = object.annotations.get(key);
  const isValid = valueChecks[name];
  if (value && isValid) return isValid(value.value) ? [] : [ignored(key, value, 'value', [output])];
  const isElement = elementCheck(name, output, settings);
  if (!isElement) return [];
  const elements = name === 'methods' ? object.annotations.methods() : object.annotations.list(key);
  const wrong = elements.filter((element) => !isElement(element.value));
  // The protocols of an Ingress are sent as they are; Kong says what it makes of them.
  if (name === 'protocols' && kind === 'Ingress' && rulesOf(settings).protocols === 'derived') return [];
  const isListLost = output === 'traditional' || name === 'protocols';
  return wrong.map((element) => ignored(key, element, isListLost ? 'list' : 'item', [output]));
}

/** What an element of a list has to be; `null` for an annotation that is no such list. */
function elementCheck(name: string, output: Output, settings: ControllerSettings): ValueCheck | null {
  if (name === 'methods') return isMethod;
  if (name === 'host-aliases') return isHost;
  if (name === 'protocols') return isProtocol;
  if (name !== 'snis') return null;
  const acceptsWildcards =
    rulesOf(settings).wildcardSnis &&
    (output === 'expressions' || isAtLeastVersion(settings.gateway, wildcardSnisSince));
  return acceptsWildcards ? isHost : isSni;
}

/** Other keys of Kong, for other kinds of objects or other programs. */
const otherKeys: ReadonlySet<string> = new Set([
  'gatewayclass-unmanaged',
  'publish-service',
  'credential',
  'ca-cert',
  'validate',
  'gateway-operator-last-applied',
]);

function unknown(object: KubernetesObject, key: string, name: string): ManifestProblem[] {
  if (otherKeys.has(name)) return [];
  const origin = object.annotations.value(key)?.keyOrigin ?? object.origin;
  return [problem('annotation-unknown', { annotation: key, likely: likely(name) }, origin)];
}

/** `headers/x` for `headers.x`, or a name that is one or two letters away. */
function likely(name: string): string | null {
  const header = /^headers?[/\-_](?!separator)(.+)$/.exec(name)?.[1] ?? /^header\.(.+)$/.exec(name)?.[1];
  if (header !== undefined) return `${kong}headers.${header}`;
  const [best] = Object.keys(annotationEffects)
    .map((known) => ({ known, distance: distance(name.slice(0, 40), known) }))
    .filter(({ distance: far }) => far <= 2)
    .sort((a, b) => a.distance - b.distance);
  return best ? `${kong}${best.known}` : null;
}

/** How many letters have to be changed, added or removed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(
        Math.min(
          (row[j] as number) + (letter === b[j] ? 0 : 1),
          (row[j + 1] as number) + 1,
          (next[j] as number) + 1,
        ),
      );
    }
    row = next;
  }
  return row[b.length] as number;
}
