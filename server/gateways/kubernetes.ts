/** Gateways in manifests of Kubernetes, kustomize and the Kong Operator. */

import { FilesByAddress } from './addresses.js';
import { configMapsOf } from './config-map.js';
import type { DeclaredGateway, Found, GatewaySet, SourceFile } from './declared.js';
import { setsOf } from './gateway-sets.js';
import { manifestsIn } from './manifest.js';
import { operatorWorkload } from './operator.js';
import { type Applied, podOf, readPod, type Workload } from './workload.js';
import { writtenFlavors } from './written.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function kubernetesGateways(files: readonly SourceFile[]): Found {
  const candidates = files.filter(({ uri }) => /\.(?:ya?ml|json)$/i.test(uri));
  if (!candidates.some(({ text }) => /kong/i.test(text))) return { gateways: [], sets: [], written: [] };
  const byAddress = new FilesByAddress(candidates);
  const manifests = candidates.flatMap(manifestsIn);
  const applied: Applied = {
    manifests,
    configMaps: manifests.flatMap(configMapsOf),
    fileOf: (uri) => byAddress.get(uri),
  };
  const { gateways, sets, workloads } = gatewaysIn(applied);
  return { gateways, sets, written: writtenFlavors(manifests, workloads, applied.fileOf) };
}

interface AppliedGateways {
  readonly gateways: readonly DeclaredGateway[];
  readonly sets: readonly GatewaySet[];
  readonly workloads: readonly Workload[];
}

/** The gateways among what is applied together, and which of them have to agree. */
function gatewaysIn(applied: Applied): AppliedGateways {
  const pods = applied.manifests.flatMap((manifest) => {
    const pod = podOf(manifest);
    return pod ? [readPod(pod, applied)] : [];
  });
  const operated = applied.manifests.flatMap((manifest) => operatorWorkload(manifest, applied) ?? []);
  const workloads = [...pods.flatMap(({ workloads }) => workloads), ...operated];
  const controllers = pods.flatMap(({ controllers }) => controllers);
  const { sets, controlled } = setsOf({ workloads, controllers, manifests: applied.manifests });
  const gateways = workloads.map(({ gateway }) =>
    controlled.has(gateway.id) ? { ...gateway, controlled: 'ingress-controller' as const } : gateway,
  );
  return { gateways, sets, workloads };
}
