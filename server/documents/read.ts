import { unreadOfTemplate, withCarried } from './carried.js';
import type { DocumentFormat, RouteDocument } from './document.js';
import { readExpressionFile } from './expression-file.js';
import { readJson } from './json.js';
import { readYaml } from './yaml.js';

/**
 * Reads any text; what cannot be read is in `syntaxProblems`, and what is recognised but not read in `unread`. A file of
 * another tool is read where it has Kong documents in it. Never throws.
 */
export function readDocument(text: string, format: DocumentFormat): RouteDocument {
  const document = readers[format](text);
  if (document.kind === null) return format === 'expression' ? document : withCarried(document, format);
  const unread = unreadOfTemplate(document);
  return unread.length > 0 ? { ...document, unread } : document;
}

const readers: Readonly<Record<DocumentFormat, (text: string) => RouteDocument>> = {
  yaml: readYaml,
  json: readJson,
  expression: readExpressionFile,
  text: (text) => (startsAsKongs.test(text) ? { ...readYaml(text), format: 'text' } : nothing(text)),
};

/** A Kong document under a name that does not tell: its first key is one of Kong's own. */
const startsAsKongs = /^\uFEFF?(?:[ \t]*(?:#.*|---.*)?\r?\n)*(?:\{\s*)?["']?_[a-z_]+["']?[ \t]*:/;

const nothing = (text: string): RouteDocument => ({
  format: 'text',
  kind: null,
  formatVersion: null,
  deck: null,
  text,
  parts: [],
  routes: [],
  unread: [],
  syntaxProblems: [],
  template: null,
});
