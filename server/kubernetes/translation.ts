/**
 * From the objects of all files to the configuration that a controller sends to Kong.
 * Source: Kong/kubernetes-ingress-controller `internal/dataplane/translator/translator.go` (`BuildKongConfig`).
 */

import { type ControllerSettings, isEnabled, rulesOf } from './controllers/settings.js';
import { type GeneratedService, generatedService } from './kong/generated.js';
import { annotateRoute } from './kong/route-annotations.js';
import { applyServices } from './kong/service-annotations.js';
import { Cluster } from './objects/cluster.js';
import type { KubernetesObject } from './objects/object.js';
import { type ManifestProblem, type Output, problem } from './problems/codes.js';
import { type RefusedObject, type Services, TranslationContext } from './routes/context.js';
import { addDefaultBackend } from './routes/default-backend.js';
import { translateGrpcRoutes } from './routes/grpc-route.js';
import { translateHttpRoutes } from './routes/http-route.js';
import { translateIngresses } from './routes/ingress.js';
import { translateKongRoutes } from './routes/kong-route.js';
import { addRewrites } from './routes/rewrite.js';
import { translateStreamIngresses } from './routes/stream-ingress.js';
import { type StreamKind, translateStreamRoutes } from './routes/stream-route.js';

/** What a controller makes of all objects for one kind of output. */
export interface OutputTranslation {
  readonly output: Output;
  /** Sorted by name, each with its routes, sorted too. */
  readonly services: readonly GeneratedService[];
  readonly refused: readonly RefusedObject[];
  readonly problems: readonly ManifestProblem[];
}

/** Both traditional flavors get the same configuration. */
export interface Translation {
  readonly settings: ControllerSettings;
  readonly cluster: Cluster;
  readonly traditional: OutputTranslation;
  readonly expressions: OutputTranslation;
}

/** Translates the objects for every flavor. Pure; never throws. */
export function translate(objects: readonly KubernetesObject[], settings: ControllerSettings): Translation {
  const cluster = new Cluster(objects, settings.ingressClass);
  return {
    settings,
    cluster,
    traditional: translateFor('traditional', cluster, settings),
    expressions: translateFor('expressions', cluster, settings),
  };
}

function translateFor(output: Output, cluster: Cluster, settings: ControllerSettings): OutputTranslation {
  const context = new TranslationContext(cluster, settings, rulesOf(settings), output);
  const drafts = merge(servicesOfKinds(context), context);
  const made = [...drafts.values()].filter((draft) => applyServices(draft, context));
  for (const { routes } of made) {
    for (const route of routes) annotateRoute(route, settings, context.rules.wildcardSnis);
  }
  const services = made.map((draft) => generatedService(draft, settings));
  return {
    output,
    services: [...services, ...translateKongRoutes(context)],
    refused: context.refused,
    problems: context.problems,
  };
}

/** In the order in which the controller merges them. */
function servicesOfKinds(context: TranslationContext): readonly Services[] {
  const ingresses = translateIngresses(context);
  addRewrites(ingresses, context);
  addDefaultBackend(ingresses, context);
  return [
    ingresses,
    translateStreamIngresses('TCPIngress', context),
    translateStreamIngresses('UDPIngress', context),
    translateHttpRoutes(context),
    ...(['UDPRoute', 'TCPRoute', 'TLSRoute'] as const).map((kind) => streamRoutes(kind, context)),
    translateGrpcRoutes(context),
  ];
}

/**
 * The ingress controller reads these only with a feature gate. If the gate is unknown, they are translated nevertheless,
 * and it is reported that they need it.
 */
function streamRoutes(kind: StreamKind, context: TranslationContext): Services {
  const { controller, featureGates } = context.settings;
  const isOff = featureGates.get('GatewayAlpha') === false && !isEnabled(context.settings, 'GatewayAlpha');
  return controller === 'kic' && isOff ? new Map() : translateStreamRoutes(kind, context);
}

/** A later service with the same name replaces an earlier one, and its routes are gone. */
function merge(all: readonly Services[], context: TranslationContext): Services {
  const merged: Services = new Map();
  for (const services of all) {
    for (const [name, service] of services) {
      const earlier = merged.get(name);
      for (const { object } of earlier?.routes ?? []) {
        const by = `${service.parent.kind} ${service.parent.namespace}/${service.parent.name}`;
        context.report(problem('service-replaced', { service: name, by }, object.origin));
      }
      merged.set(name, service);
    }
  }
  return merged;
}
