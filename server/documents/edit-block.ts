/** Edits to a route that is a YAML block mapping: they remove and keep whole lines. */

import type { Span } from '../../grammar/index.js';
import { append } from '../text/index.js';
import type { Data, SourcedValue } from './document.js';
import { type EditPlan, type EditResult, nothingLeft, type TextEdit, unsafe } from './edit-plan.js';
import { lineBreakNear } from './line-break.js';
import { yamlBlockLines, yamlFlow } from './write-value.js';
import { yamlComments } from './yaml-tokens.js';

/** An entry and the lines that it occupies. */
interface Written {
  readonly key: string;
  readonly value: Span;
  /** From the start of its first line, or from the key where that follows a dash, to the start of the next line. */
  readonly lines: Span;
  readonly afterDash: boolean;
}

export function blockEdits(plan: EditPlan): EditResult {
  const page = new Page(plan);
  const written = page.written();
  if (written === null) return unsafe;

  const removed: Written[] = [];
  const replaced = new Map<Written, Data>();
  const additions = new Map(plan.inserted);
  for (const entry of written) {
    if (!plan.leaving.has(entry.key)) continue;
    const value = additions.get(entry.key);
    if (value === undefined) removed.push(entry);
    else replaced.set(entry, value);
    additions.delete(entry.key);
  }

  const edits: TextEdit[] = [];
  if (removed[0]?.afterDash && additions.size === 0) {
    // Nothing fills the place after the dash, so the next line moves up to it.
    const line = page.nextLine(removed);
    if (line === null) return nothingLeft;
    const next = [...replaced.keys()].find((entry) => entry.lines.start === line);
    if (next === undefined) {
      append(edits, page.moveUp(line, removed));
      for (const [entry, value] of replaced) append(edits, page.replaceValue(entry, value));
      return { edits };
    }
    additions.set(next.key, replaced.get(next)!);
    replaced.delete(next);
    removed.push(next);
  }
  for (const [entry, value] of replaced) append(edits, page.replaceValue(entry, value));
  const lines = [...additions].flatMap(([key, value]) => page.entryLines(key, value));
  const [place, ...others] = removed;
  if (place !== undefined) append(edits, page.replaceLines(place, removed, lines));
  else if (lines.length > 0) edits.push(page.append(lines));
  for (const entry of others) edits.push({ span: entry.lines, newText: '' });
  return { edits };
}

class Page {
  /** Of the route's keys. */
  readonly column: number;
  private readonly plan: EditPlan;
  private readonly text: string;
  private readonly eol: string;
  private readonly lineStart: number;
  private readonly beforeFirst: string;
  /** Where the line of the route's last value ends. */
  private readonly end: number;
  private readonly comments: readonly Span[];

  constructor(plan: EditPlan) {
    const { document, route } = plan;
    this.plan = plan;
    this.text = document.text;
    this.lineStart = this.lineAt(route.start);
    this.beforeFirst = this.text.slice(this.lineStart, route.start);
    this.column = this.beforeFirst.length;
    this.end = this.lineAfter(route.start + route.body.span.end);
    this.eol = lineBreakNear(this.text, route.start);
    const alone = ' '.repeat(this.column) + this.text.slice(route.start, this.end);
    this.comments = yamlComments(alone, this.lineStart);
  }

  private lineAt(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private lineAfter(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    return newline < 0 ? this.text.length : newline + 1;
  }

  /** `null` if an entry to be removed is not on lines of its own. */
  written(): Written[] | null {
    const { route, leaving } = this.plan;
    const dash = this.beforeFirst.trim() !== '';
    const found: Written[] = [];
    for (const { key, span, value, merged } of route.body.entries) {
      if (merged) continue;
      const start = route.start + span.start;
      const end = route.start + span.end;
      const afterDash = dash && start === route.start;
      const line = this.lineAt(start);
      const lines = { start: afterDash ? start : line, end: this.lineAfter(end) };
      if (leaving.has(key)) {
        // `? `, an anchor or a tag of the key may precede it.
        const before = this.text.slice(line, start);
        if (!(afterDash ? /^[ \t]*(?:-[ \t]+)+$/ : /^\ufeff?[ \t]*$/).test(before)) return null;
      }
      found.push({
        key,
        value: { start: route.start + value.span.start, end: route.start + value.span.end },
        lines,
        afterDash,
      });
    }
    return found;
  }

  entryLines(key: string, value: Data): string[] {
    return yamlBlockLines(key, value, this.listIndent());
  }

  /** If the old and the new value are both on the line of the key, only the value changes. */
  replaceValue(entry: Written, value: Data): TextEdit[] {
    const old = this.text.slice(entry.value.start, entry.value.end);
    const isOnKeyLine = this.lineAt(entry.value.start) === this.lineAt(entry.lines.start);
    const [line, ...more] = this.entryLines(entry.key, value);
    if (isOnKeyLine && old !== '' && !/^[|>]|\n/.test(old) && more.length === 0) {
      return [{ span: entry.value, newText: yamlFlow(value) }];
    }
    return this.replaceLines(entry, [entry], [line!, ...more]);
  }

  /** Writes `lines` in the place of `entry`, above them the comments of all entries that go. */
  replaceLines(entry: Written, dropped: readonly Written[], lines: readonly string[]): TextEdit[] {
    const spans = dropped.map((one) => one.lines);
    const all = entry.afterDash ? lines : [...this.commentsIn(spans), ...lines];
    const block = this.indented(all, entry.afterDash);
    const last = this.text[entry.lines.end - 1] === '\n' && all.length > 0 ? this.eol : '';
    const edit = { span: entry.lines, newText: block + last };
    return entry.afterDash ? [...this.commentsAbove(spans), edit] : [edit];
  }

  append(lines: readonly string[]): TextEdit {
    const block = this.indented(lines, false);
    const at = this.endWithBlankLines();
    const newText = this.text[at - 1] === '\n' ? block + this.eol : this.eol + block;
    return { span: { start: at, end: at }, newText };
  }

  /** The end of the route with the blank lines after it, where those belong to a block scalar that keeps them (`|+`). */
  private endWithBlankLines(): number {
    let last: SourcedValue | undefined = this.plan.route.body.entries.findLast(
      ({ merged }) => !merged,
    )?.value;
    while (last !== undefined && last.kind !== 'scalar') {
      last = last.kind === 'array' ? last.items.at(-1) : last.entries.at(-1)?.value;
    }
    if (
      last === undefined ||
      last.aliased ||
      !/^[|>][1-9]?\+/.test(this.text.slice(this.plan.route.start + last.span.start))
    ) {
      return this.end;
    }
    const blank = /(?:[ \t]*\r?\n)*/y;
    blank.lastIndex = this.end;
    blank.test(this.text);
    return blank.lastIndex;
  }

  /** The first line after the first of the entries that is neither part of them, nor blank, nor a comment. */
  nextLine(removed: readonly Written[]): number | null {
    let at = removed[0]!.lines.end;
    while (at < this.end) {
      const entry = removed.find(({ lines }) => lines.start === at);
      const next = entry?.lines.end ?? this.lineAfter(at);
      if (entry === undefined && !/^[ \t]*(?:#.*)?\r?$/.test(this.text.slice(at, next).replace(/\n$/, '')))
        return at;
      at = next;
    }
    return null;
  }

  /** The line at `line` follows the dash; the comments of what goes, and those between, are above. */
  moveUp(line: number, removed: readonly Written[]): TextEdit[] {
    const gap = { start: removed[0]!.lines.start, end: line + this.column };
    const later = removed.filter((entry) => entry.lines.start > line).map((entry) => entry.lines);
    const edits = [gap, ...later].map((span) => ({ span, newText: '' }));
    return [...this.commentsAbove([gap, ...later]), ...edits];
  }

  private indented(lines: readonly string[], afterDash: boolean): string {
    const indent = ' '.repeat(this.column);
    return lines.map((line, index) => (afterDash && index === 0 ? line : indent + line)).join(this.eol);
  }

  /** The comments in `spans` as lines above that of the dash, indented as it is. */
  commentsAbove(spans: readonly Span[]): TextEdit[] {
    const indent = /^[ \t]*/.exec(this.beforeFirst)![0];
    const newText = this.commentsIn(spans)
      .map((comment) => indent + comment + this.eol)
      .join('');
    return newText === '' ? [] : [{ span: { start: this.lineStart, end: this.lineStart }, newText }];
  }

  private commentsIn(spans: readonly Span[]): string[] {
    return this.comments
      .filter((comment) => spans.some((span) => span.start <= comment.start && comment.start < span.end))
      .map((comment) => this.text.slice(comment.start, comment.end).trimEnd());
  }

  /** How far the document indents a list from its key: most by two, many (decK's own dumps) not at all. */
  private listIndent(): number {
    const { document, route } = this.plan;
    for (const { start, body } of [route, ...document.routes.slice(0, 50)]) {
      if (body.style !== 'block') continue;
      for (const { value, merged } of body.entries) {
        const at = start + value.span.start;
        if (merged || value.kind !== 'array' || value.aliased || this.text[at] !== '-') continue;
        const column = at - this.lineAt(at) - (start - this.lineAt(start));
        if (column === 0 || column === 2 || column === 4) return column;
      }
    }
    return 2;
  }
}
