/** TCPIngresses and UDPIngresses, which the operator does not read. Source: `translator/translate_kong_l4.go`. */

import { newService, type RouteDraft, type ServiceDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { Services, TranslationContext } from './context.js';
import { makeStreamExpressions } from './stream-expression.js';

export function translateStreamIngresses(
  kind: 'TCPIngress' | 'UDPIngress',
  context: TranslationContext,
): Services {
  const services: Services = new Map();
  if (!context.rules.readsStreamIngresses) return services;
  for (const ingress of context.cluster.streamIngresses(kind)) {
    for (const [index, rule] of ingress.root.get('spec', 'rules').items.entries()) {
      const name = rule.get('backend', 'serviceName');
      if (!name.text) continue;
      const service = serviceOf(ingress, kind, rule);
      const known = services.get(service.name) ?? service;
      known.routes.push(routeOf(ingress, kind, rule, index, context));
      services.set(service.name, known);
    }
  }
  if (context.isExpression) makeStreamExpressions(services, context);
  return services;
}

function serviceOf(ingress: KubernetesObject, kind: string, rule: Value): ServiceDraft {
  const { namespace } = ingress;
  const backend = rule.get('backend');
  const name = backend.get('serviceName').textOr('');
  const number = backend.get('servicePort').integer ?? 0;
  const isUdp = kind === 'UDPIngress';
  const port = { mode: 'number', number } as const;
  const service = newService({
    name: `${namespace}.${name.value}.${number}${isUdp ? '.udp' : ''}`,
    host: `${name.value}.${namespace}.${number}.svc`,
    protocol: isUdp ? 'udp' : 'tcp',
    backends: [{ namespace, name: name.value, isFacade: false, port, weight: null, origin: name }],
    parent: ingress,
    parentVersion: 'v1beta1',
  });
  service.port = isUdp ? number : 80;
  if (!isUdp) return service;
  return { ...service, connect_timeout: null, read_timeout: null, write_timeout: null, retries: null };
}

function routeOf(
  object: KubernetesObject,
  kind: string,
  rule: Value,
  index: number,
  { isExpression }: TranslationContext,
): RouteDraft {
  const isUdp = kind === 'UDPIngress';
  const port = rule.get('port');
  const host = rule.get('host');
  return {
    name: `${object.namespace}.${object.name}.${index}${isUdp ? '.udp' : ''}`,
    object,
    source: { rules: [index] },
    isExpression,
    protocols: (isUdp ? ['udp'] : ['tcp', 'tls']).map((protocol) =>
      sourced(protocol, defaultAt(object.origin)),
    ),
    destinations: [sourced(port.integer ?? 0, port.origin)],
    ...(!isUdp && host.text && { snis: [host.textOr('')] }),
    tags: tagsOf(object, 'v1beta1'),
    plugins: [],
    pluginNames: [],
  };
}
