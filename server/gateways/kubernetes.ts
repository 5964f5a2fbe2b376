/** Gateways in manifests of Kubernetes, kustomize and the Kong Operator. */

import { type ConfigMap, givenAs } from './container.js';
import type { Found, SourceFile } from './declared.js';
import type { Given } from './launch.js';
import { type Manifest, manifestsIn } from './manifest.js';
import { type Applied, podOf, readPod } from './workload.js';
import { writtenFlavors } from './written.js';
import { at } from './yaml-tree.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function kubernetesGateways(files: readonly SourceFile[]): Found {
  const candidates = files.filter(({ uri }) => /\.(?:ya?ml|json)$/i.test(uri));
  if (!candidates.some(({ text }) => /kong/i.test(text))) return { gateways: [], sets: [], written: [] };
  const byUri = new Map(candidates.map((file) => [file.uri, file]));
  const manifests = candidates.flatMap(manifestsIn);
  const applied: Applied = {
    manifests,
    configMaps: manifests.flatMap(configMapOf),
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

function configMapOf(manifest: Manifest): ConfigMap[] {
  const { kind, name, namespace, file, root } = manifest;
  const data = at(root, 'data');
  if (kind !== 'ConfigMap' || data?.kind !== 'map') return [];
  const values = data.entries.map(({ key, uri, keySpan, value }): [string, Given] => [
    key,
    givenAs({ uri, span: keySpan }, value),
  ]);
  return [{ name, namespace, file, data: new Map(values) }];
}
