/**
 * Conversions that keep the table. The conversion of each route is verified by both routers over all known files of the
 * table. A conversion is refused if a request would match another route. Routes with an expression keep their position
 * through a higher priority, if there is one.
 */

import { DocumentAnalysis, type RouteAnalysis } from '../analysis/index.js';
import {
  type RouteDocument,
  readDocument,
  replaceEntries,
  routeLabel,
  type SourcedRoute,
} from '../documents/index.js';
import type { Refusal, Verification } from '../problems/index.js';
import { applyEdits, largest, smallest } from '../text/index.js';
import type { ConvertedInto, RouteConversion, Style } from './conversion.js';
import { convertAll, convertBelow } from './conversions.js';
import { verifyConversion } from './converted-table.js';
import { type TerraformOptions, unknownTerraform } from './terraform.js';

export interface VerifiedConversions {
  /** In the order of the text: routes that were converted, that are refused, and those whose `priority` changes. */
  readonly conversions: readonly RouteConversion[];
  readonly verification: Verification;
}

/** Conversions are refused in so many rounds, each because of those before it; then all are. */
const mostRounds = 6;

/** The rest of a table, apart from the files whose routes are converted. */
export interface TableOptions {
  readonly terraform?: TerraformOptions;
  /** Other files of the same Gateway: they stay as they are. */
  readonly others?: readonly DocumentAnalysis[];
}

/**
 * Every route of a document that is not of the style yet.
 *
 * @returns a generator that pauses often, so that its caller may do something else, or stop
 */
export function* convertTable(
  analysis: DocumentAnalysis,
  to: Style,
  options: TableOptions = {},
): Generator<void, VerifiedConversions> {
  const { conversions, verification } = yield* convertDocuments([analysis], to, options);
  return { conversions: conversions.get(analysis)!, verification };
}

/** What becomes of the routes of each document, and what both routers say of all of them together. */
export interface ConvertedDocuments {
  readonly conversions: ReadonlyMap<DocumentAnalysis, readonly RouteConversion[]>;
  readonly verification: Verification;
}

/** Several files of one table at once: each conversion counts with those in the other files. */
export function* convertDocuments(
  documents: readonly DocumentAnalysis[],
  to: Style,
  { terraform = unknownTerraform, others = [] }: TableOptions = {},
): Generator<void, ConvertedDocuments> {
  const table = new Table(documents, others, to);
  let conversions: readonly RouteConversion[] = documents.flatMap((one) =>
    convertAll(one, to, undefined, terraform, table.othersThan(one)),
  );
  for (let round = 0; ; round++) {
    const plain = yield* table.verify(conversions);
    const { verification } = plain;
    // What runs today would not even load.
    if (verification.kind === 'not-verified' && verification.reason === 'rejected-after') {
      return table.result(allRefused(conversions, notVerified(verification)), verification);
    }
    if (verification.kind !== 'different' || verification.isFlavor) {
      return table.result(conversions, verification);
    }
    const raised = to === 'expressions' ? raisedPriorities(documents, conversions) : [];
    let found = plain;
    if (raised.length > 0) {
      const all = [...conversions, ...raised];
      found = yield* table.verify(all);
      if (found.verification.kind !== 'different' || found.verification.isFlavor) {
        return table.result(all, found.verification);
      }
    }
    const isRefused = ({ route }: RouteConversion) => round >= mostRounds || found.causes.has(route);
    const refused = notVerified(found.verification);
    const left = conversions.map((one) =>
      !('refused' in one.result) && isRefused(one) ? { ...one, result: { refused }, notes: [] } : one,
    );
    const isSame = left.every((one, i) => one === conversions[i]);
    // What the flavor changes without any conversion is reported, and is no reason to refuse one: `expressions` asks every
    // route for its protocols, for example.
    if (isSame || round >= mostRounds) {
      const unconverted = yield* table.verify([]);
      const isFlavor =
        unconverted.verification.kind === 'different' &&
        [...plain.causes].every((cause) => unconverted.causes.has(cause));
      if (isFlavor) return table.result(conversions, verification);
    }
    // What loses its requests to a route that stays is converted no more than what gains them.
    conversions = isSame ? allRefused(conversions, refused) : left;
    if (writable(conversions).length === 0) return table.result(conversions, { kind: 'equal' });
  }
}

/** The files of one table; some of them are converted. */
class Table {
  readonly #documents: readonly DocumentAnalysis[];
  readonly #others: readonly DocumentAnalysis[];
  readonly #to: Style;
  readonly #ownerOf: ReadonlyMap<SourcedRoute, DocumentAnalysis>;

  constructor(documents: readonly DocumentAnalysis[], others: readonly DocumentAnalysis[], to: Style) {
    this.#documents = documents;
    this.#others = others;
    this.#to = to;
    this.#ownerOf = new Map(
      documents.flatMap((one) => one.document.routes.map((route) => [route, one] as const)),
    );
  }

  /** The other documents of the table. */
  othersThan(document: DocumentAnalysis): RouteDocument[] {
    return [...this.#documents, ...this.#others].filter((one) => one !== document).map((one) => one.document);
  }

  verify(conversions: readonly RouteConversion[]) {
    const own = this.#byDocument(conversions);
    return verifyConversion(
      [
        ...this.#documents.map((analysis) => ({ analysis, conversions: writable(own.get(analysis)!) })),
        ...this.#others.map((analysis) => ({ analysis, conversions: [] })),
      ],
      this.#to,
    );
  }

  /** In the order of the text. */
  result(conversions: readonly RouteConversion[], verification: Verification): ConvertedDocuments {
    return { conversions: this.#byDocument(conversions), verification };
  }

  #byDocument(conversions: readonly RouteConversion[]): Map<DocumentAnalysis, RouteConversion[]> {
    const found = new Map(this.#documents.map((one): [DocumentAnalysis, RouteConversion[]] => [one, []]));
    for (const one of conversions) found.get(this.#ownerOf.get(one.route)!)!.push(one);
    for (const one of found.values()) one.sort((a, b) => a.route.start - b.route.start);
    return found;
  }
}

const notVerified = (verification: Verification): Refusal => ({
  code: 'not-verified',
  args: { verification },
});

const allRefused = (conversions: readonly RouteConversion[], refused: Refusal): RouteConversion[] =>
  conversions.map((one) => ('refused' in one.result ? one : { ...one, result: { refused }, notes: [] }));

/** What one conversion alone does to the table of its document. @param others files of the same Gateway */
export function* verifyOne(
  analysis: DocumentAnalysis,
  conversion: RouteConversion,
  to: Style,
  others: readonly DocumentAnalysis[] = [],
): Generator<void, Verification> {
  const { verification } = yield* new Table([analysis], others, to).verify([conversion]);
  return verification;
}

/** What conversions in files of a module of Terraform do to the tables of their control planes. */
export function* verifyModuleFiles(
  analyses: readonly DocumentAnalysis[],
  conversions: readonly RouteConversion[],
  to: Style,
): Generator<void, Verification> {
  const { verification } = yield* new Table(analyses, [], to).verify(conversions);
  return verification;
}

/** A conversion, with what both routers say of the table with it. */
export interface VerifiedRoute {
  readonly conversion: RouteConversion;
  readonly verification: Verification;
}

/**
 * One conversion alone. Where it would be evaluated before routes with an expression that came before it, and a lower
 * `priority` prevents that, it gets one.
 *
 * @param others files of the same Gateway
 */
export function* verifiedConversion(
  analysis: DocumentAnalysis,
  conversion: RouteConversion,
  to: Style,
  others: readonly DocumentAnalysis[] = [],
): Generator<void, VerifiedRoute> {
  const verification = yield* verifyOne(analysis, conversion, to, others);
  const plain = { conversion, verification };
  if (to !== 'expressions' || verification.kind !== 'different' || verification.isFlavor) return plain;
  const below = lowestPriority([analysis, ...others]);
  if (below === null) return plain;
  const documents = others.map(({ document }) => document);
  const lower = convertBelow(analysis, conversion.route, below, documents);
  if (lower === null) return plain;
  const found = yield* verifyOne(analysis, lower, to, others);
  return found.kind === 'equal' ? { conversion: lower, verification: found } : plain;
}

/** Of routes with an expression; `null` if there is none. */
function lowestPriority(documents: readonly DocumentAnalysis[]): bigint | null {
  const all = documents.flatMap((one) =>
    one.each(asItIs).flatMap(({ kind, data }) => {
      const priority = data.priority ?? 0;
      return kind === 'expression' && Number.isInteger(priority) ? [BigInt(priority as number)] : [];
    }),
  );
  const [least = null] = all.sort((a, b) => (a < b ? -1 : 1));
  return least;
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
    'refused' in result
      ? []
      : [{ route, edits: result.edits, count, ...(result.otherFiles && { otherFiles: result.otherFiles }) }],
  );

const asItIs = (route: RouteAnalysis): RouteAnalysis => route;

/** Kong/kong `kong/db/schema/entities/routes.lua`: 46 bits. */
const highestPriority = 2 ** 46 - 1;

/**
 * Routes that have an expression already are evaluated before all routes with fields: above the converted ones they need a
 * higher `priority`. As few as possible get another one, in the order that they have.
 *
 * @returns none if none is needed, or where 46 bits are not enough
 */
function raisedPriorities(
  documents: readonly DocumentAnalysis[],
  conversions: readonly RouteConversion[],
): RouteConversion[] {
  if (documents[0]?.gateway.flavor !== 'expressions') return [];
  const highest = largest(
    documents.map((one) => highestConverted(one, conversions)),
    0,
  );
  const own = documents.flatMap((analysis) => {
    const known = analysis.each(asItIs);
    return analysis.document.routes.flatMap((route, i) => {
      const { kind, data } = known[i]!;
      return kind === 'expression' ? [{ analysis, route, priority: Number(data.priority ?? 0) }] : [];
    });
  });
  const low = own.filter(({ priority }) => priority <= highest);
  if (low.length === 0) return [];
  const high = own.filter(({ priority }) => priority > highest).map(({ priority }) => priority);
  const raised = (routes: typeof own) => {
    const least = smallest(routes.map(({ priority }) => priority));
    return routes.map((one) => ({ ...one, is: one.priority - least + highest + 1 }));
  };
  const few = raised(low);
  const isBelowOthers = few.every(({ is }) => high.every((other) => is < other));
  const all = isBelowOthers ? few : raised(own);
  if (all.some(({ is }) => is > highestPriority)) return [];
  return all.map(({ analysis, route, priority, is }) => ({
    route,
    label: routeLabel(route),
    result: replaceEntries(analysis.document, route, new Set(['priority']), [['priority', is]]),
    notes: [{ code: 'priority-raised', args: { is, was: priority } }],
  }));
}

/** The highest priority that a conversion writes into a document. */
function highestConverted(
  { document, gateway }: DocumentAnalysis,
  conversions: readonly RouteConversion[],
): number {
  const own = new Set(document.routes);
  const written = writable(conversions).filter(({ route }) => own.has(route));
  if (written.length === 0) return 0;
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
