/**
 * Rereads a document after an edit. Platform teams keep thousands of routes in one file, and reading such a file takes
 * seconds. A keystroke inside a route must reread only that route.
 */

import { type Difference, equalAtEnd, equalAtStart, mayNestTooDeep } from '../text/index.js';
import type { RouteDocument, SourcedRoute, SourcedService, SyntaxProblem } from './document.js';
import { readJsonObject } from './json.js';
import type { RoutePart } from './part.js';
import { readDocument } from './read.js';
import { controlCharacter } from './reading-faults.js';
import { isIllFormed, movedStructure } from './structure.js';
import { mayBeTemplate } from './template.js';
import type { Origin } from './terraform.js';
import { readYamlItem } from './yaml.js';

/**
 * Equal to `readDocument(text, previous.format)` in everything but identity: a route whose text and meaning the
 * edit left as they were keeps its `body`; and where one route alone was read again, the routes before it are the
 * same objects.
 */
export function rereadDocument(
  previous: RouteDocument,
  text: string,
  origin: Origin | undefined = originOf(previous),
): RouteDocument {
  if (previous.terraform) return keepBodies(previous, readDocument(text, previous.format, origin));
  if (text === previous.text) return previous;
  try {
    for (const change of changesBetween(previous.text, text)) {
      const next = rereadOneRoute(previous, text, change);
      if (next !== null) return next;
    }
    return keepBodies(previous, readDocument(text, previous.format));
  } catch (error) {
    // Values that nest as deep as the stack could just be read, but not compared.
    if (!(error instanceof RangeError)) throw error;
    return readDocument(text, previous.format);
  }
}

/** A file of Terraform is read in no time, and whole: a local that changes changes routes anywhere. */
const originOf = ({ terraform }: RouteDocument): Origin | undefined =>
  terraform && { name: terraform.file.name, siblings: terraform.siblings };

/** A part of the previous text that holds one route and can be read without what is around it. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** A part as it is after an edit. */
interface EditedPart extends Part {
  /** The position of its route in the list of all. */
  readonly index: number;
  readonly route: SourcedRoute;
  readonly text: string;
  readonly now: RoutePart;
  /** Those of the whole document. */
  readonly syntaxProblems: SyntaxProblem[];
}

/**
 * A route alone, as it is read with a text put into it: nothing of the rest is copied, and neither is the text.
 *
 * @returns the document with that route and no other, whose offsets count from `start` of the text; `null` if more than
 *   the route may have changed
 */
export function readWithInsertion(
  previous: RouteDocument,
  offset: number,
  inserted: string,
): { readonly document: RouteDocument; readonly start: number } | null {
  if (previous.terraform) return null;
  const part = editedPart(
    previous,
    { start: offset, oldEnd: offset, newEnd: offset + inserted.length },
    inserted,
  );
  if (!part) return null;
  const { start, text, route, now } = part;
  const routes = [{ start: now.start, path: route.path, body: now.body }];
  return { document: { ...previous, text, routes, syntaxProblems: [] }, start };
}

/**
 * @param inserted what is new in the text
 * @returns `null` if the edit may have changed more than the text of one route; whatever is in doubt counts as that
 */
function editedPart(previous: RouteDocument, change: Difference, inserted: string): EditedPart | null {
  // Without `_format_version` whether this is a Kong document may hang on any of its routes.
  if (previous.syntaxProblems.some(({ fault }) => fault.syntax === 'any')) return null;
  if (previous.formatVersion === null || previous.parts.length > 0 || previous.unread.length > 0) return null;
  // Whether a text with actions is read as a template depends on all of its faults.
  const isNowTemplate = (part: string) => mayBeTemplate(part) || mayBeTemplate(previous.text);
  const index = previous.routes.findLastIndex(({ start }) => start <= change.start);
  const route = previous.routes[index];
  if (route === undefined || route.body.aliased) return null;
  const part = previous.format === 'json' ? jsonPart(route, change) : yamlPart(previous, route, change);
  if (part === null) return null;
  const shift = change.newEnd - change.oldEnd;
  const after = previous.text.slice(part.end);
  const read = (part: string) =>
    previous.format === 'json' ? readJsonObject(part) : readYamlItem(part, after);
  const before = read(previous.text.slice(part.start, part.end));
  // Only what reads alone as it read in its place can be trusted to do so again.
  if (before === null || part.start + before.start !== route.start || !same(before.body, route.body))
    return null;
  const kept = previous.text.slice(change.oldEnd, part.end);
  const newText = detached(`${previous.text.slice(part.start, change.start)}${inserted}${kept}`);
  const isTemplate = isNowTemplate(newText);
  if (isTemplate && (previous.template !== null || previous.syntaxProblems.length > 0)) return null;
  // What decides about the whole text is looked for in all of it.
  if (mayNestTooDeep(newText) || needsWholeReading(newText)) return null;
  const now = read(newText);
  if (now === null || (isTemplate && now.problems.length > 0)) return null;
  // A line that is indented less than the keys may belong to something further out.
  if (previous.format !== 'json' && lessIndentedLine(newText, 0, now.start - 1) < newText.length) return null;
  const syntaxProblems = replaceProblems(previous, part, before.problems, now.problems, shift);
  return syntaxProblems && { ...part, index, route, text: newText, now, syntaxProblems };
}

/** `null` if the edit may have changed more than the text of one route. */
function rereadOneRoute(previous: RouteDocument, text: string, change: Difference): RouteDocument | null {
  const part = editedPart(previous, change, text.slice(change.start, change.newEnd));
  if (!part) return null;
  const { index, route, now, syntaxProblems } = part;
  const shift = change.newEnd - change.oldEnd;
  const start = part.start + now.start;
  const body = sameRoute(previous.text, route, text, { ...route, start, body: now.body })
    ? route.body
    : now.body;
  const routes = previous.routes.map((other, at) => {
    if (at === index) return { start, path: route.path, body };
    if (other.start < part.end) return other;
    return { start: other.start + shift, path: other.path, body: other.body };
  });
  const services = previous.services.map((service) =>
    movedService(service, part, shift, start + body.span.end),
  );
  const repeatedKeys = previous.repeatedKeys?.map((one) => {
    if (one.span.start < part.end) return one;
    return { ...one, span: { start: one.span.start + shift, end: one.span.end + shift } };
  });
  const isBroken = isIllFormed(syntaxProblems);
  const structure = previous.structure?.map((one) =>
    movedStructure(one, { from: part.end, by: shift, isBroken }),
  );
  return {
    ...previous,
    text,
    routes,
    services,
    syntaxProblems,
    ...(repeatedKeys && { repeatedKeys }),
    ...(structure && { structure }),
  };
}

/**
 * A service before the part stays, one after it moves, and one around it grows.
 *
 * @param routeEnd where the route of the part ends now: a service whose last route it is ends there
 */
function movedService(service: SourcedService, part: Part, shift: number, routeEnd: number): SourcedService {
  const { span, name } = service;
  if (span.end <= part.start) return service;
  const moved = (offset: number) => (offset >= part.end ? offset + shift : offset);
  const end = span.end <= part.end ? routeEnd : span.end + shift;
  return {
    path: service.path,
    span: { start: moved(span.start), end },
    name: name && { value: name.value, span: { start: moved(name.span.start), end: moved(name.span.end) } },
  };
}

/** A control character, or a line end that is none to the reader. */
const needsWholeReading = (text: string): boolean => controlCharacter(text) !== null || /\r(?!\n)/.test(text);

/** The object between its braces. */
function jsonPart(route: SourcedRoute, change: Difference): Part | null {
  const end = route.start + route.body.span.end;
  return change.start > route.start && change.oldEnd < end ? { start: route.start, end } : null;
}

/**
 * The lines of a block sequence's item, up to the next line that is indented no further than its dash. Such lines
 * read the same whatever surrounds them, as long as they are indented no less than the item's keys.
 */
function yamlPart({ text, routes }: RouteDocument, route: SourcedRoute, change: Difference): Part | null {
  // If the file has several YAML documents, the path starts with a number.
  if (typeof route.path[0] === 'number') return null;
  const start = lineStart(text, route.start);
  const dash = /^( *)- +$/.exec(text.slice(start, route.start));
  if (dash === null) return null;
  const column = dash[1]!.length;
  const end = lessIndentedLine(text, start, column);
  // The line break that ends the part must stay.
  if (change.oldEnd >= end && end < text.length) return null;
  // Routes that are read through an alias or a merge are not in the order of the text.
  const others = routes.some((other) => other !== route && other.start >= start && other.start < end);
  return others ? null : { start, end };
}

/** The start of the first line after that at `from` which is indented by `column` or less; blank lines and comments are not. */
function lessIndentedLine(text: string, from: number, column: number): number {
  let line = text.indexOf('\n', from) + 1;
  while (line > 0 && line < text.length) {
    let at = line;
    while (text[at] === ' ') at++;
    const blank = at === text.length || text[at] === '\n' || text[at] === '#' || text.startsWith('\r\n', at);
    if (!blank && at - line <= column) return line;
    line = text.indexOf('\n', at) + 1;
  }
  return text.length;
}

/** `null` if the part does not account for the problems that were found in its place. */
function replaceProblems(
  { syntaxProblems, text }: RouteDocument,
  part: Part,
  before: readonly SyntaxProblem[],
  now: readonly SyntaxProblem[],
  shift: number,
): SyntaxProblem[] | null {
  const ahead = syntaxProblems.filter(({ span }) => span.start < part.start);
  const next = nextLine(text, part.end);
  const later = syntaxProblems.filter(({ span }) => span.start >= next && span.start > part.end);
  // A problem in the line after the part may be placed by where the part ends.
  const inside = syntaxProblems.slice(ahead.length, syntaxProblems.length - later.length);
  const expected = before.map((problem) => moved(problem, part.start));
  if (ahead.some(({ span }) => span.end > part.start) || !same(inside, expected)) return null;
  return [
    ...ahead,
    ...now.map((problem) => moved(problem, part.start)),
    ...later.map((problem) => moved(problem, shift)),
  ];
}

function moved({ span, ...problem }: SyntaxProblem, by: number): SyntaxProblem {
  return { ...problem, span: { start: span.start + by, end: span.end + by } };
}

/** After a reading of the whole text: the bodies of routes that are still the same. */
function keepBodies(previous: RouteDocument, next: RouteDocument): RouteDocument {
  const routes = [...next.routes];
  const keep = (at: number, old: SourcedRoute | undefined): boolean => {
    const route = routes[at];
    if (old === undefined || route === undefined || !sameRoute(previous.text, old, next.text, route))
      return false;
    routes[at] = { ...route, body: old.body };
    return true;
  };
  const added = routes.length - previous.routes.length;
  let front = 0;
  while (keep(front, previous.routes[front])) front++;
  let back = routes.length - 1;
  while (back >= front && keep(back, previous.routes[back - added])) back--;
  // The rest changed, unless the edit was in several places and no route came or went.
  const kept = (at: number) => added === 0 && keep(at, previous.routes[at]);
  for (let at = front; at <= back; at++) {
    const route = routes[at]!;
    if (!kept(at)) routes[at] = { ...route, body: detachedCopy(route.body) };
  }
  return { ...next, routes };
}

/**
 * A copy that does not hold on to a longer string: to V8 a slice is a window on the string that it was cut from,
 * so that the values of a route which is kept over many edits would keep the whole text of its version alive.
 */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}

function detachedCopy<T>(value: T): T {
  if (typeof value === 'string') return detached(value) as T;
  // What a resource of Terraform can have is in a table that all share.
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  if (Array.isArray(value)) return value.map(detachedCopy) as T;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, detachedCopy(inner)])) as T;
}

function sameRoute(oldText: string, old: SourcedRoute, newText: string, route: SourcedRoute): boolean {
  const oldSource = oldText.slice(old.start, old.start + old.body.span.end);
  return (
    oldSource === newText.slice(route.start, route.start + route.body.span.end) && same(old.body, route.body)
  );
}

/** Equality of what a reader makes: plain objects, lists and scalars. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key in left) if (!same(left[key], right[key])) return false;
  return true;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/**
 * The edit as far to the left and as far to the right as it can have been: a line that was added after another is
 * also one that was added before the line break of that.
 */
function changesBetween(previous: string, text: string): Difference[] {
  const shorter = Math.min(previous.length, text.length);
  const ahead = equalAtStart(previous, text);
  const later = equalAtEnd(previous, text);
  const change = (start: number, equalAtEnd: number) => ({
    start,
    oldEnd: previous.length - equalAtEnd,
    newEnd: text.length - equalAtEnd,
  });
  if (ahead + later <= shorter) return [change(ahead, later)];
  return [change(shorter - later, later), change(ahead, shorter - ahead)];
}
