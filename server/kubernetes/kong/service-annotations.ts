/**
 * The effect of Kubernetes Services on the Kong service that they are backends of: ports, and annotations.
 * Sources: `translator/ingressrules.go` (`populateServices`), `translate_upstreams.go` (`findPort`),
 * `kongstate/service.go` (`override`).
 */

import { kong } from '../objects/annotations.js';
import type { Cluster } from '../objects/cluster.js';
import { atoi, compareText, parseBool } from '../objects/go-text.js';
import { groups, type KubernetesObject, objectKey } from '../objects/object.js';
import type { Origin } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import { isProtocol } from '../objects/words.js';
import { problem } from '../problems/codes.js';
import type { TranslationContext } from '../routes/context.js';
import { type Backend, type PortReference, portText, type ServiceDraft } from './draft.js';
import { tagsOf } from './tags.js';

/** A Kubernetes Service with the annotations that count: those of a facade override its own. */
interface FoundService {
  readonly backend: Backend;
  readonly service: KubernetesObject;
  readonly annotations: ReadonlyMap<string, { readonly text: string; readonly origin: Origin }>;
}

/** @returns whether the service is made at all */
export function applyServices(draft: ServiceDraft, context: TranslationContext): boolean {
  const found = draft.backends.flatMap((backend) => findService(backend, context));
  if (!agree(found, draft, context)) return false;
  draft.tags = serviceTags(found, draft);
  for (const { backend, service } of found) {
    const port = findPort(service, backend.port);
    if (port !== null) draft.port = port;
    else {
      const args = { service: objectKey(service.namespace, service.name), port: portText(backend.port) };
      context.report(problem('port-unknown', args, backend.origin.origin));
    }
  }
  const byName = [...found].sort((a, b) =>
    compareText(
      objectKey(a.service.namespace, a.service.name),
      objectKey(b.service.namespace, b.service.name),
    ),
  );
  for (const one of byName) annotate(draft, withPolicies(one, context.cluster));
  // gRPC has no path.
  if (draft.protocol === 'grpc' || draft.protocol === 'grpcs') draft.path = null;
  return true;
}

function findService(backend: Backend, context: TranslationContext): FoundService[] {
  const { cluster } = context;
  const facade = backend.isFacade ? cluster.facade(backend.namespace, backend.name) : undefined;
  const name = facade ? (facade.root.get('spec', 'backendRef', 'name').text ?? '') : backend.name;
  const service = cluster.service(backend.namespace, name);
  if (!service) {
    const args = { service: objectKey(backend.namespace, name) };
    context.report(problem('service-unknown', args, backend.origin.origin));
    return [];
  }
  const annotations = new Map([...annotationsOf(service), ...(facade ? annotationsOf(facade) : [])]);
  return [{ backend, service, annotations }];
}

const annotationsOf = ({ annotations }: KubernetesObject): [string, { text: string; origin: Origin }][] =>
  annotations.keys.flatMap((key) => {
    const annotation = annotations.get(key);
    return annotation ? [[key, { text: annotation.value, origin: annotation.origin }]] : [];
  });

/** The tags of a service whose Services are not known. */
const unknownTags: readonly string[] = [
  'k8s-name:UNKNOWN',
  'k8s-namespace:UNKNOWN',
  'k8s-kind:Service',
  'k8s-uid:00000000-0000-0000-0000-000000000000',
  'k8s-group:core',
  'k8s-version:v1',
];

/** Those of the Service or of its facade; of several Services, those of the object that has them as its backends. */
function serviceTags(found: readonly FoundService[], draft: ServiceDraft): readonly string[] {
  const [first] = found;
  if (!first) return unknownTags;
  if (found.length > 1) return draft.parentVersion === null ? [] : tagsOf(draft.parent, draft.parentVersion);
  return first.backend.isFacade ? tagsOf(draft.parent, 'v1alpha1') : tagsOf(first.service, 'v1');
}

/** The Services of one Kong service must have the same annotations of Kong, or there is no Kong service. */
function agree(found: readonly FoundService[], draft: ServiceDraft, context: TranslationContext): boolean {
  const seen = new Map<string, string>();
  for (const { annotations } of found) {
    for (const [key, { text }] of annotations) if (key.startsWith('konghq.com')) seen.set(key, text);
  }
  const differing = [...seen].filter(([key, text]) =>
    found.some(({ annotations }) => annotations.get(key)?.text !== text),
  );
  for (const [annotation] of differing) {
    for (const { service, annotations } of found) {
      const origin = annotations.get(annotation)?.origin ?? service.origin;
      context.refuse(
        service,
        { reason: 'service-annotations-differ', args: { annotation, service: draft.name } },
        origin,
      );
    }
  }
  return differing.length === 0;
}

/** The number of the port; `null` if the Service has no such port. */
function findPort({ root }: KubernetesObject, wanted: PortReference): number | null {
  const isExternal = root.get('spec', 'type').text === 'ExternalName';
  const ports = root.get('spec', 'ports').items;
  if (wanted.mode === 'number') {
    return isExternal || ports.some((port) => port.get('port').integer === wanted.number)
      ? wanted.number
      : null;
  }
  if (isExternal) return null;
  if (wanted.mode === 'only') return ports.length === 1 ? (ports[0]?.get('port').integer ?? null) : null;
  return ports.find((port) => isNamed(port, wanted.name))?.get('port').integer ?? null;
}

function isNamed(port: Value, name: string): boolean {
  const target = port.get('targetPort');
  return port.get('name').text === name || (target.integer === undefined && target.text === name);
}

/** A BackendTLSPolicy sets annotations of its Services; two of them set none. */
function withPolicies(
  { service, annotations }: FoundService,
  cluster: Cluster,
): (key: string) => string | undefined {
  const policies = cluster
    .list(groups.gateway, 'BackendTLSPolicy')
    .filter(
      ({ namespace, root }) =>
        namespace === service.namespace &&
        root
          .get('spec', 'targetRefs')
          .items.some(
            (target) =>
              ['', 'core'].includes(target.get('group').text ?? '') &&
              target.get('kind').text === 'Service' &&
              target.get('name').text === service.name,
          ),
    );
  const set = new Map<string, string>();
  const [policy] = policies;
  if (policy && policies.length === 1) {
    set.set('tls-verify', 'true').set('protocol', 'https');
    const depth = policy.root.get('spec', 'options', 'tls-verify-depth').text;
    if (depth !== undefined && (atoi(depth) ?? -1) >= 0) set.set('tls-verify-depth', depth);
  }
  return (key) => set.get(key) ?? annotations.get(`${kong}${key}`)?.text;
}

function annotate(draft: ServiceDraft, text: (key: string) => string | undefined): void {
  const protocol = text('protocol');
  if (protocol && isProtocol(protocol)) draft.protocol = protocol;
  const path = text('path');
  if (path?.startsWith('/')) draft.path = path;
  const number = (key: string) => {
    const value = text(key);
    return value === undefined ? null : atoi(value);
  };
  draft.connect_timeout = number('connect-timeout') ?? draft.connect_timeout;
  draft.write_timeout = number('write-timeout') ?? draft.write_timeout;
  draft.read_timeout = number('read-timeout') ?? draft.read_timeout;
  draft.retries = number('retries') ?? draft.retries;
  const verify = parseBool(text('tls-verify') ?? '');
  if (verify !== null) draft.tls_verify = verify;
  const depth = number('tls-verify-depth');
  if (depth !== null) draft.tls_verify_depth = depth;
}
