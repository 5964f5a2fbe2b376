/** Many routes of a document turned into others at once. */

import { applyEdits } from '../text/index.js';
import { type CopyChange, copiesAfter } from './copies.js';
import { dataOfRoute, sameData } from './data.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';
import { type EditResult, type TextEdit, unsafe } from './edit-plan.js';
import { replaceEntries, untriedEdits } from './edits.js';
import { rereadDocument } from './reread.js';

/** What is to become of a route. */
export interface Rewrite {
  readonly route: SourcedRoute;
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [key: string, value: Data])[];
  /** Copies to be written after the route, each with changes of its own. */
  readonly copies: readonly CopyChange[];
}

/** A rewrite and the edits that make it. */
interface Written {
  readonly rewrite: Rewrite;
  readonly edits: readonly TextEdit[];
}

/**
 * `replaceEntries` for many routes of a document at once, and copies after them. What is offered can be done
 * together: all is tried in one reading, and only where that fails is it tried in halves.
 *
 * @returns one result for each rewrite, in their order
 */
export function rewriteRoutes(document: RouteDocument, rewrites: readonly Rewrite[]): EditResult[] {
  const results = new Map(rewrites.map((rewrite) => [rewrite, editsOf(document, rewrite)]));
  const all = [...results].flatMap(([rewrite, result]) =>
    'refused' in result ? [] : [{ rewrite, edits: result.edits }],
  );
  const safe = new Set(safeAmong(document, [], all));
  for (const written of all) {
    if (!safe.has(written)) results.set(written.rewrite, whyUnsafe(document, written));
  }
  return rewrites.map((rewrite) => results.get(rewrite)!);
}

function editsOf(document: RouteDocument, { route, remove, insert, copies }: Rewrite): EditResult {
  const own = untriedEdits(document, route, remove, insert);
  if ('refused' in own || copies.length === 0) return own;
  const written = copiesAfter(document, route, copies);
  return 'refused' in written ? written : { edits: [...own.edits, ...written.edits] };
}

/** Those of `more` that can be done together with what is `safe`, and that itself. */
function safeAmong(
  document: RouteDocument,
  safe: readonly Written[],
  more: readonly Written[],
): readonly Written[] {
  if (more.length === 0) return safe;
  const together = [...safe, ...more];
  if (readsAsIntended(document, together)) return together;
  if (more.length === 1) return safe;
  const half = more.length >> 1;
  return safeAmong(document, safeAmong(document, safe, more.slice(0, half)), more.slice(half));
}

function whyUnsafe(document: RouteDocument, { rewrite }: Written): EditResult {
  const { route, remove, insert } = rewrite;
  const alone = replaceEntries(document, route, remove, insert);
  return 'refused' in alone ? alone : unsafe;
}

/** Whether the document then reads as intended: every route, in its place, and the copies after theirs. */
function readsAsIntended(document: RouteDocument, all: readonly Written[]): boolean {
  const edits = all.flatMap((written) => written.edits);
  const after = rereadDocument(document, applyEdits(document.text, edits));
  if (after.kind !== document.kind) return false;
  if (after.syntaxProblems.length !== document.syntaxProblems.length) return false;
  const rewrites = new Map(all.map(({ rewrite }) => [rewrite.route, rewrite]));
  const intended = document.routes.flatMap((route) => {
    const data = dataOfRoute(route.body);
    const rewrite = rewrites.get(route);
    if (!rewrite) return [data];
    return [rewrite, ...rewrite.copies].map(({ remove, insert }) => {
      const kept = Object.entries(data).filter(([key]) => !remove.has(key));
      return { ...Object.fromEntries(kept), ...Object.fromEntries(insert) };
    });
  });
  return (
    after.routes.length === intended.length &&
    after.routes.every(({ body }, i) => sameData(dataOfRoute(body), intended[i]!))
  );
}
