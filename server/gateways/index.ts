/** Where the router flavor is set: what the floors above may use. */

import { addressKey } from './addresses.js';
import { composeGateways } from './compose.js';
import type { Found, SourceFile, WrittenFlavor } from './declared.js';
import { dockerfileGateways } from './dockerfiles.js';
import { helmGateways } from './helm.js';
import { kongConfGateways } from './kong-conf.js';
import { kubernetesGateways } from './kubernetes.js';

export { addressKey, folderOf } from './addresses.js';
export { judgeAgreement, type RouteTable } from './agreement.js';
export { gatewayFileGlob, mayConfigureGateways, mayDeclareGateways } from './candidate.js';
export { type DeclaredController, findControllers } from './controllers.js';
export * from './declared.js';
export { type Manifest, manifestsIn } from './manifest.js';
export { moveFlavor } from './move-flavor.js';
export { kindWords, nameOf, sentenceCase } from './name.js';
export * from './pairing.js';
export type { GatewayProblem, GatewayProblemArguments, RelatedPlace } from './problem.js';
export { judgeSettings, unknownVersion } from './rules.js';
export { defaultFlavor, parseFlavor } from './value.js';
export {
  at,
  entry,
  items,
  textOf,
  type YamlEntry,
  type YamlNode,
  yamlDocuments,
} from './yaml-tree.js';

/**
 * The gateways that files declare, each setting with its place.
 *
 * @param files of a workspace, whichever they are: files of other tools are passed over. Keep the objects of files that
 *   did not change, so that they are not read again.
 */
export function findGateways(files: readonly SourceFile[]): Found {
  const compose = composeGateways(files);
  const dockerfiles = dockerfileGateways(files, compose.built);
  const inContainers = [compose, dockerfiles, kubernetesGateways(files), helmGateways(files)];
  const taken = inContainers.flatMap(({ gateways }) => gateways.flatMap(({ reads }) => reads));
  const found = [kongConfGateways(files, new Set(taken.map(addressKey))), ...inContainers];
  return {
    gateways: found.flatMap(({ gateways }) => gateways),
    sets: found.flatMap(({ sets }) => sets),
    written: distinct(found.flatMap(({ written }) => written)),
  };
}

/** A file may be a kong.conf and in a ConfigMap, too. */
function distinct(written: readonly WrittenFlavor[]): WrittenFlavor[] {
  const byPlace = new Map<string, WrittenFlavor>();
  for (const one of written) {
    const key = [one.keyPlace, one.place].map(({ uri, span }) => `${uri}:${span.start}`).join(' ');
    if (!byPlace.has(key)) byPlace.set(key, one);
  }
  return [...byPlace.values()];
}
