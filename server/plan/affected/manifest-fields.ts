/** Kubernetes objects from which a controller creates different routes in another flavor: what their fields show. */

import {
  at,
  entry,
  items,
  type Manifest,
  manifestsIn,
  textOf,
  type YamlEntry,
} from '../../gateways/index.js';
import type { NamedObject } from '../../problems/index.js';
import { acceptsTraditionalFields } from '../../routes/index.js';
import type { SourceFile } from '../../text/index.js';
import type { Affected } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';

/** The controller makes other routes only where one side is `expressions`: the traditional flavors get the same. */
export function affectedFields(file: SourceFile, input: AffectedInput): Affected[] {
  const { from, to } = input;
  if (!/\.(?:ya?ml|json)$/i.test(file.uri) || !file.text.includes('apiVersion')) return [];
  const isTo = to.flavor === 'expressions' && from.flavor !== 'expressions';
  const isFrom = from.flavor === 'expressions' && to.flavor !== 'expressions';
  if (!isTo && !isFrom) return [];
  return manifestsIn(file).flatMap((manifest) => [
    ...annotated(manifest, isTo, input),
    ...matches(manifest, isTo, input),
    ...kongRoute(manifest, isTo, input),
    ...gatewayClass(manifest, input),
  ]);
}

const place = ({ uri, keySpan }: YamlEntry, { places }: AffectedInput) => places.at(uri, keySpan);

const annotatedKinds: ReadonlySet<string> = new Set(['Ingress', 'HTTPRoute', 'GRPCRoute', 'Service']);

/** Kong/kubernetes-ingress-controller `internal/dataplane/kongstate/route.go`, `overrideByAnnotation`. */
function annotated({ kind, name, root }: Manifest, isTo: boolean, input: AffectedInput): Affected[] {
  if (!annotatedKinds.has(kind)) return [];
  const annotations = at(root, 'metadata', 'annotations');
  const found: Affected[] = [];
  const object = { kind, name };
  const regexPriority = entry(annotations, 'konghq.com/regex-priority');
  if (regexPriority) {
    found.push({
      code: 'regex-priority',
      at: place(regexPriority, input),
      about: { code: 'regex-priority', args: { object, isTo } },
      more: null,
      needsPerson: true,
    });
  }
  const pathHandling = entry(annotations, 'konghq.com/path-handling');
  if (pathHandling) {
    const isV1 = textOf(pathHandling.value) === 'v1';
    const effect = isTo ? 'ignored' : input.to.flavor === 'traditional' ? 'restored' : 'unsupported';
    found.push({
      code: 'path-handling',
      at: place(pathHandling, input),
      about: { code: 'path-handling', args: { object, effect } },
      more: null,
      needsPerson: isV1 && (isTo ? input.from.flavor === 'traditional' : input.to.flavor === 'traditional'),
    });
  }
  const headers = annotations?.kind === 'map' ? annotations.entries : [];
  const header = headers.find(({ key }) => key.startsWith('konghq.com/headers.'));
  if (header) found.push(headerValues(object, place(header, input), isTo));
  return found;
}

/** The expression of a header has neither `lower` nor `any`; the traditional flavors lower both sides. */
const headerValues = (object: NamedObject, at: Affected['at'], isTo: boolean): Affected => ({
  code: 'header-values',
  at,
  about: { code: 'header-values', args: { object, isTo } },
  more: null,
  needsPerson: true,
});

/** Kong/kubernetes-ingress-controller `internal/dataplane/translator/translate_httproute.go`: query parameters need expressions. */
function matches({ kind, name, root }: Manifest, isTo: boolean, input: AffectedInput): Affected[] {
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return [];
  const all = items(at(root, 'spec', 'rules')).flatMap((rule) => items(at(rule, 'matches')));
  const query = all.map((match) => entry(match, 'queryParams')).find((one) => one !== undefined);
  const header = all.map((match) => entry(match, 'headers')).find((one) => one !== undefined);
  const found: Affected[] = [];
  const object = { kind, name };
  if (query) {
    found.push({
      code: 'query-matches',
      at: place(query, input),
      about: { code: 'query-matches', args: { object, isTo } },
      more: null,
      needsPerson: !isTo,
    });
  }
  if (header) found.push(headerValues(object, place(header, input), isTo));
  return found;
}

/** “Currently, KongRoute supports only the JSON flavor” (Kong/kong-operator `api/configuration/v1alpha1/kongroute_types.go`, #2673). */
function kongRoute(
  { group, kind, name, place: at }: Manifest,
  isTo: boolean,
  input: AffectedInput,
): Affected[] {
  if (group !== 'configuration.konghq.com' || kind !== 'KongRoute' || !isTo) return [];
  const isLost = !acceptsTraditionalFields({ ...input.to, flavor: 'expressions' });
  return [
    {
      code: 'kong-route',
      at: input.places.at(at.uri, at.span),
      about: { code: 'kong-route', args: { name, isLost } },
      more: null,
      needsPerson: isLost,
    },
  ];
}

/** Kong/kong-operator `controller/gatewayclass/controller_reconciler_utils.go`, `getRouterFlavor`. */
function gatewayClass({ kind, name, place: at }: Manifest, { places }: AffectedInput): Affected[] {
  if (kind !== 'GatewayClass') return [];
  return [
    {
      code: 'gateway-class',
      at: places.at(at.uri, at.span),
      about: { code: 'gateway-class', args: { name } },
      more: null,
      needsPerson: false,
    },
  ];
}
