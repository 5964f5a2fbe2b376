/** Gateways in manifests of Kubernetes, kustomize and the Kong Operator. */

import { configMapsOf } from './config-map.js';
import type { Found, SourceFile } from './declared.js';
import { manifestsIn } from './manifest.js';
import { type Applied, podOf, readPod } from './workload.js';
import { writtenFlavors } from './written.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function kubernetesGateways(files: readonly SourceFile[]): Found {
  const candidates = files.filter(({ uri }) => /\.(?:ya?ml|json)$/i.test(uri));
  if (!candidates.some(({ text }) => /kong/i.test(text))) return { gateways: [], sets: [], written: [] };
  const byUri = new Map(candidates.map((file) => [file.uri, file]));
  const manifests = candidates.flatMap(manifestsIn);
  const applied: Applied = {
    manifests,
    configMaps: manifests.flatMap(configMapsOf),
    fileOf: (uri) => byUri.get(uri),
  };
  const pods = manifests.flatMap((manifest) => podOf(manifest) ?? []).map((pod) => readPod(pod, applied));
  const workloads = pods.flatMap(({ workloads }) => workloads);
  return {
    gateways: workloads.map(({ gateway }) => gateway),
    sets: [],
    written: writtenFlavors(manifests, workloads, applied.fileOf),
  };
}
