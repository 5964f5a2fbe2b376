/** Many routes of a document turned into others at once. */

import { type CopyChange, copiesBehind } from './copies.js';
import { type Data, dataOfRoute, sameData } from './data.js';
import type { RouteDocument, SourcedRoute } from './document.js';
import { type EditResult, unsafe } from './edit-plan.js';
import { applyEdits, replaceEntries, untriedEdits } from './edits.js';
import { readDocument } from './read.js';

/** What is to become of a route. */
export interface Rewrite {
  readonly route: SourcedRoute;
  readonly remove: ReadonlySet<string>;
  readonly insert: readonly (readonly [key: string, value: Data])[];
  /** Copies to be written behind the route, each with changes of its own. */
  readonly copies: readonly CopyChange[];
}

/**
 * `replaceEntries` for many routes of a document at once, and copies behind them. All are tried together, in one
 * reading; only where that fails is each tried by itself.
 *
 * @returns one result for each rewrite, in their order
 */
export function rewriteRoutes(document: RouteDocument, rewrites: readonly Rewrite[]): EditResult[] {
  const results = rewrites.map((rewrite): EditResult => {
    const { route, remove, insert, copies } = rewrite;
    const own = untriedEdits(document, route, remove, insert);
    if ('refused' in own || copies.length === 0) return own;
    const behind = copiesBehind(document, route, copies);
    return 'refused' in behind ? behind : { edits: [...own.edits, ...behind.edits] };
  });
  if (triedTogether(document, rewrites, results)) return results;
  return rewrites.map((rewrite, i) => {
    const result = results[i]!;
    if ('refused' in result) return result;
    const { route, remove, insert, copies } = rewrite;
    if (copies.length === 0) return replaceEntries(document, route, remove, insert);
    return triedTogether(document, [rewrite], [result]) ? result : unsafe;
  });
}

/** Whether the document then reads as intended: every route, in its place, and the copies behind theirs. */
function triedTogether(
  document: RouteDocument,
  rewrites: readonly Rewrite[],
  results: readonly EditResult[],
): boolean {
  const edits = results.flatMap((result) => ('refused' in result ? [] : result.edits));
  const after = readDocument(applyEdits(document.text, edits), document.format);
  if (after.syntaxProblems.length !== document.syntaxProblems.length) return false;
  const written = new Map(
    rewrites.flatMap((rewrite, i) => ('refused' in results[i]! ? [] : [[rewrite.route, rewrite] as const])),
  );
  const intended = document.routes.flatMap((route) => {
    const data = dataOfRoute(route.body);
    const rewrite = written.get(route);
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
