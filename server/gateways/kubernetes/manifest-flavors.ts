/** Router flavors wherever manifests write them. */

import type { Place } from '../../text/index.js';
import type { WrittenFlavor } from '../model/index.js';
import { parseFlavor, settingOf } from '../settings/index.js';
import { entry, partOf, type YamlNode, yamlDocuments } from '../sources/index.js';
import { type Kustomization, patchesOf } from './kustomize.js';
import type { Manifest } from './manifest.js';
import type { Applied, Workload } from './workload.js';

/** Charts are installed by these; what their values mean is for who knows the chart. */
const releases = new Set(['Application', 'ApplicationSet', 'HelmRelease', 'HelmChart', 'HelmChartConfig']);

/** Every `KONG_ROUTER_FLAVOR` of manifests, and the other keys that gateways read it from. */
export function writtenFlavors(
  manifests: readonly Manifest[],
  kustomizations: readonly Kustomization[],
  workloads: readonly Workload[],
  fileOf: Applied['fileOf'],
): WrittenFlavor[] {
  const found = new Map<string, WrittenFlavor>();
  const add = (flavor: WrittenFlavor) => {
    const key = [flavor.keyPlace, flavor.place].map(({ uri, span }) => `${uri}:${span.start}`).join(' ');
    if (!found.has(key)) found.set(key, flavor);
  };
  for (const { kind, root } of manifests) {
    if (!releases.has(kind)) for (const flavor of variablesIn(root)) add(flavor);
  }
  for (const kustomization of kustomizations) {
    for (const { inline } of patchesOf(kustomization)) {
      const documents = inline ? yamlDocuments(partOf(kustomization.file, inline.span)) : [];
      for (const document of documents) for (const flavor of variablesIn(document)) add(flavor);
    }
  }
  for (const { launch } of workloads) {
    for (const setting of [launch.environment.get(variable), launch.conf.get('router_flavor')]) {
      if (!setting) continue;
      const { keyPlace } = setting;
      const { text, place, origin } = settingOf(setting, parseFlavor);
      const key = fileOf(keyPlace.uri)?.text.slice(keyPlace.span.start, keyPlace.span.end) ?? variable;
      if (origin.kind !== 'variable')
        add({ key, keyPlace, place: place ?? setting.place, text, unread: null });
    }
  }
  return [...found.values()];
}

const variable = 'KONG_ROUTER_FLAVOR';

/** Both ways to write a variable: an item with `name` and `value`, and a key. */
export function variablesIn(node: YamlNode): WrittenFlavor[] {
  if (node.kind === 'list') return node.items.flatMap(variablesIn);
  if (node.kind !== 'map') return [];
  const name = entry(node, 'name')?.value;
  const named = name?.kind === 'scalar' && name.text === variable ? name : null;
  const value = named && (entry(node, 'value') ?? entry(node, 'valueFrom'))?.value;
  const item = named && value ? [writtenAs(named, value)] : [];
  const below = node.entries.flatMap(({ key, uri, keySpan, value }) =>
    key === variable ? [writtenAs({ uri, span: keySpan }, value)] : variablesIn(value),
  );
  return [...item, ...below];
}

const writtenAs = (keyPlace: Place, value: YamlNode): WrittenFlavor => ({
  key: variable,
  keyPlace: { uri: keyPlace.uri, span: keyPlace.span },
  place: { uri: value.uri, span: value.span },
  text: value.kind === 'scalar' && !/\{\{/.test(value.text ?? '') ? (value.text ?? '') : null,
  unread: null,
});
