/** Objects of Kubernetes that a controller makes other routes of in another flavor. */

import {
  at,
  entry,
  items,
  type Manifest,
  manifestsIn,
  textOf,
  type YamlEntry,
} from '../../gateways/index.js';
import { acceptsTraditionalFields } from '../../routes/index.js';
import type { SourceFile } from '../../text/index.js';
import type { Affected } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';

/** The controller makes other routes only where one side is `expressions`: the traditional flavors get the same. */
export function affectedKubernetes(file: SourceFile, input: AffectedInput): Affected[] {
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
  const object = `${kind} \`${name}\``;
  const regexPriority = entry(annotations, 'konghq.com/regex-priority');
  if (regexPriority) {
    found.push({
      code: 'regex-priority',
      at: place(regexPriority, input),
      text: isTo
        ? `${object}: \`konghq.com/regex-priority\` is ignored under \`expressions\`: Kong orders its regex paths only by kind, fields and length.`
        : `${object}: \`konghq.com/regex-priority\` was ignored under \`expressions\`, and takes effect again.`,
      needsPerson: true,
    });
  }
  const pathHandling = entry(annotations, 'konghq.com/path-handling');
  if (pathHandling) {
    const isV1 = textOf(pathHandling.value) === 'v1';
    found.push({
      code: 'path-handling',
      at: place(pathHandling, input),
      text: isTo
        ? `${object}: \`konghq.com/path-handling\` is ignored under \`expressions\`.`
        : input.to.flavor === 'traditional'
          ? `${object}: \`konghq.com/path-handling\` was ignored under \`expressions\`, and takes effect again.`
          : `${object}: \`konghq.com/path-handling\` was ignored under \`expressions\`. The controller sets it on the route again, but only \`traditional\` supports it.`,
      needsPerson: isV1 && (isTo ? input.from.flavor === 'traditional' : input.to.flavor === 'traditional'),
    });
  }
  const headers = annotations?.kind === 'map' ? annotations.entries : [];
  const header = headers.find(({ key }) => key.startsWith('konghq.com/headers.'));
  if (header) found.push(headerValues(object, place(header, input), isTo));
  return found;
}

/** The expression of a header has neither `lower` nor `any`; the traditional flavors lower both sides. */
const headerValues = (object: string, at: Affected['at'], isTo: boolean): Affected => ({
  code: 'header-values',
  at,
  text: isTo
    ? `${object} matches header values: after the change the comparison is case-sensitive, and every value of a header must match.`
    : `${object} matches header values: after the change the comparison ignores case, and one matching value of a header is enough.`,
  needsPerson: true,
});

/** Kong/kubernetes-ingress-controller `internal/dataplane/translator/translate_httproute.go`: query parameters need expressions. */
function matches({ kind, name, root }: Manifest, isTo: boolean, input: AffectedInput): Affected[] {
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return [];
  const all = items(at(root, 'spec', 'rules')).flatMap((rule) => items(at(rule, 'matches')));
  const query = all.map((match) => entry(match, 'queryParams')).find((one) => one !== undefined);
  const header = all.map((match) => entry(match, 'headers')).find((one) => one !== undefined);
  const found: Affected[] = [];
  if (query) {
    found.push({
      code: 'query-matches',
      at: place(query, input),
      text: isTo
        ? `${kind} \`${name}\` matches query parameters: the controller rejected its rules until now, and creates routes for them under \`expressions\`.`
        : `${kind} \`${name}\` matches query parameters, which only \`expressions\` supports: the controller rejects its rules (\`query param matches are not yet supported\`).`,
      needsPerson: !isTo,
    });
  }
  if (header) found.push(headerValues(`${kind} \`${name}\``, place(header, input), isTo));
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
      text: isLost
        ? `KongRoute \`${name}\` cannot have an \`expression\` (Kong/kong-operator#2673), and before 3.7 \`expressions\` accepts only routes with one.`
        : `KongRoute \`${name}\` cannot have an \`expression\` (Kong/kong-operator#2673). From 3.7 on its fields continue to work.`,
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
      text: `GatewayClass \`${name}\`: \`status.supportedFeatures\` depends on the flavor. Conformance tests and tools that read it see different features.`,
      needsPerson: false,
    },
  ];
}
