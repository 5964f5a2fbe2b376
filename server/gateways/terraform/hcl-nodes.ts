/** Values of Terraform as the trees that settings of gateways are read from, with the places in the file. */

import type { Span } from '../../../grammar/index.js';
import { isKnown, placeOfText, type SourceText, type Value } from '../../hcl/index.js';
import { SourceFile } from '../../text/index.js';
import {
  terraformVariable,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';

/** @param uri of the file that the value is written in */
export function nodeOf(value: Value, uri: string): YamlNode {
  const { span } = value;
  switch (value.kind) {
    case 'list':
      return { kind: 'list', uri, span, items: value.items.map((item) => nodeOf(item, uri)), flow: true };
    case 'object':
      return mapOf(
        value.entries.map((entry) => [entry.key, entry.keySpan, nodeOf(entry.value, uri)] as const),
        uri,
        span,
      );
    case 'unknown':
      return unknownNode(uri, span);
    case 'null':
      return { kind: 'scalar', uri, span, text: null, quoted: false, verbatim: false };
    case 'text': {
      if (!isKnown(value)) return unknownNode(uri, span);
      const { text } = value;
      const place = placeOfText(text, { start: 0, end: text.value.length });
      const verbatim = text.pieces.length === 1 && text.pieces[0]!.copied;
      return { kind: 'scalar', uri, span: place, text: text.value, quoted: true, verbatim };
    }
    default:
      return { kind: 'scalar', uri, span, text: String(value.value), quoted: false, verbatim: false };
  }
}

export const mapOf = (
  entries: readonly (readonly [key: string, keySpan: Span, value: YamlNode])[],
  uri: string,
  span: Span,
): YamlMap => ({
  kind: 'map',
  uri,
  span,
  flow: true,
  entries: entries.map(([key, keySpan, value]): YamlEntry => ({ key, uri, keySpan, value, merged: false })),
});

/** What only Terraform knows. */
const unknownNode = (uri: string, span: Span): YamlNode => ({
  kind: 'scalar',
  uri,
  span,
  text: '',
  quoted: true,
  verbatim: false,
  pieces: [{ text: null, place: { uri, span }, verbatim: false, variable: terraformVariable }],
});

/** A text that is YAML or JSON, as a heredoc of values has it. `null` if parts of it are not known. */
export function parsedNode(text: SourceText, uri: string): YamlNode | null {
  if (text.pieces.some((piece) => piece.unknown)) return null;
  const [document] = yamlDocuments(new SourceFile(`${uri}.yaml`, text.value));
  return document ? moved(document, text, uri) : null;
}

/** The same with the places of the text's characters. */
function moved(node: YamlNode, text: SourceText, uri: string): YamlNode {
  const span = placeOfText(text, node.span);
  switch (node.kind) {
    case 'map': {
      const entries = node.entries.map((entry) => ({
        ...entry,
        uri,
        keySpan: placeOfText(text, entry.keySpan),
        value: moved(entry.value, text, uri),
      }));
      return { ...node, uri, span, entries };
    }
    case 'list':
      return { ...node, uri, span, items: node.items.map((item) => moved(item, text, uri)) };
    case 'scalar': {
      const { lines: _, pieces: __, ...scalar } = node;
      return { ...scalar, uri, span, verbatim: node.verbatim && span.end - span.start === node.text?.length };
    }
  }
}
