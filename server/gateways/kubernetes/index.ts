/** Manifests of Kubernetes, kustomize and the Kong Operator. */

export { configMapsOf } from './config-map.js';
export { type ConfigMap, type FindConfigMap, givenAs, referred } from './container.js';
export { type DeclaredController, findControllers } from './controllers.js';
export { kubernetesGateways } from './kubernetes-gateways.js';
export { appliedManifests, Kustomize, kustomizationsIn } from './kustomize.js';
export { type Manifest, manifestOf, manifestsIn, sameNamespace } from './manifest.js';
export { numberOf } from './workload.js';
