/** Kong documents in the mappings and texts of a YAML or JSON file. */

import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import type { Span } from '../../grammar/index.js';
import { append } from '../text/index.js';
import { decodeBase64, mayHaveBase64 } from './base64.js';
import { type CarriedText, decodedFrom, sliceOf } from './carried-text.js';
import type { SyntaxProblem } from './document.js';
import { mayCarry } from './may-carry.js';
import { scalarMap } from './scalar-map.js';
import { guarded, parseTemplate, type ReadNode, readNode, scalarStyle, type YamlSource } from './yaml.js';

type Path = readonly (string | number)[];

/** A Kong document that is a mapping of the file. */
type FoundMapping = (found: ReadNode, span: Span, path: Path, problems: readonly SyntaxProblem[]) => void;

/**
 * @param inner is called for each text in it that may have a Kong document
 * @param mapping is called for each Kong document that is a mapping of it
 */
export function carriedInYaml(
  source: CarriedText,
  inner: (text: CarriedText) => void,
  mapping: FoundMapping,
): void {
  const { documents, restore, problems } = parseTemplate(source.text);
  for (const [index, document] of documents.entries()) {
    const search = new Search({ text: source.text, document, restore }, problems, source, inner, mapping);
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
  readonly #inner: (text: CarriedText) => void;
  readonly #mapping: FoundMapping;

  constructor(
    yaml: YamlSource,
    problems: readonly SyntaxProblem[],
    source: CarriedText,
    inner: (text: CarriedText) => void,
    mapping: FoundMapping,
  ) {
    this.#yaml = yaml;
    this.#problems = problems;
    this.#source = source;
    this.#inner = inner;
    this.#mapping = mapping;
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
    this.#mapping(found, { start, end: start + written }, path, problems);
    return true;
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
        this.#inner(decodedFrom(this.#source, decoded.text, map, 'base64'));
      }
      return;
    }
    if (!mayCarry(value)) return;
    if (style === 'literal') {
      const line = text.indexOf('\n', start);
      if (line >= 0 && line < end) this.#inner(sliceOf(this.#source, { start: line + 1, end }));
    } else if (/\n|^\s*[{[]/.test(value)) {
      const map = scalarMap(
        text,
        { start, end: start + text.slice(start, end).trimEnd().length },
        style,
        value,
      );
      this.#inner(decodedFrom(this.#source, value, map, 'escaped'));
    }
  }
}
