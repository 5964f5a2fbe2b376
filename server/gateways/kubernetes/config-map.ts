/** ConfigMaps of manifests. */

import type { Given } from '../settings/index.js';
import { at } from '../sources/index.js';
import { type ConfigMap, givenAs } from './container.js';
import type { Manifest } from './manifest.js';

export function configMapsOf({ kind, name, namespace, file, root }: Manifest): ConfigMap[] {
  const data = at(root, 'data');
  if (kind !== 'ConfigMap' || data?.kind !== 'map') return [];
  const values = data.entries.map(({ key, uri, keySpan, value }): [string, Given] => [
    key,
    givenAs({ uri, span: keySpan }, value),
  ]);
  return [{ name, namespace, file, data: new Map(values) }];
}
