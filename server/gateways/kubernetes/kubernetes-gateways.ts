/** Gateways in manifests of Kubernetes, kustomize and the Kong Operator. */

import { FilesByUri, type SourceFile, uriKey } from '../../text/index.js';
import type { Found } from '../model/index.js';
import { configMapsOf } from './config-map.js';
import { Kustomize, kustomizationsIn } from './kustomize.js';
import { type Manifest, manifestsIn } from './manifest.js';
import { writtenFlavors } from './manifest-flavors.js';
import { operatorWorkload } from './operator.js';
import { type AppliedGateways, overlayGateways } from './overlay.js';
import { type Applied, podOf, readPod, type Workload } from './workload.js';
import { setsOf } from './workload-sets.js';

/**
 * @param files all of the workspace that may configure gateways; those that are of another kind are passed over
 * @param declared objects that files of other tools have in them
 */
export function kubernetesGateways(files: readonly SourceFile[], declared: readonly Manifest[] = []): Found {
  const candidates = files.filter(({ uri }) => /\.(?:ya?ml|json)$/i.test(uri));
  if (declared.length === 0 && !candidates.some(({ text }) => /kong/i.test(text)))
    return { gateways: [], sets: [], written: [] };
  const byUri = new FilesByUri(files);
  const kustomizations = kustomizationsIn(candidates);
  const kustomize = new Kustomize(kustomizations, byUri);
  const manifests = [...candidates.flatMap(manifestsIn), ...declared];
  const applied: Applied = {
    manifests: manifests.filter(({ file }) => !kustomize.referenced.has(uriKey(file.uri))),
    configMaps: manifests.flatMap(configMapsOf),
    fileOf: (uri) => byUri.get(uri),
  };
  const alone = gatewaysIn(applied);
  const built = overlayGateways(kustomizations, kustomize, applied, gatewaysIn);
  const workloads = [...alone.workloads, ...built.workloads];
  return {
    gateways: [...alone.gateways, ...built.gateways],
    sets: [...alone.sets, ...built.sets],
    written: writtenFlavors(manifests, kustomizations, workloads, applied.fileOf),
  };
}

/** The gateways among what is applied together, and which of them have to agree. */
function gatewaysIn(applied: Applied): AppliedGateways {
  const pods = applied.manifests.flatMap((manifest) => {
    const pod = podOf(manifest);
    return pod ? [readPod(pod, applied)] : [];
  });
  const operated = applied.manifests.flatMap((manifest) => operatorWorkload(manifest, applied) ?? []);
  const workloads = withUniqueIds([...pods.flatMap(({ workloads }) => workloads), ...operated]);
  const controllers = pods.flatMap(({ controllers }) => controllers);
  const { sets, controlled } = setsOf({ workloads, controllers, manifests: applied.manifests });
  const gateways = workloads.map(({ gateway }) =>
    controlled.has(gateway.id) ? { ...gateway, controlled: 'ingress-controller' as const } : gateway,
  );
  return { gateways, sets, workloads };
}

/** A file may have two manifests of one name. */
function withUniqueIds(workloads: readonly Workload[]): Workload[] {
  const seen = new Map<string, number>();
  return workloads.map((workload) => {
    const { id } = workload.gateway;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? workload : { ...workload, gateway: { ...workload.gateway, id: `${id}~${count}` } };
  });
}
