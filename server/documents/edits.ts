/** The smallest text edits from one route to another. */

import type { EditRefusal, Refused } from '../problems/index.js';
import { applyEdits, largest, smallest } from '../text/index.js';
import { dataOfRoute, sameData } from './data.js';
import type { Data, RouteDocument, SourcedRoute, SourcedValue } from './document.js';
import { blockEdits } from './edit-block.js';
import { flowEdits } from './edit-flow.js';
import { type EditPlan, type EditResult, type TextEdit, unsafe } from './edit-plan.js';
import { replaceFields } from './edit-terraform.js';
import { repeatedInRoute } from './repeated-keys.js';
import { rereadDocument } from './reread.js';
import { yamlTokens } from './yaml-tokens.js';

export type { EditResult, TextEdit } from './edit-plan.js';

/**
 * Removes the entries with the keys in `remove` and writes those in `insert` at the place of the first that is
 * removed, or at the end of the route where none is. An entry whose key is in the route already is replaced
 * in place. Comments on removed lines are kept above what is inserted; all other bytes stay.
 *
 * The edit is tried before it is offered: where the document would not read as intended, it is refused.
 */
export function replaceEntries(
  document: RouteDocument,
  route: SourcedRoute,
  remove: ReadonlySet<string>,
  insert: readonly (readonly [key: string, value: Data])[],
): EditResult {
  if (document.terraform) return replaceFields(document, route, remove, insert);
  const planned = plan(document, route, remove, insert);
  if ('refused' in planned) return planned;
  const result = editsOf(planned);
  return 'refused' in result ? result : tried(planned, result.edits);
}

/** The edits for a plan, or why there is none, before anything is tried. */
export function untriedEdits(
  document: RouteDocument,
  route: SourcedRoute,
  remove: ReadonlySet<string>,
  insert: readonly (readonly [key: string, value: Data])[],
): EditResult {
  const planned = plan(document, route, remove, insert);
  return 'refused' in planned ? planned : editsOf(planned);
}

function editsOf(planned: EditPlan): EditResult {
  const result = planned.route.body.style === 'block' ? blockEdits(planned) : flowEdits(planned);
  if ('refused' in result) return result;
  // Stable, as LSP asks: what is inserted at a place comes before what is replaced there.
  return { edits: result.edits.toSorted((a, b) => a.span.start - b.span.start) };
}

function plan(
  document: RouteDocument,
  route: SourcedRoute,
  remove: ReadonlySet<string>,
  insert: readonly (readonly [key: string, value: Data])[],
): EditPlan | Refused {
  const inserted = new Map(insert);
  const leaving = new Set([...remove, ...inserted.keys()]);
  const planned = { document, route, leaving, inserted };
  const refused = whyNot(planned);
  return refused === null ? planned : { refused };
}

/** Edits of values of a route, tried as `replaceEntries` tries its own. */
export function triedInPlace(
  document: RouteDocument,
  route: SourcedRoute,
  insert: readonly (readonly [key: string, value: Data])[],
  edits: readonly TextEdit[],
): EditResult {
  const planned = plan(document, route, new Set(), insert);
  return 'refused' in planned ? planned : tried(planned, edits);
}

/** One edit that does what several do, with what is between them. */
export function joinEdits(text: string, edits: readonly TextEdit[]): TextEdit {
  const start = smallest(edits.map(({ span }) => span.start));
  const end = largest(edits.map(({ span }) => span.end));
  return { span: { start, end }, newText: applyEdits(text.slice(0, end), edits).slice(start) };
}

function whyNot({ document, route, leaving, inserted }: EditPlan): EditRefusal | null {
  if (document.kind === 'expression') return { code: 'expression-file', args: {} };
  if (route.body.encoded) return { code: 'route-encoded', args: {} };
  if (route.body.aliased) return { code: 'route-aliased', args: {} };
  const start = route.start;
  const end = route.start + route.body.span.end;
  if (document.syntaxProblems.some(({ span }) => span.start <= end && span.end >= start)) {
    return { code: 'route-not-well-formed', args: {} };
  }
  const [twice] = repeatedInRoute(route.body);
  if (twice) return { code: 'key-repeated', args: { key: twice.key } };
  const gone = route.body.entries.filter(({ key }) => leaving.has(key));
  const merged = gone.find((entry) => entry.merged && !inserted.has(entry.key));
  if (merged !== undefined) return { code: 'key-merged', args: { key: merged.key } };
  const anchors = new Set(gone.flatMap(({ value }) => anchorsIn(value)));
  if (anchors.size === 0) return null;
  const spans = gone.map(({ span }) => ({ start: start + span.start, end: start + span.end }));
  const used = aliasesIn(document.text).find(
    ({ name, at }) => anchors.has(name) && !spans.some((span) => span.start <= at && at < span.end),
  );
  return used === undefined ? null : { code: 'anchor-in-use', args: { anchor: used.name } };
}

function anchorsIn(value: SourcedValue): string[] {
  const own = value.anchor === null ? [] : [value.anchor];
  if (value.aliased || value.kind === 'scalar') return own;
  const inner = value.kind === 'array' ? value.items : value.entries.map((entry) => entry.value);
  return [...own, ...inner.flatMap(anchorsIn)];
}

function aliasesIn(text: string): { name: string; at: number }[] {
  const aliases = yamlTokens(text).filter(({ type }) => type === 'alias');
  return aliases.map(({ source, offset }) => ({ name: source.slice(1), at: offset }));
}

/** The edits, unless trying them shows that they do not do what they should. */
function tried({ document, route, leaving, inserted }: EditPlan, edits: readonly TextEdit[]): EditResult {
  const after = rereadDocument(document, applyEdits(document.text, edits));
  const index = document.routes.indexOf(route);
  const here = after.routes[index];
  if (after.kind !== document.kind) {
    return { refused: { code: 'file-not-recognized-after', args: {} } };
  }
  if (here === undefined || after.routes.length !== document.routes.length) return unsafe;
  if (after.syntaxProblems.length !== document.syntaxProblems.length) return unsafe;
  const inherited = here.body.entries.find(({ key, merged }) => merged && leaving.has(key));
  if (inherited !== undefined) {
    return { refused: { code: 'merged-key-returns', args: { key: inherited.key } } };
  }
  const kept = Object.entries(dataOfRoute(route.body)).filter(([key]) => !leaving.has(key));
  if (!sameData(dataOfRoute(here.body), Object.fromEntries([...kept, ...inserted]))) return unsafe;
  const othersChanged = document.routes.some(({ body }, at) => {
    const now = after.routes[at]!.body;
    return at !== index && now !== body && !sameData(dataOfRoute(now), dataOfRoute(body));
  });
  if (!othersChanged) return { edits };
  return { refused: { code: 'aliases-change-too', args: {} } };
}
