/** Kong documents in the mappings and texts of a YAML or JSON file. */

import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import type { Span } from '../../grammar/index.js';
import { append } from '../text/index.js';
import { decodeBase64, mayHaveBase64 } from './base64.js';
import { type CarriedText, decodedFrom, sliceOf } from './carried-text.js';
import type { RouteDocument, SyntaxProblem } from './document.js';
import type { FormField } from './form-route.js';
import { mayCarry } from './may-carry.js';
import { requestIn, type WrittenBody } from './request-mappings.js';
import { scalarMap } from './scalar-map.js';
import { type ReadNode, readNode, structureOf, type YamlSource } from './yaml.js';
import { guarded, parseTemplate } from './yaml-parse.js';
import { scalarStyle } from './yaml-reader.js';

type Path = readonly (string | number)[];

/** A Kong document that is a mapping of the file. */
type FoundMapping = (
  found: ReadNode & Pick<RouteDocument, 'structure'>,
  span: Span,
  path: Path,
  problems: readonly SyntaxProblem[],
) => void;

/** What a request sends to an address: a text, or the fields of a form. */
export type FoundRequest = (url: string, span: Span, sent: CarriedText | readonly FormField[]) => void;

/** What is called with what is found. */
export interface Finders {
  /** Each text in it that may have a Kong document. */
  readonly inner: (text: CarriedText) => void;
  /** Each Kong document that is a mapping of it. */
  readonly mapping: FoundMapping;
  /** Each request that sends something. */
  readonly request: FoundRequest;
}

export function carriedInYaml(source: CarriedText, finders: Finders): void {
  const { documents, restore, problems } = parseTemplate(source.text);
  for (const [index, document] of documents.entries()) {
    const search = new Search({ text: source.text, document, restore }, problems, source, finders);
    guarded([], () => search.node(document.contents, [index]));
  }
}

/** Where the values of the chart `kong` have it: all of the configuration, which need not name its format. */
const isChartsOwn = (path: Path): boolean => path.at(-1) === 'config' && path.at(-2) === 'dblessConfig';

class Search {
  readonly #yaml: YamlSource;
  /** Of the whole text. */
  readonly #problems: readonly SyntaxProblem[];
  readonly #source: CarriedText;
  readonly #finders: Finders;

  constructor(yaml: YamlSource, problems: readonly SyntaxProblem[], source: CarriedText, finders: Finders) {
    this.#yaml = yaml;
    this.#problems = problems;
    this.#source = source;
    this.#finders = finders;
  }

  node(node: ParsedNode | null, path: Path): void {
    if (isScalar(node)) this.#scalar(node);
    else if (isSeq(node))
      for (const [i, item] of (node.items as ParsedNode[]).entries()) this.node(item, [...path, i]);
    else if (isMap(node)) {
      const pairs = node.items as unknown as readonly { key: ParsedNode | null; value: ParsedNode | null }[];
      const keys = pairs.map(({ key }) => (isScalar(key) ? this.#yaml.restore(key.source ?? '') : ''));
      // The file itself is known to be none.
      const isKongs = path.length > 1 && (keys.includes('_format_version') || isChartsOwn(path));
      if (isKongs && this.#document(node, path)) return;
      const request = keys.includes('url') ? requestIn(node) : null;
      if (request && this.#request(request.url, request.body)) return;
      for (const [i, { value }] of pairs.entries()) this.node(value, [...path, keys[i]!]);
    }
  }

  #document(node: ParsedNode, path: Path): boolean {
    const problems: SyntaxProblem[] = [];
    const found = readNode(this.#yaml, node, [], problems);
    if (!found) return false;
    const [start, end] = node.range;
    append(
      problems,
      this.#problems.filter(({ span }) => start <= span.start && span.start <= end),
    );
    const written = this.#source.text.slice(start, end).trimEnd().length;
    const structure = [structureOf(this.#yaml.text, this.#yaml.document, node)];
    this.#finders.mapping({ ...found, structure }, { start, end: start + written }, path, problems);
    return true;
  }

  /** @returns whether there is something that it sends */
  #request(url: string, body: WrittenBody): boolean {
    const { text } = this.#source;
    const [start, end] = body.node.range;
    const span = { start, end: start + text.slice(start, end).trimEnd().length };
    if (body.kind === 'form') {
      const fields = body.fields.map(({ name, value }) => ({
        name: this.#yaml.restore(name.source ?? ''),
        nameSpan: this.#spanOf(name),
        value: this.#yaml.restore(value.source ?? ''),
        valueSpan: this.#spanOf(value),
      }));
      this.#finders.request(url, this.#source.place(span), fields);
      return fields.length > 0;
    }
    const sent = body.kind === 'text' ? this.#decoded(body.node) : this.#lines(span);
    if (sent) this.#finders.request(url, this.#source.place(span), sent);
    return sent !== null;
  }

  #spanOf({ range: [start, end] }: ParsedNode): Span {
    return this.#source.place({ start, end });
  }

  /** A mapping as a text: of one in lines the indentation of the first belongs to it. */
  #lines({ start, end }: Span): CarriedText {
    const { text } = this.#source;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const isAlone = text.slice(lineStart, start).trim() === '';
    return sliceOf(this.#source, { start: isAlone ? lineStart : start, end });
  }

  /** The text of a scalar, with its places; `null` for one that is empty. */
  #decoded(scalar: ParsedNode & Scalar): CarriedText | null {
    const { text } = this.#source;
    const value = this.#yaml.restore(scalar.source ?? '');
    if (value.trim() === '') return null;
    const [start, end] = scalar.range;
    const style = scalarStyle(scalar);
    const span = { start, end: start + text.slice(start, end).trimEnd().length };
    if (style === 'literal') {
      const line = text.indexOf('\n', start);
      return line >= 0 && line < end ? sliceOf(this.#source, { start: line + 1, end }) : null;
    }
    return decodedFrom(this.#source, value, scalarMap(text, span, style, value), 'escaped');
  }

  #scalar(scalar: ParsedNode & Scalar): void {
    const { text } = this.#source;
    const value = this.#yaml.restore(scalar.source ?? '');
    const [start, end] = scalar.range;
    const style = scalarStyle(scalar);
    if (mayHaveBase64(value)) {
      const decoded = decodeBase64(value);
      if (decoded) {
        const map = decoded.map.over(scalarMap(text, { start, end }, style, value));
        this.#finders.inner(decodedFrom(this.#source, decoded.text, map, 'base64'));
      }
      return;
    }
    if (!mayCarry(value) || (style !== 'literal' && !/\n|^\s*[{[]/.test(value))) return;
    const decoded = this.#decoded(scalar);
    if (decoded) this.#finders.inner(decoded);
  }
}
