import type { DocumentFormat, RouteDocument } from './document.js';
import { readExpressionFile } from './expression-file.js';
import { readJson } from './json.js';
import { type Origin, readTerraform } from './terraform.js';
import { readYaml } from './yaml.js';

/**
 * Reads any text; what cannot be read is in `syntaxProblems`. Never throws.
 *
 * @param origin of a file of Terraform, which is read as a part of its directory
 */
export function readDocument(text: string, format: DocumentFormat, origin?: Origin): RouteDocument {
  switch (format) {
    case 'yaml':
      return readYaml(text);
    case 'json':
      return readJson(text);
    case 'expression':
      return readExpressionFile(text);
    case 'hcl':
    case 'hcl-json':
      return readTerraform(text, format, origin);
  }
}
