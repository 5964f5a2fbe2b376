import type { DocumentFormat, RouteDocument } from './document.js';
import { readJson } from './json.js';
import { readYaml } from './yaml.js';

/** Reads any text; what cannot be read is in `syntaxProblems`. Never throws. */
export function readDocument(text: string, format: DocumentFormat): RouteDocument {
  return format === 'json' ? readJson(text) : readYaml(text);
}
