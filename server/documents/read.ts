import type { DocumentFormat, RouteDocument } from './document.js';
import { readExpressionFile } from './expression-file.js';
import { readJson } from './json.js';
import { readYaml } from './yaml.js';

/** Reads any text; what cannot be read is in `syntaxProblems`. Never throws. */
export function readDocument(text: string, format: DocumentFormat): RouteDocument {
  return readers[format](text);
}

const readers: Readonly<Record<DocumentFormat, (text: string) => RouteDocument>> = {
  yaml: readYaml,
  json: readJson,
  expression: readExpressionFile,
};
