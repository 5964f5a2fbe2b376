/** Hover in a manifest: which routes the controller makes of what is under the cursor, and what annotations do. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import {
  annotatedKind,
  annotationEffects,
  annotationName,
  annotationWords,
  type ControllerSettings,
  describeTraits,
  type Flavor,
  type GeneratedRoute,
  type KubernetesObject,
  type ManifestProblem,
} from '../../kubernetes/index.js';
import {
  type Aspect,
  aspectOf,
  type ManifestPlace,
  type ManifestSet,
  manifestPlaceAt,
  objectLabel,
  routeKinds,
  routesOf,
} from '../../manifests/index.js';
import { manifestRefusalMessage } from '../../problems/index.js';
import { routerFlavors } from '../../routes/index.js';
import { count, fence, inlineCode } from '../../text/index.js';
import { describeReason, linkTo, type Snapshot } from '../../workspace/index.js';
import { manifestsOf } from '../manifests.js';
import { rangeOf } from '../ranges.js';
import { manifestHovers } from '../words/editor-words.js';

export function manifestHover(snapshot: Snapshot, offset: number): Hover | null {
  const set = manifestsOf(snapshot);
  const place = set && manifestPlaceAt(set, offset);
  if (!set || !place) return null;
  const value = place.path.includes('annotations')
    ? onAnnotation(set, place)
    : onRoutes(snapshot, set, place);
  if (value === null) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: rangeOf(snapshot.text, place.span),
  };
}

/** Keys of an object that create no route by themselves. */
const silentKeys: ReadonlySet<string> = new Set(['apiVersion', 'labels', 'status']);

function onRoutes(snapshot: Snapshot, set: ManifestSet, place: ManifestPlace): string | null {
  const { object, path } = place;
  if (!routeKinds.has(object.kind) || silentKeys.has(String(path[0])) || path.includes('labels')) return null;
  const aspect = aspectOf(place);
  const { flavorReason, gateway } = set.known;
  const described = new Map<string, Flavor[]>();
  // The flavor of the Gateway first.
  for (const flavor of [gateway.flavor, ...routerFlavors.filter((one) => one !== gateway.flavor)]) {
    const text = describeFlavor(set, object, aspect, flavor);
    described.set(text, [...(described.get(text) ?? []), flavor]);
  }
  const why = describeReason(flavorReason, 'router flavor', snapshot.sources, linkTo);
  return [
    `${inlineCode(objectLabel(object.identity))}${aspectWords(object, aspect)} · ${controllerWords(set.controller)} · Gateway ${gateway.version.join('.')}`,
    ...[...described].map(([text, flavors]) => {
      const [only, ...others] = flavors;
      const flavorName = only === gateway.flavor && others.length === 0 ? '' : `${gateway.flavor}: `;
      const own = flavors.includes(gateway.flavor) ? ` (${flavorName}${why})` : '';
      return `**${flavors.join('**, **')}**${own}: ${text}`;
    }),
  ].join('\n\n');
}

export const controllerWords = ({ controller, version }: ControllerSettings): string =>
  `${controller === 'kic' ? 'Kong Ingress Controller' : 'Kong Operator'} ${version.join('.')}`;

function aspectWords(object: KubernetesObject, { rule, match, hostname, isDefaultBackend }: Aspect): string {
  if (isDefaultBackend) return ', default backend';
  if (hostname !== null) return `, hostname ${inlineCode(hostname)}`;
  if (rule === null) return '';
  const part = object.kind === 'Ingress' ? 'path' : 'match';
  return match === null ? `, rule ${rule + 1}` : `, rule ${rule + 1}, ${part} ${match + 1}`;
}

/** A hover of many routes is not read. */
const mostShown = 3;

function describeFlavor(set: ManifestSet, object: KubernetesObject, aspect: Aspect, flavor: Flavor): string {
  const { translation, problems } = set;
  const output = flavor === 'expressions' ? translation.expressions : translation.traditional;
  const refusals = output.refused.filter((one) => one.object === object);
  const routes = routesOf(output, object, aspect);
  const refusalTexts = [
    ...new Set(refusals.map(({ refusal }) => manifestRefusalMessage(refusal, object.kind))),
  ];
  if (routes.length === 0)
    return refusalTexts.length > 0
      ? manifestHovers.rejectedByController(fence('text', refusalTexts.join('\n')))
      : 'no routes';
  const shown = routes
    .slice(0, mostShown)
    .map(({ route, service }) => describeRoute(route, service, rejectionsOf(problems, route, flavor)));
  const more = routes.length > mostShown ? [`and ${count(routes.length - mostShown, 'more route')}`] : [];
  return [count(routes.length, 'route'), ...shown, ...more, ...refusalTexts].join('\n\n');
}

const rejectionsOf = (
  problems: readonly ManifestProblem[],
  { name }: GeneratedRoute,
  flavor: Flavor,
): string[] =>
  problems.flatMap((one) =>
    one.code === 'kong-rejects' && one.args.route === name && one.flavors.includes(flavor)
      ? [one.args.kong]
      : [],
  );

/** Fields that every route of a kind has alike, and that match nothing. */
const quietFields: ReadonlySet<string> = new Set([
  ...['https_redirect_status_code', 'request_buffering', 'response_buffering', 'path_handling'],
  ...['expression', 'priority'],
]);

function describeRoute(
  { name, fields, priorityTraits }: GeneratedRoute,
  service: string,
  rejections: readonly string[],
): string {
  const title = manifestHovers.route(name, service);
  const rejected = rejections.map((kong) => manifestHovers.rejectedByKong(kong));
  const settings = Object.entries(fields)
    .filter(([field, value]) => !quietFields.has(field) && !(field === 'regex_priority' && value === 0))
    .map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  const { expression, priority } = fields;
  if (typeof expression !== 'string')
    return [title, fence('yaml', settings.join('\n')), ...rejected].join('\n\n');
  const order = priorityTraits ? `: ${describeTraits(priorityTraits)}` : '';
  return [
    title,
    fence('kong-expression', expression),
    `Priority ${String(priority)}${order}.`,
    ...(settings.length > 0 ? [fence('yaml', settings.join('\n'))] : []),
    ...rejected,
  ].join('\n\n');
}

function onAnnotation({ controller }: ManifestSet, { object, path }: ManifestPlace): string | null {
  const key = String(path.at(-1));
  const kind = annotatedKind(object.kind);
  const name = annotationName(key);
  const words = name === null ? undefined : annotationWords[name];
  const effects = name === null ? undefined : annotationEffects[name];
  if (!kind || !words || !effects) return null;
  const outputs = effects[kind];
  const effect =
    outputs.length === 2
      ? manifestHovers.effect(object.kind, 'all')
      : outputs.length === 0
        ? manifestHovers.effect(object.kind, 'none')
        : outputs[0] === 'traditional'
          ? manifestHovers.effect(object.kind, 'traditional')
          : manifestHovers.effect(object.kind, 'expressions');
  const values = words.values ? [`Values: ${words.values.map(inlineCode).join(' ')}`] : [];
  return [`${inlineCode(key)} · ${controllerWords(controller)}`, words.words, effect, ...values].join('\n\n');
}
