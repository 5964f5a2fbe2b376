/** The `condition` of plugins, wherever a declarative file has a plugin: at its top, in a service, a route, a consumer. */

import { isMap, isScalar, isSeq, type Node, parseAllDocuments, visit } from 'yaml';
import type { Span } from '../../grammar/index.js';
import { append, shallowYaml } from '../text/index.js';
import type { RouteDocument } from './document.js';

export interface PluginCondition {
  /** The name of the plugin; `null` if none is written. */
  readonly plugin: string | null;
  /** The key `condition`. Absolute. */
  readonly keySpan: Span;
  /** The text of the condition; `null` if it is none. */
  readonly text: string | null;
}

/** In the order of the text. JSON is read as the YAML that it is. */
export function pluginConditions(document: RouteDocument): readonly PluginCondition[] {
  if (document.kind !== 'declarative' && document.kind !== 'route') return [];
  const { text } = document;
  if (!text.includes('condition')) return [];
  const conditions: PluginCondition[] = [];
  try {
    for (const root of parseAllDocuments(shallowYaml(text).text, {
      merge: true,
      uniqueKeys: false,
      logLevel: 'silent',
    })) {
      if (!('contents' in root)) continue;
      visit(root, {
        Pair(_, { key, value }) {
          if (isScalar(key) && key.value === 'plugins' && isSeq(value)) {
            append(
              conditions,
              value.items.flatMap((item) => conditionOf(item as Node)),
            );
          }
        },
      });
    }
  } catch {
    // Syntax errors are reported by the reader.
  }
  return conditions;
}

function conditionOf(plugin: Node): PluginCondition[] {
  if (!isMap(plugin)) return [];
  const pair = plugin.items.findLast(({ key }) => isScalar(key) && key.value === 'condition');
  const range = isScalar(pair?.key) ? pair.key.range : null;
  if (!pair || !range || (isScalar(pair.value) && pair.value.value === null)) return [];
  const name = plugin.get('name');
  const text = isScalar(pair.value) ? pair.value.value : null;
  return [
    {
      plugin: typeof name === 'string' ? name : null,
      keySpan: { start: range[0], end: range[1] },
      text: typeof text === 'string' ? text : null,
    },
  ];
}
