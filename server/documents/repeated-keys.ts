/**
 * Keys that are written twice in one mapping. YAML and JSON forbid them, but Kong's parsers accept them and keep the last:
 * `load_map` of gvvaughan/lyaml (`lib/lyaml/init.lua`) and `json_parse_object_context` of openresty/lua-cjson
 * (`lua_cjson.c`) assign one after the other. So does sigs.k8s.io/yaml, with which decK reads its files.
 */

import type { RepeatedKey, RouteBody, SourcedEntry, SourcedValue } from './document.js';

/** The mappings and lists of a document as they are written: aliases are not followed, nothing is merged. */
export interface WrittenTree<Node> {
  /** `null` if the node is not a mapping. */
  entries(node: Node): readonly (RepeatedKey & { readonly value: Node | null })[] | null;
  /** `null` if the node is not a list. */
  items(node: Node): readonly Node[] | null;
}

/**
 * @param routes whose keys are found in the routes (`repeatedInRoute`)
 * @returns in the order of the text
 */
export function repeatedKeys<Node>(
  tree: WrittenTree<Node>,
  root: Node | null,
  routes: ReadonlySet<Node>,
): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const walk = (node: Node | null): void => {
    if (node === null || routes.has(node)) return;
    const entries = tree.entries(node);
    if (entries === null) {
      for (const item of tree.items(node) ?? []) walk(item);
      return;
    }
    const known = new Set<string>();
    for (const { key, span, value } of entries) {
      if (known.has(key)) found.push({ key, span });
      known.add(key);
      walk(value);
    }
  };
  walk(root);
  return found;
}

/** Of keys in the route itself; spans count from its start. */
export function repeatedInRoute({ entries, terraform }: RouteBody): RepeatedKey[] {
  // Terraform has its own rules for repeated arguments.
  if (terraform) return [];
  const found: RepeatedKey[] = [];
  const walk = (value: SourcedValue): void => {
    if (value.aliased) return;
    if (value.kind === 'object') walkEntries(value.entries);
    else if (value.kind === 'array') for (const item of value.items) walk(item);
  };
  const walkEntries = (entries: readonly SourcedEntry[]) => {
    const known = new Set<string>();
    for (const { key, keySpan, value, merged } of entries) {
      // What is merged in has no key that is there already.
      if (merged) continue;
      if (known.has(key)) found.push({ key, span: keySpan });
      known.add(key);
      walk(value);
    }
  };
  walkEntries(entries);
  return found;
}
