import { unreadOfTemplate, withCarried, withCarriedInTerraform } from './carried.js';
import { type DocumentFormat, emptyDocument, type RouteDocument } from './document.js';
import { readExpressionFile } from './expression-file.js';
import { readJson } from './json.js';
import { repaired, unreadable } from './reading-faults.js';
import { type Origin, readTerraform } from './terraform.js';
import { readYaml } from './yaml.js';

/**
 * Reads any text; what cannot be read is in `syntaxProblems`, and what is recognised but not read in `unread`. A file of
 * another tool is read where it has Kong documents in it. Never throws.
 *
 * @param origin of a file of Terraform, which is read as a part of its directory
 */
export function readDocument(text: string, format: DocumentFormat, origin?: Origin): RouteDocument {
  const repair = repaired(text, format);
  if (repair) {
    const found = readDocument(repair.text, format, origin);
    if (found.kind !== null || found.unread.length > 0) return unreadable(found, text, repair.problem);
  }
  const document = readAs(text, format, origin);
  if (document.kind === null) return format === 'expression' ? document : withCarried(document, format);
  if (document.terraform) return withCarriedInTerraform(document);
  const unread = unreadOfTemplate(document);
  return unread.length > 0 ? { ...document, unread } : document;
}

function readAs(text: string, format: DocumentFormat, origin: Origin | undefined): RouteDocument {
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
    case 'text':
      return startsAsKongs.test(text) ? { ...readYaml(text), format } : nothing(text);
  }
}

/** A Kong document under a name that does not say: its first key is one of Kong's own. */
const startsAsKongs = /^\uFEFF?(?:[ \t]*(?:#.*|---.*)?\r?\n)*(?:\{\s*)?["']?_[a-z_]+["']?[ \t]*:/;

const nothing = (text: string): RouteDocument => emptyDocument(text, 'text');
