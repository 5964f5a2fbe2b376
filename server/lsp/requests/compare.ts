/**
 * `kongRoutes/compare`: which requests match another route than with another text of the document, or under another
 * router.
 */

import type { CancellationToken } from 'vscode-languageserver';
import {
  type ComparedSide,
  type Comparison,
  compareSides,
  comparisonPage,
  differenceWords,
  verdictWords,
  type Winner,
} from '../../comparison/index.js';
import { readDocument } from '../../documents/index.js';
import { bodyOf, markdownOf, style } from '../../pages/index.js';
import { type Refusal, type Refused, refusalWords } from '../../problems/index.js';
import type { CompareParams, CompareResult } from '../../protocol/index.js';
import { gatewayAs, testedGatewayOf } from '../../route-tests/index.js';
import type { Snapshot } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { inSlices } from '../slices.js';
import { placeOfRoute, tableFilesOf } from '../table-files.js';
import { comparedSides } from '../words/editor-words.js';

export const compareRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/compare',
      async (params: CompareParams, cancelled: CancellationToken): Promise<CompareResult | null> => {
        session.files.applyEdits();
        return compare(session, params, cancelled);
      },
    ),
};

const refused = (reason: Refusal): CompareResult => ({
  refused: refusalWords(reason),
  page: null,
  verdict: null,
  places: [],
});

/** @returns `null` if it was cancelled */
async function compare(
  session: Session,
  { uri, with: other }: CompareParams,
  cancelled: CancellationToken,
): Promise<CompareResult | null> {
  const snapshot = await session.snapshotOfFile(uri);
  if (!snapshot || snapshot.document.kind === null) return refused({ code: 'no-routes', args: {} });
  const files = tableFilesOf(snapshot);
  const own: ComparedSide = { files, gateway: snapshot.gateway };
  const sides = otherSide(snapshot, own, other);
  if ('refused' in sides) return refused(sides.refused);
  const made = await inSlices(
    compareSides(sides.before, sides.after),
    () => cancelled.isCancellationRequested,
  );
  if (!made) return null;
  const comparison = made.result;
  const placeOf = (winner: Winner) =>
    winner.route === null ? null : placeOfRoute(winner.table.routes[winner.route]!);
  const blocks = comparisonPage(comparison, sides.names, placeOf);
  return {
    refused: null,
    verdict: comparison.failures.length > 0 ? null : comparison.verdict,
    page: {
      title: verdictWords(comparison).replaceAll('`', ''),
      body: bodyOf(
        blocks,
        ({ uri: file, range: { start } }) => `${file}#L${start.line + 1},${start.character + 1}`,
      ),
      style,
      markdown: markdownOf(blocks),
    },
    places: placesIn(snapshot, comparison),
  };
}

interface Sides {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly names: { readonly before: string; readonly after: string };
}

/** The document as it is now is what comes after another text of it, and what comes before another router. */
function otherSide(
  { text, document }: Snapshot,
  own: ComparedSide,
  other: CompareParams['with'],
): Sides | Refused {
  if (other.kind === 'router') {
    const router = testedGatewayOf(other.router);
    if (!router) return { refused: { code: 'not-a-router', args: { name: other.router } } };
    const after = { files: own.files, gateway: gatewayAs(own.gateway, router) };
    return { before: own, after, names: comparedSides };
  }
  const read = readDocument(other.text, document.format);
  if (read.syntaxProblems.length > 0)
    return { refused: { code: 'side-not-well-formed', args: { name: other.name } } };
  const files = own.files.map((file) => (file.file === text.uri ? { file: text.uri, document: read } : file));
  return {
    before: { files, gateway: own.gateway },
    after: own,
    names: { before: other.name, after: 'the document' },
  };
}

/** At the route that gets requests now, and at the one that had them. */
function placesIn({ text, document }: Snapshot, { differences }: Comparison): CompareResult['places'] {
  return differences.flatMap((difference) => {
    const message = differenceWords(difference).replaceAll('`', '');
    const [one] = [difference.after, difference.before].flatMap(({ table, route }) => {
      const labelled = route === null ? null : table.routes[route]!;
      return labelled?.document === document ? [labelled.sourced] : [];
    });
    if (!one) return [];
    const position = text.positionAt(one.start);
    return [{ range: { start: position, end: position }, message }];
  });
}
