/** Every gateway that files declare, whichever kind of file it is. */

import { type SourceFile, uriKey } from '../text/index.js';
import { composeGateways } from './compose/index.js';
import { containerGateways } from './containers/index.js';
import { dockerfileGateways } from './docker/index.js';
import { helmGateways } from './helm/index.js';
import { kubernetesGateways } from './kubernetes/index.js';
import { looseFlavors } from './loose-flavors.js';
import type { DeclaredGateway, Found, WrittenFlavor } from './model/index.js';
import { kongConfGateways } from './settings/index.js';
import { isTerraform } from './sources/index.js';
import { terraformGateways, terraformManifests } from './terraform/index.js';

/**
 * The gateways that files declare, each setting with its place.
 *
 * @param files of a workspace, whichever they are: files of other tools are passed over. Keep the objects of files that
 *   did not change, so that they are not read again.
 */
export function findGateways(files: readonly SourceFile[]): Found {
  // The readers are in a file of their own, which a lone file of routes does not need.
  if (files.length === 0) return { gateways: [], sets: [], written: [] };
  const compose = composeGateways(files);
  const dockerfiles = dockerfileGateways(files, compose.built);
  const inContainers = [
    compose,
    dockerfiles,
    kubernetesGateways(files, terraformManifests(files)),
    helmGateways(files),
    containerGateways(files),
    terraformGateways(files),
  ];
  const readFiles = inContainers.flatMap(({ gateways }) => gateways.flatMap(({ reads }) => reads));
  const found = [kongConfGateways(files, new Set(readFiles.map(uriKey))), ...inContainers];
  const written = distinct(found.flatMap((one) => one.written));
  return {
    gateways: found.flatMap(({ gateways }) => gateways).map(writable),
    sets: found.flatMap(({ sets }) => sets),
    written: [...written, ...looseFlavors(files, written)],
  };
}

/** Lines of YAML cannot be added to an object that Terraform's syntax holds. */
const writable = (gateway: DeclaredGateway): DeclaredGateway =>
  gateway.insertion !== null && isTerraform(gateway.insertion.place.uri)
    ? { ...gateway, insertion: null }
    : gateway;

/** A file may be a kong.conf and in a ConfigMap, too. */
function distinct(written: readonly WrittenFlavor[]): WrittenFlavor[] {
  const byPlace = new Map<string, WrittenFlavor>();
  for (const one of written) {
    const key = [one.keyPlace, one.place].map(({ uri, span }) => `${uri}:${span.start}`).join(' ');
    if (!byPlace.has(key)) byPlace.set(key, one);
  }
  return [...byPlace.values()];
}
