/** Ingress controllers, which make the routes of the gateways that they configure. */

import { FilesByUri, type Place, type SourceFile } from '../../text/index.js';
import { at } from '../sources/index.js';
import { configMapsOf } from './config-map.js';
import { manifestsIn } from './manifest.js';
import { type Applied, podOf, readPod } from './workload.js';

/** A workload that runs the Kong Ingress Controller. */
export interface DeclaredController {
  /** Such as `Deployment`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly place: Place;
  /** Each of its pods has a Gateway of its own. */
  readonly hasOwnGateway: boolean;
}

/** Those of manifests; what a chart or the operator runs is named nowhere. */
export function findControllers(files: readonly SourceFile[]): DeclaredController[] {
  const candidates = files.filter(
    ({ uri, text }) => /\.(?:ya?ml|json)$/i.test(uri) && text.includes('apiVersion'),
  );
  const byUri = new FilesByUri(candidates);
  const manifests = candidates.flatMap(manifestsIn);
  const applied: Applied = {
    manifests,
    configMaps: manifests.flatMap(configMapsOf),
    fileOf: (uri) => byUri.get(uri),
  };
  return manifests.flatMap((manifest) => {
    const pod = podOf(manifest);
    const controllers = pod ? readPod(pod, applied).controllers : [];
    const { kind, name, namespace, place } = manifest;
    // Without an image it is a patch of one that is declared somewhere else.
    return controllers
      .filter(({ container }) => at(container, 'image'))
      .map(({ hasOwnGateway }) => ({ kind, name, namespace, place, hasOwnGateway }));
  });
}
