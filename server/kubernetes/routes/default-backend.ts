/**
 * The default backend: of all Ingresses that have one, that of the oldest.
 * Source: `translator/translate_ingress.go`.
 */

import { append } from '../../text/index.js';
import { all, any, predicate, print } from '../expressions/matcher.js';
import { newService, portText, type RouteDraft, type ServiceDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import { type KubernetesObject, objectKey } from '../objects/object.js';
import { defaultAt, sourced } from '../objects/origin.js';
import { problem } from '../problems/codes.js';
import type { Services, TranslationContext } from './context.js';
import { bothProtocols } from './ingress.js';
import { ingressBackend } from './ingress-backend.js';

/** Adds the route to the service that is there already, or the service to the others. */
export function addDefaultBackend(services: Services, context: TranslationContext): void {
  const [ingress, ...others] = context.cluster.ingresses.filter(
    ({ root }) => root.get('spec', 'defaultBackend').isPresent,
  );
  if (!ingress) return;
  const winner = objectKey(ingress.namespace, ingress.name);
  for (const other of others) {
    const { keyOrigin } = other.root.get('spec', 'defaultBackend');
    context.report(problem('default-backend-taken', { winner }, keyOrigin));
  }
  const service = serviceOf(ingress, context);
  if (!service) return;
  const known = services.get(service.name);
  if (known) append(known.routes, service.routes);
  else services.set(service.name, service);
}

function serviceOf(ingress: KubernetesObject, context: TranslationContext): ServiceDraft | null {
  const value = ingress.root.get('spec', 'defaultBackend');
  const found = ingressBackend(value, ingress, null, context);
  if (!found) return null;
  const { backend, facade } = found;
  const { namespace } = ingress;
  const port = portText(backend.port);
  const facadeName = `${namespace}.${backend.name}.svc.facade`;
  const service = newService({
    name: backend.isFacade ? facadeName : `${namespace}.${backend.name}.${port}`,
    host: backend.isFacade ? facadeName : `${backend.name}.${namespace}.${port}.svc`,
    protocol: 'http',
    backends: [backend],
    parent: facade ?? ingress,
  });
  service.port = 80;
  service.routes.push(routeOf(ingress, context));
  return service;
}

function routeOf(ingress: KubernetesObject, { isExpression, rules }: TranslationContext): RouteDraft {
  const { keyOrigin } = ingress.root.get('spec', 'defaultBackend');
  const at = defaultAt(keyOrigin);
  const route: RouteDraft = {
    name: `${ingress.namespace}.${ingress.name}`,
    object: ingress,
    source: { defaultBackend: true },
    isExpression,
    strip_path: sourced(false, at),
    preserve_host: sourced(true, at),
    request_buffering: sourced(true, at),
    response_buffering: sourced(true, at),
    tags: tagsOf(ingress, 'v1'),
    plugins: [],
    pluginNames: [],
  };
  const { defaultBackendProtocols } = rules;
  if (defaultBackendProtocols === 'both' || (defaultBackendProtocols === 'traditional' && !isExpression)) {
    route.protocols = bothProtocols(ingress);
  }
  if (!isExpression) {
    route.paths = [sourced('/', keyOrigin)];
    route.regex_priority = sourced(0, at);
    return route;
  }
  const path = predicate('http.path', '^=', '/', keyOrigin);
  const protocols = any(['http', 'https'].map((name) => predicate('net.protocol', '==', name, null)));
  route.expression = print(all(rules.defaultBackendNamesProtocols ? [path, protocols] : [path]));
  route.priority = 0n;
  route.priorityTraits = { kind: 'fixed', priority: 0n };
  return route;
}
