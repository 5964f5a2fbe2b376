/** Patches of kustomize, on trees whose values keep the places where they are written. */

import {
  at,
  entry,
  items,
  textOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
} from '../sources/index.js';

/** What distinguishes the items of a list (`x-kubernetes-patch-merge-key` in the API of Kubernetes). */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ports: ['containerPort', 'port'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

/**
 * A strategic merge patch over a manifest, as kustomize applies it (kubernetes-sigs/kustomize
 * `kyaml/yaml/merge2/merge2.go`).
 *
 * @param isKnown whether Kubernetes knows the kind; the lists of all others are replaced
 * @returns `null` if the patch deletes it
 */
export function mergePatch(under: YamlMap, over: YamlMap, isKnown: boolean): YamlMap | null {
  const directive = textOf(at(over, '$patch'));
  if (directive === 'delete') return null;
  if (directive === 'replace')
    return { ...over, entries: over.entries.filter(({ key }) => key !== '$patch') };
  const patched = new Map(over.entries.map((one) => [one.key, one]));
  const kept = under.entries.flatMap((below) => {
    const above = patched.get(below.key);
    patched.delete(below.key);
    return above ? mergeEntry(below, above, isKnown) : [below];
  });
  const added = [...patched.values()].filter(({ key, value }) => !key.startsWith('$') && !isNull(value));
  return { ...over, entries: [...kept, ...added] };
}

const isNull = (node: YamlNode): boolean => node.kind === 'scalar' && node.text === null;

function mergeEntry(below: YamlEntry, above: YamlEntry, isKnown: boolean): YamlEntry[] {
  if (isNull(above.value)) return [];
  if (below.value.kind === 'map' && above.value.kind === 'map') {
    const value = mergePatch(below.value, above.value, isKnown);
    return value ? [{ ...above, value }] : [];
  }
  const keys = isKnown ? mergeKeys[above.key] : undefined;
  if (!keys || below.value.kind !== 'list' || above.value.kind !== 'list') return [above];
  return [{ ...above, value: mergeLists(below.value, above.value, keys) }];
}

/** What is new comes first. */
function mergeLists(under: YamlList, over: YamlList, keys: readonly string[]): YamlList {
  if (over.items.some((item) => textOf(at(item, '$patch')) === 'replace' && !identityOf(item, keys)))
    return { ...over, items: over.items.filter((item) => !at(item, '$patch')) };
  const ahead: YamlNode[] = [];
  const merged = new Map<string, YamlNode | null>();
  for (const item of over.items) {
    const id = identityOf(item, keys);
    const below = under.items.find((one) => id !== null && identityOf(one, keys) === id);
    if (id === null || !below) {
      if (textOf(at(item, '$patch')) !== 'delete') ahead.push(item);
    } else {
      merged.set(id, item.kind === 'map' && below.kind === 'map' ? mergePatch(below, item, true) : item);
    }
  }
  const kept = under.items.flatMap((item) => {
    const id = identityOf(item, keys);
    return id === null || !merged.has(id) ? [item] : (merged.get(id) ?? []);
  });
  // Those that the patch names come in its order, before the others.
  const named = kept.filter((item) => merged.has(identityOf(item, keys) ?? ''));
  return { ...over, items: [...ahead, ...named, ...kept.filter((item) => !named.includes(item))] };
}

function identityOf(item: YamlNode, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = textOf(at(item, key));
    if (text !== null) return text;
  }
  return item.kind === 'scalar' ? item.text : null;
}

/** The operations of a JSON patch (RFC 6902), those that cannot be done left out. */
export const applyOperations = (root: YamlMap, operations: YamlNode): YamlMap =>
  items(operations).reduce<YamlMap>((tree, operation) => {
    const path = textOf(at(operation, 'path'));
    const name = textOf(at(operation, 'op'));
    const value = at(operation, 'value');
    if (!path?.startsWith('/') || (name !== 'remove' && !value)) return tree;
    if (name !== 'add' && name !== 'replace' && name !== 'remove') return tree;
    const steps = path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const edited = edit(tree, steps, { name, value: value ?? tree, path: entry(operation, 'path')!.value });
    return edited.kind === 'map' ? edited : tree;
  }, root);

interface Edit {
  readonly name: 'add' | 'replace' | 'remove';
  readonly value: YamlNode;
  /** The place of a key that is new. */
  readonly path: YamlNode;
}

function edit(node: YamlNode, [step, ...rest]: readonly string[], operation: Edit): YamlNode {
  if (step === undefined) return operation.value;
  if (node.kind === 'map') return editMap(node, step, rest, operation);
  if (node.kind !== 'list') return node;
  const index = step === '-' ? node.items.length : /^\d+$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > node.items.length) return node;
  const before = node.items.slice(0, index);
  const here = node.items[index];
  const after = node.items.slice(index + 1);
  if (rest.length > 0)
    return here ? { ...node, items: [...before, edit(here, rest, operation), ...after] } : node;
  if (operation.name === 'add')
    return { ...node, items: [...before, operation.value, ...(here ? [here] : []), ...after] };
  if (!here) return node;
  return { ...node, items: [...before, ...(operation.name === 'remove' ? [] : [operation.value]), ...after] };
}

function editMap(map: YamlMap, key: string, rest: readonly string[], operation: Edit): YamlMap {
  const found = entry(map, key);
  if (rest.length > 0) {
    return found ? withValue(map, found, edit(found.value, rest, operation)) : map;
  }
  if (operation.name === 'remove') return { ...map, entries: map.entries.filter((one) => one !== found) };
  if (found) return withValue(map, found, operation.value);
  if (operation.name === 'replace') return map;
  const { uri, span } = operation.path;
  const added = { key, uri, keySpan: span, value: operation.value, merged: false };
  return { ...map, entries: [...map.entries, added] };
}

const withValue = (map: YamlMap, changed: YamlEntry, value: YamlNode): YamlMap => ({
  ...map,
  entries: map.entries.map((one) => (one === changed ? { ...one, value } : one)),
});
