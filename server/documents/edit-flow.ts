/** Edits to a route between braces: a YAML flow mapping or a JSON object. */

import type { Span } from '../../grammar/index.js';
import type { Data } from './document.js';
import { type EditPlan, type EditResult, nothingLeft, type TextEdit, unsafe } from './edit-plan.js';
import { lineBreakNear } from './line-break.js';
import { json, yamlFlow, yamlKey } from './write-value.js';
import { isWrittenAsJson } from './written-as-json.js';
import { yamlComments } from './yaml-tokens.js';

interface Written {
  readonly key: string;
  readonly span: Span;
  readonly value: Span;
  /** After the comma that follows the entry; the end of the entry where none does. */
  readonly end: number;
}

export function flowEdits(plan: EditPlan): EditResult {
  const { document, route, leaving } = plan;
  const { text } = document;
  const end = route.start + route.body.span.end;
  const comments = isWrittenAsJson(document, route)
    ? []
    : yamlComments(text.slice(route.start, end), route.start);
  const written = entriesOf(plan, comments);
  if (written === null) return unsafe;
  const style = styleOf(plan, written);
  const commentsIn = (spans: readonly Span[]) =>
    comments.filter((one) => spans.some(({ start, end }) => start <= one.start && one.start < end));
  /** The comments in `spans` as lines before what is at `at`. */
  const commentLines = (spans: readonly Span[], at: number) => {
    const lines = commentsIn(spans).map(({ start, end }) => text.slice(start, end).trimEnd() + style.newLine);
    // Only after white space does a `#` start a comment.
    return lines.length > 0 && /\S/.test(text[at - 1]!) ? ` ${lines.join('')}` : lines.join('');
  };

  const edits: TextEdit[] = [];
  const removed: Written[] = [];
  const additions = new Map(plan.inserted);
  for (const entry of written) {
    if (!leaving.has(entry.key)) continue;
    const value = additions.get(entry.key);
    if (value === undefined) {
      removed.push(entry);
      continue;
    }
    additions.delete(entry.key);
    const { start } = entry.span;
    const kept = commentLines([entry.value], start);
    if (kept !== '') edits.push({ span: { start, end: start }, newText: kept });
    edits.push({ span: entry.value, newText: style.value(value) });
  }
  const added = [...additions].map(([key, value]) => style.entry(key, value)).join(style.comma);
  if (removed.length === written.length && added === '') return nothingLeft;

  const [place, ...others] = removed;
  if (place === undefined) {
    const last = written.at(-1);
    const at = last === undefined ? route.start + 1 : last.span.end;
    const newText = last === undefined ? added : style.comma + added;
    return { edits: added === '' ? edits : [...edits, { span: { start: at, end: at }, newText }] };
  }

  const dropped = added === '' ? removed : others;
  const droppedSpans = dropped.map((entry) => ({ start: entry.span.start, end: entry.end }));
  if (added === '') {
    const { start } = place.span;
    const kept = commentLines(droppedSpans, start);
    if (kept !== '') edits.push({ span: { start, end: start }, newText: kept });
  } else {
    const kept = commentLines([place.span, ...droppedSpans], place.span.start);
    edits.push({ span: place.span, newText: kept + added });
  }

  // The entries at the end go with the comma of the one before them, unless a comma is at the very end too.
  const tail = written.slice(written.findLastIndex((entry) => !dropped.includes(entry)) + 1);
  const beforeTail = written[written.length - tail.length - 1];
  const last = written.at(-1)!;
  if (tail.length > 0 && beforeTail !== undefined && last.end === last.span.end) {
    const whole = { start: beforeTail.span.end, end: last.end };
    if (commentsIn([whole]).length === commentsIn(droppedSpans.slice(-tail.length)).length) {
      edits.push({ span: whole, newText: '' });
      dropped.splice(-tail.length);
    } else {
      edits.push({ span: { start: beforeTail.end - 1, end: beforeTail.end }, newText: '' });
    }
  }
  for (const entry of dropped) edits.push({ span: alone(text, entry), newText: '' });
  return { edits };
}

/** An entry with its comma, and with its lines or the space after it where nothing else is left there. */
function alone(text: string, entry: Written): Span {
  const { start } = entry.span;
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const after = /[ \t]*(\r?\n)?/y;
  after.lastIndex = entry.end;
  const [space, eol] = after.exec(text)!;
  if (text.slice(lineStart, start).trim() === '' && eol !== undefined) {
    return { start: lineStart, end: entry.end + space.length };
  }
  return { start, end: entry.end + space.length - (eol?.length ?? 0) };
}

/** `null` if something is between the entries that is neither a comma nor a comment. */
function entriesOf({ document, route }: EditPlan, comments: readonly Span[]): Written[] | null {
  const { text } = document;
  const own = route.body.entries.filter((entry) => !entry.merged);
  const close = route.start + route.body.span.end - 1;
  const found: Written[] = [];
  let from = route.start + 1;
  for (const [index, { key, span, value }] of own.entries()) {
    const start = route.start + span.start;
    const end = route.start + span.end;
    if (!/^\s*$/.test(withoutComments(text, { start: from, end: start }, comments).replace(',', '')))
      return null;
    const next = own[index + 1];
    const until = next === undefined ? close : route.start + next.span.start;
    const comma = withoutComments(text, { start: end, end: until }, comments).indexOf(',');
    found.push({
      key,
      span: { start, end },
      value: { start: route.start + value.span.start, end: route.start + value.span.end },
      end: comma < 0 ? end : end + comma + 1,
    });
    if (value.kind === 'scalar' && value.span.start === value.span.end) return null;
    from = end;
  }
  return /^\s*,?\s*$/.test(withoutComments(text, { start: from, end: close }, comments)) ? found : null;
}

/** The text of `span` with its comments blanked. */
function withoutComments(text: string, span: Span, comments: readonly Span[]): string {
  let result = text.slice(span.start, span.end);
  for (const { start, end } of comments) {
    if (start < span.start || end > span.end) continue;
    result = result.slice(0, start - span.start) + ' '.repeat(end - start) + result.slice(end - span.start);
  }
  return result;
}

interface Style {
  /** Between two entries. */
  readonly comma: string;
  /** A new line of the route. */
  readonly newLine: string;
  value(value: Data): string;
  entry(key: string, value: Data): string;
}

function styleOf({ document, route }: EditPlan, written: readonly Written[]): Style {
  const { text } = document;
  const eol = lineBreakNear(text, route.start);
  const [first, second] = written;
  const lineStart = text.lastIndexOf('\n', (first?.span.start ?? route.start) - 1) + 1;
  const beforeFirst = first === undefined ? '' : text.slice(lineStart, first.span.start);
  const ownLines = lineStart > route.start && beforeFirst.trim() === '';
  const newLine =
    eol + (ownLines ? beforeFirst : ' '.repeat(route.start - text.lastIndexOf('\n', route.start - 1) + 1));
  const isJson = isWrittenAsJson(document, route);
  const colon =
    isJson && first !== undefined
      ? text.slice(first.span.start, first.value.start).match(/:\s*$/)?.[0]
      : undefined;
  const tight =
    first !== undefined &&
    second !== undefined &&
    text[first.end - 1] === ',' &&
    first.end === second.span.start;
  const colonText = colon === undefined || /\n/.test(colon) ? ': ' : colon;
  const value = (data: Data) => (isJson ? json(data, tight ? ',' : ', ', colonText) : yamlFlow(data));
  return {
    comma: ownLines ? `,${newLine}` : tight ? ',' : ', ',
    newLine,
    value,
    entry: (key, data) => (isJson ? JSON.stringify(key) : yamlKey(key)) + colonText + value(data),
  };
}
