/** Where something can be written that is not there yet, as the file around it is written. */

import type { Place, SourceFile } from '../../text/index.js';
import { entry, type YamlEntry, type YamlList, type YamlMap, type YamlNode } from './yaml-tree.js';

export interface Insertion {
  readonly place: Place;
  /** What goes there, with `%s` for the value. */
  readonly text: string;
}

/** What to write, in either of YAML's two styles. */
export interface Written {
  /** Lines of block style, without indentation. */
  readonly lines: readonly string[];
  /** The same in flow style, which is what JSON is too. */
  readonly flow: string;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Columns are written with spaces: YAML has no tabs there. */
const indentAt = (text: string, offset: number): string => ' '.repeat(offset - lineStart(text, offset));

export const lineBreak = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The end of the last line that a value is written on, with a comment after it. */
function endOfLines(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

const isWithin = (node: YamlNode, outer: YamlNode): boolean =>
  node.uri === outer.uri && node.span.start >= outer.span.start && node.span.end <= outer.span.end;

const placeAt = (uri: string, offset: number): Place => ({ uri, span: { start: offset, end: offset } });

/** One more item at the end of a list that has some. */
export function itemInsertion(list: YamlList, file: SourceFile, item: Written): Insertion | null {
  const { text } = file;
  const { start } = list.span;
  if (list.flow) {
    const rest = list.items.length > 0 ? ', ' : '';
    return { place: placeAt(file.uri, start + 1), text: item.flow + rest };
  }
  if (text[start] !== '-') return null;
  const indent = indentAt(text, start);
  const eol = lineBreak(text);
  const last = list.items.filter((one) => isWithin(one, list)).at(-1);
  const lines = item.lines.map((line, index) => indent + (index === 0 ? '- ' : '  ') + line);
  if (!last) return null;
  return {
    place: placeAt(file.uri, endOfLines(text, last.span.end)),
    text: lines.map((line) => eol + line).join(''),
  };
}

/**
 * One more key in a map: after the first of `after` that it has and that is a plain value, else at its start.
 *
 * @param value what the key holds: lines that go below the key, or the one text that goes next to it
 */
export function entryInsertion(
  map: YamlMap,
  file: SourceFile,
  key: string,
  value: Written | string,
  after: readonly string[],
): Insertion | null {
  const { text } = file;
  const { start } = map.span;
  if (map.flow) {
    const rest = map.entries.length > 0 ? ', ' : '';
    const flow = typeof value === 'string' ? `"${value}"` : value.flow;
    return { place: placeAt(file.uri, start + 1), text: `"${key}": ${flow}${rest}` };
  }
  const indent = indentAt(text, start);
  const eol = lineBreak(text);
  const lines = typeof value === 'string' ? [`${key}: ${value}`] : [`${key}:`, ...value.lines];
  const ahead = after
    .map((name) => entry(map, name))
    .find((one) => one && !one.merged && one.value.kind === 'scalar' && isWithin(one.value, map));
  if (ahead) {
    return {
      place: placeAt(file.uri, endOfLines(text, ahead.value.span.end)),
      text: lines.map((line) => eol + indent + line).join(''),
    };
  }
  return {
    place: placeAt(file.uri, start),
    text: lines.map((line) => line + eol + indent).join(''),
  };
}

/** The content of a key without a value: `env:` with nothing after it, or `env: null`. */
export function valueInsertion(key: YamlEntry, file: SourceFile, written: Written, flow: boolean): Insertion {
  const { text } = file;
  const { span } = key.value;
  const place = { uri: file.uri, span };
  if (flow) return { place, text: span.start === span.end ? ` ${written.flow}` : written.flow };
  const eol = lineBreak(text);
  const indent = indentAt(text, key.keySpan.start);
  return { place, text: written.lines.map((line) => eol + indent + line).join('') };
}

/**
 * Something below a path of keys. The first keys may exist already.
 *
 * @param leaf what the last key holds
 * @returns `null` if one of them holds something else
 */
export function pathInsertion(
  map: YamlMap,
  file: SourceFile,
  path: readonly string[],
  leaf: Written | '%s' = '%s',
  step = indentStep(map, file),
): Insertion | null {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  const found = entry(map, key);
  // A patch has the keys of what it overrides, too.
  if (found?.uri !== map.uri)
    return entryInsertion(map, file, key, rest.length === 0 ? leaf : below(rest, step, leaf), []);
  const { value } = found;
  if (value.uri !== file.uri) return null;
  if (value.kind === 'map') return pathInsertion(value, file, rest, leaf, step);
  if (value.kind !== 'scalar' || value.text !== null) return null;
  if (rest.length > 0) return valueInsertion(found, file, below(rest, step, leaf), map.flow);
  if (leaf !== '%s') return valueInsertion(found, file, leaf, map.flow);
  const isAfterColon = file.text[value.span.start - 1] === ':';
  return { place: { uri: value.uri, span: value.span }, text: isAfterColon ? ' %s' : '%s' };
}

/** Keys in one another, the last with the leaf. */
export function below(path: readonly string[], step: string, leaf: Written | '%s' = '%s'): Written {
  const last = step.repeat(path.length);
  const lines = path.map((key, index) => `${step.repeat(index + 1)}${key}:`);
  const ends = leaf === '%s' ? [`${lines.pop()} %s`] : leaf.lines.map((line) => last + line);
  const flow = path.reduceRight((inner, key) => `{"${key}": ${inner}}`, leaf === '%s' ? '"%s"' : leaf.flow);
  return { lines: [...lines, ...ends], flow };
}

/** How far a map is indented in another, as this one has it. */
function indentStep(map: YamlMap, file: SourceFile): string {
  const own = indentAt(file.text, map.span.start).length;
  const columns = map.entries.flatMap(({ value, keySpan }) =>
    value.kind === 'map' && !value.flow && value.uri === file.uri && value.span.start > keySpan.end
      ? [indentAt(file.text, value.span.start).length - own]
      : [],
  );
  return ' '.repeat(columns.find((columns) => columns > 0) ?? 2);
}

/** The same at the end of a file that has nothing but comments. */
export function endInsertion(file: SourceFile, path: readonly string[]): Insertion {
  const { text, uri } = file;
  const eol = lineBreak(text);
  const [key, ...rest] = path;
  const lines = rest.length === 0 ? [`${key}: %s`] : [`${key}:`, ...below(rest, '  ').lines];
  const before = text === '' || text.endsWith('\n') ? '' : eol;
  return { place: placeAt(uri, text.length), text: before + lines.map((line) => line + eol).join('') };
}
