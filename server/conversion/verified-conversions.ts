/**
 * Conversions that keep the table: what was found for each route, verified by the routers of both styles over the whole
 * document. A conversion that would send requests elsewhere is refused; routes with an expression keep their place by a
 * higher priority, where there is one.
 */

import { DocumentAnalysis, type RouteAnalysis } from '../analysis/index.js';
import {
  applyEdits,
  readDocument,
  replaceEntries,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import type { Refusal, Verification } from '../problems/index.js';
import type { RouteConversion, Style } from './conversion.js';
import { convertAll } from './conversions.js';
import { type ConvertedInto, verifyConversion } from './converted-table.js';
import { type TerraformOptions, unknownTerraform } from './terraform.js';

export interface VerifiedConversions {
  /** In the order of the text: routes that were converted, that are refused, and those whose `priority` changes. */
  readonly conversions: readonly RouteConversion[];
  readonly verification: Verification;
}

/** Conversions are refused in so many rounds, each because of those before it; then all are. */
const mostRounds = 6;

/**
 * Every route of a document that is not of the style yet.
 *
 * @returns a generator that pauses often, so that its caller may do something else, or stop
 */
export function* convertTable(
  analysis: DocumentAnalysis,
  to: Style,
  terraform: TerraformOptions = unknownTerraform,
): Generator<void, VerifiedConversions> {
  let conversions: readonly RouteConversion[] = convertAll(analysis, to, undefined, terraform);
  for (let round = 0; ; round++) {
    const plain = yield* verifyConversion(analysis, writable(conversions), to);
    const { verification } = plain;
    // What runs today would not even load.
    if (verification.kind === 'not-verified' && verification.reason === 'rejected-after') {
      return { conversions: allRefused(conversions, notVerified(verification)), verification };
    }
    if (verification.kind !== 'different') return { conversions, verification };
    const raised = to === 'expressions' ? raisedPriorities(analysis, conversions) : [];
    let found = plain;
    if (raised.length > 0) {
      const all = inOrder([...conversions, ...raised]);
      found = yield* verifyConversion(analysis, writable(all), to);
      if (found.verification.kind !== 'different')
        return { conversions: all, verification: found.verification };
    }
    const isRefused = ({ route }: RouteConversion) =>
      round >= mostRounds || found.causes.has(analysis.document.routes.indexOf(route));
    const refused = notVerified(found.verification);
    const left = conversions.map((one) =>
      !('refused' in one.result) && isRefused(one) ? { ...one, result: { refused }, notes: [] } : one,
    );
    const isSame = left.every((one, i) => one === conversions[i]);
    // What the flavor changes without any conversion is reported, and is no reason to refuse one: `expressions` asks every
    // route for its protocols, for example.
    if (isSame || round >= mostRounds) {
      const unconverted = yield* verifyConversion(analysis, [], to);
      const isFlavor =
        unconverted.verification.kind === 'different' &&
        [...plain.causes].every((cause) => unconverted.causes.has(cause));
      if (isFlavor) return { conversions, verification };
    }
    // What loses its requests to a route that stays is converted no more than what gains them.
    conversions = isSame ? allRefused(conversions, refused) : left;
    if (writable(conversions).length === 0) {
      return { conversions, verification: { kind: 'equal' } };
    }
  }
}

const notVerified = (verification: Verification): Refusal => ({
  code: 'not-verified',
  args: { verification },
});

const allRefused = (conversions: readonly RouteConversion[], refused: Refusal): RouteConversion[] =>
  conversions.map((one) => ('refused' in one.result ? one : { ...one, result: { refused }, notes: [] }));

/** What one conversion alone does to the table of its document. */
export function* verifyOne(
  analysis: DocumentAnalysis,
  conversion: RouteConversion,
  to: Style,
): Generator<void, Verification> {
  const { verification } = yield* verifyConversion(analysis, writable([conversion]), to);
  return verification;
}

/** Runs a generator to its end. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const writable = (conversions: readonly RouteConversion[]): ConvertedInto[] =>
  conversions.flatMap(({ route, result, count = 1 }) =>
    'refused' in result ? [] : [{ route, edits: result.edits, count }],
  );

const inOrder = (conversions: readonly RouteConversion[]): RouteConversion[] =>
  conversions.toSorted((a, b) => a.route.start - b.route.start);

const asItIs = (route: RouteAnalysis): RouteAnalysis => route;

/** Kong/kong `kong/db/schema/entities/routes.lua`: 46 bits. */
const highestPriority = 2 ** 46 - 1;

/**
 * Routes that have an expression already are evaluated before all routes with fields: above the converted ones they need a
 * higher `priority`. As few as possible get another one, in the order that they have.
 *
 * @returns none where none is needed, or where 46 bits are not enough
 */
function raisedPriorities(
  analysis: DocumentAnalysis,
  conversions: readonly RouteConversion[],
): RouteConversion[] {
  const { document, gateway } = analysis;
  if (gateway.flavor !== 'expressions') return [];
  const highest = highestConverted(analysis, conversions);
  const known = analysis.each(asItIs);
  const own = document.routes.flatMap((route, i) => {
    const { kind, data } = known[i]!;
    return kind === 'expression' ? [{ route, priority: Number(data.priority ?? 0) }] : [];
  });
  const low = own.filter(({ priority }) => priority <= highest);
  if (low.length === 0) return [];
  const high = own.filter(({ priority }) => priority > highest).map(({ priority }) => priority);
  const raised = (routes: typeof own) => {
    const least = Math.min(...routes.map(({ priority }) => priority));
    return routes.map(({ route, priority }) => ({
      route,
      was: priority,
      is: priority - least + highest + 1,
    }));
  };
  const few = raised(low);
  const isBelowOthers = few.every(({ is }) => high.every((other) => is < other));
  const all = isBelowOthers ? few : raised(own);
  if (all.some(({ is }) => is > highestPriority)) return [];
  return all.map(({ route, was, is }) => ({
    route,
    label: routeLabel(route),
    result: replaceEntries(document, route, new Set(['priority']), [['priority', is]]),
    notes: [{ code: 'priority-raised', args: { is, was } }],
  }));
}

/** The highest priority that a conversion writes. */
function highestConverted(
  { document, gateway }: DocumentAnalysis,
  conversions: readonly RouteConversion[],
): number {
  const written = writable(conversions);
  const counts = new Map<SourcedRoute, number>(written.map(({ route, count }) => [route, count]));
  const text = applyEdits(
    document.text,
    written.flatMap(({ edits }) => edits),
  );
  const after = new DocumentAnalysis(readDocument(text, document.format), gateway);
  const isConverted = document.routes.flatMap((route) =>
    Array<boolean>(counts.get(route) ?? 1).fill(counts.has(route)),
  );
  return after
    .each(asItIs)
    .reduce(
      (highest, { data }, i) => (isConverted[i] ? Math.max(highest, Number(data.priority ?? 0)) : highest),
      0,
    );
}
