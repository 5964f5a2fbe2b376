/**
 * GRPCRoutes. The API server gives their rules no default match.
 * Sources: `subtranslator/grpcroute.go`, `translator/translate_grpcroute.go`.
 */

import { append } from '../../text/index.js';
import type { ServiceDraft } from '../kong/draft.js';
import { listeningPorts } from '../objects/gateways.js';
import { type GrpcRule, grpcRules } from '../objects/grpc-route.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import { backendService } from './backend-service.js';
import { backendsOf } from './backends.js';
import type { Services, TranslationContext } from './context.js';
import { grpcExpressionRoutes } from './grpc-expression.js';
import { grpcTraditionalRoutes } from './grpc-traditional.js';

export function translateGrpcRoutes(context: TranslationContext): Services {
  const routes = context.cluster.list(groups.gateway, 'GRPCRoute');
  const services: Services = new Map();
  if (context.isExpression) {
    for (const { serviceName, rule, route } of grpcExpressionRoutes(routes, context)) {
      const service = services.get(serviceName) ?? serviceOf(serviceName, route.object, rule, context);
      service.routes.push(route);
      services.set(serviceName, service);
    }
    return services;
  }
  for (const object of routes) {
    for (const rule of grpcRules(object)) {
      const name = `grpcroute.${object.namespace}.${object.name}.${rule.index}`;
      const service = serviceOf(name, object, rule, context);
      append(service.routes, grpcTraditionalRoutes(object, rule, context));
      services.set(name, service);
    }
  }
  return services;
}

function serviceOf(
  name: string,
  object: KubernetesObject,
  rule: GrpcRule,
  context: TranslationContext,
): ServiceDraft {
  const references = rule.value.get('backendRefs').items;
  const { backends, problems } = backendsOf(references, object, context.cluster);
  context.report(...problems);
  const isPlain = listeningPorts(object, 'HTTP', context.cluster).length > 0;
  return backendService(
    {
      name,
      object,
      protocol: isPlain ? 'grpc' : 'grpcs',
      // The traditional translation does not note the object.
      version: context.isExpression ? 'v1' : null,
      backends,
      references: references.length,
    },
    context,
  );
}
