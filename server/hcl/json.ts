/**
 * HCL's JSON syntax (`*.tf.json`) → the same tree. Which objects are blocks is not written in JSON: the shape of
 * Terraform's files decides, and inside of a block everything is an attribute.
 * Source: hashicorp/hcl `json/spec.md`, hashicorp/terraform `internal/configs/parser_config.go`.
 */

import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { append } from '../text/index.js';
import { readBare } from './bare-template.js';
import { readers } from './expressions.js';
import { jsonFaults } from './json-fault.js';
import { type JsonString, jsonOrigin, readJsonString } from './json-string.js';
import type { HclProblem } from './problem.js';
import { type Origin, Scanner } from './scanner.js';
import type { Attribute, Block, Body, Expression, HclFile, Label, ObjectEntry } from './tree.js';

/** How many labels the blocks of Terraform's top level have. */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['ephemeral', 2],
  ['module', 1],
  ['variable', 1],
  ['output', 1],
  ['provider', 1],
  ['check', 1],
  ['locals', 0],
  ['terraform', 0],
  ['moved', 0],
  ['import', 0],
  ['removed', 0],
]);

/** Reads `*.tf.json`. Never throws; the strings are read as templates, with their places in the file. */
export function readHclJson(text: string): HclFile {
  const reader = new JsonReader(text);
  const body = reader.file();
  const problems = reader.problems.toSorted((a, b) => a.span.start - b.span.start);
  return { syntax: 'json', text, body, comments: [], problems };
}

class JsonReader {
  readonly problems: HclProblem[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  file(): Body {
    const errors: ParseError[] = [];
    const { text } = this;
    let root: Node | undefined;
    try {
      // A byte order mark counts in the offsets, but is not JSON to jsonc-parser.
      const json = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
      root = parseTree(json, errors, { disallowComments: true });
    } catch (error) {
      // jsonc-parser recurses over nested values.
      if (!(error instanceof RangeError)) throw error;
      this.problems.push({
        code: 'hcl-too-deep',
        args: {},
        span: { start: 0, end: Math.min(1, text.length) },
      });
    }
    for (const [i, { error, offset, length }] of errors.entries()) {
      // Of one place the parser may say two things.
      if (errors[i - 1]?.offset === offset) continue;
      const start = Math.min(offset, text.length);
      const span = { start, end: Math.min(start + length, text.length) };
      this.problems.push({ code: 'hcl-json', args: { error: jsonFaults[printParseErrorCode(error)] }, span });
    }
    const items: (Attribute | Block)[] = [];
    for (const [key, value] of this.objectsIn(root)) {
      const count = labelCounts.get(key.value);
      if (count === undefined) items.push(this.attribute(key, value));
      else this.blocks(key, value, count, [], items);
    }
    return { items, span: { start: 0, end: text.length } };
  }

  /** The properties of an object, or of each object of a list. */
  private objectsIn(node: Node | undefined): readonly (readonly [key: Node, value: Node])[] {
    if (node?.type === 'array') return (node.children ?? []).flatMap((child) => this.objectsIn(child));
    if (node?.type !== 'object') {
      if (node && this.problems.length === 0) {
        this.problems.push({ code: 'hcl-json', args: { error: 'object' }, span: spanOf(node) });
      }
      return [];
    }
    return (node.children ?? []).flatMap(({ children }) => {
      const [key, value] = children ?? [];
      return key && value ? [[key, value] as const] : [];
    });
  }

  private blocks(
    type: Node,
    node: Node,
    labelsLeft: number,
    labels: readonly Label[],
    items: (Attribute | Block)[],
  ): void {
    if (labelsLeft > 0) {
      for (const [key, value] of this.objectsIn(node)) {
        const label = { text: key.value as string, span: spanOf(key), quoted: true };
        this.blocks(type, value, labelsLeft - 1, [...labels, label], items);
      }
      return;
    }
    if (node.type === 'array') {
      for (const child of node.children ?? []) this.blocks(type, child, 0, labels, items);
      return;
    }
    const attributes = this.objectsIn(node).flatMap(([key, value]) =>
      // A comment.
      key.value === '//' ? [] : [this.attribute(key, value)],
    );
    const span = spanOf(node);
    const typeSpan = spanOf(type);
    items.push({
      kind: 'block',
      type: type.value,
      typeSpan,
      labels,
      open: span.start,
      close: span.end - 1,
      body: {
        items: attributes,
        span: { start: span.start + 1, end: Math.max(span.start + 1, span.end - 1) },
      },
      span: { start: labels.at(-1)?.span.start ?? typeSpan.start, end: span.end },
    });
  }

  private attribute(key: Node, value: Node): Attribute {
    const nameSpan = spanOf(key);
    const equals = this.text.indexOf(':', nameSpan.end);
    const span = { start: nameSpan.start, end: spanOf(value).end };
    return {
      kind: 'attribute',
      name: key.value,
      nameSpan,
      equals: equals < 0 ? null : equals,
      value: this.expression(value),
      span,
    };
  }

  private expression(node: Node): Expression {
    const span = spanOf(node);
    switch (node.type) {
      case 'string':
        return this.template(node);
      case 'number':
        return { kind: 'literal', value: this.number(node), span };
      case 'boolean':
      case 'null':
        return { kind: 'literal', value: node.value ?? null, span };
      case 'array':
        return { kind: 'tuple', items: (node.children ?? []).map((child) => this.expression(child)), span };
      case 'object':
        return {
          kind: 'object',
          entries: this.objectsIn(node).map(([key, value]) => this.entry(key, value)),
          span,
        };
      default:
        return { kind: 'missing', span };
    }
  }

  private number(node: Node): number | bigint {
    const written = this.text.slice(node.offset, node.offset + node.length);
    const value = Number(node.value);
    return /^-?\d+$/.test(written) && !Number.isSafeInteger(value) ? BigInt(written) : value;
  }

  /** A key is a template, too. */
  private entry(key: Node, value: Node): ObjectEntry {
    const span = { start: spanOf(key).start, end: spanOf(value).end };
    const isPlain = !/[$%]\{/.test(key.value);
    return {
      key: isPlain
        ? { kind: 'name', name: key.value, span: spanOf(key) }
        : { kind: 'expression', expression: this.template(key), span: spanOf(key) },
      value: this.expression(value),
      span,
    };
  }

  private template(node: Node): Expression {
    const string: JsonString = readJsonString(this.text, spanOf(node));
    const origin: Origin = jsonOrigin(string);
    const scanner = new Scanner(string.value, false, origin);
    let template = readBare(scanner, string, readers);
    if (scanner.failed) {
      const tolerant = new Scanner(string.value, true, origin);
      template = readBare(tolerant, string, readers);
      append(this.problems, tolerant.problems);
    } else append(this.problems, scanner.problems);
    return template;
  }
}

const spanOf = ({ offset, length }: Node) => ({ start: offset, end: offset + Math.max(0, length) });
