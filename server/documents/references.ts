/** Which routes the other entities of a document speak of: plugins, filter chains and others have a `route`. */

import { isMap, isScalar, parseAllDocuments, visit } from 'yaml';
import { shallowYaml } from '../text/index.js';
import type { RouteDocument } from './document.js';

/**
 * @returns the names and ids of routes that are the value of a key `route`, alone or as `{name}` or `{id}`.
 *   JSON is read as the YAML that it is
 */
export function routeReferences({ text, terraform }: RouteDocument): ReadonlySet<string> {
  const references = new Set<string>();
  // Terraform refers to a resource by its address, not by the name of the route.
  if (terraform) return references;
  for (const document of parseAllDocuments(shallowYaml(text).text, {
    logLevel: 'silent',
    uniqueKeys: false,
  })) {
    if (!('contents' in document)) continue;
    visit(document, {
      Pair(_, { key, value }) {
        if (!isScalar(key) || key.value !== 'route') return;
        const named = isMap(value)
          ? [value.get('name'), value.get('id')]
          : [isScalar(value) ? value.value : null];
        for (const name of named) if (typeof name === 'string') references.add(name);
      },
    });
  }
  return references;
}
