/** `kongRoutes/tryRequest`: which route a request goes to, under each router flavor, and why. */

import type { Subsystem } from '../../../grammar/index.js';
import { type At, bodyOf, markdownOf, style } from '../../pages/index.js';
import { refusalWords } from '../../problems/index.js';
import type { TriedRequest, TriedValue, TryRequestParams, TryRequestResult } from '../../protocol/index.js';
import { subsystemOf } from '../../routes/index.js';
import {
  gatewaysOfEachFlavor,
  matchValuesOf,
  matchWarnings,
  outcomeWords,
  requestWords,
  resultWords,
  routingTable,
  type Trial,
  trialPage,
  tryRequest,
  upstreamUrl,
  ValueEvaluator,
  valueWords,
} from '../../routing/index.js';
import { readRequestText, requestProblemWords } from '../../traffic/index.js';
import type { Snapshot } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { placeOfRoute, tableFilesOf } from '../table-files.js';

export const tryRequestRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/tryRequest',
      async ({ uri, request }: TryRequestParams): Promise<TryRequestResult> => {
        session.files.applyEdits();
        return answer(session, uri, request);
      },
    ),
};

const refused = (reason: string): TryRequestResult => ({
  refused: reason,
  page: null,
  answers: [],
  values: [],
});

async function answer(session: Session, uri: string, text: string): Promise<TryRequestResult> {
  const snapshot = await session.snapshotOfFile(uri);
  if (!snapshot || snapshot.document.routes.length === 0)
    return refused(refusalWords({ code: 'no-routes', args: {} }));
  const subsystem = subsystemOfDocument(snapshot);
  const reading = readRequestText(text, subsystem);
  if (reading.problem) return refused(requestProblemWords(reading.problem));
  const files = tableFilesOf(snapshot);
  const trials = gatewaysOfEachFlavor(snapshot.gateway).map((gateway) =>
    tryRequest(routingTable(files, gateway, subsystem), reading.value),
  );
  const blocks = trialPage(trials, ({ table }, route): At => placeOfRoute(table.routes[route]!));
  return {
    refused: null,
    page: {
      title: requestWords(reading.value),
      body: bodyOf(
        blocks,
        ({ uri: file, range: { start } }) => `${file}#L${start.line + 1},${start.character + 1}`,
      ),
      style,
      markdown: markdownOf(blocks),
    },
    answers: trials.map(triedRequest),
    values: valuesIn(snapshot, trials[0]!),
  };
}

/** A document with only stream routes belongs to the stream subsystem. */
const subsystemOfDocument = ({ document, analysis }: Snapshot): Subsystem =>
  document.routes.every((route) => subsystemOf(analysis.of(route).route) === 'stream') ? 'stream' : 'http';

function triedRequest({ table, match, candidates }: Trial): TriedRequest {
  const labelOf = (route: number) => table.routes[route]!.label;
  const outcome = match.outcome();
  return {
    flavor: table.gateway.flavor,
    version: table.gateway.version.join('.'),
    route: match.route === null ? null : labelOf(match.route),
    candidates: candidates.map(({ route }) => labelOf(route)),
    upstream: upstreamUrl(outcome),
    outcome: outcomeWords(outcome, match.failure),
    warnings: matchWarnings(table).map(({ route, message }) =>
      route === null ? message : `${route}: ${message}`,
    ),
  };
}

/** In a document with more routes, only the values of those that match are shown. */
const mostRoutes = 500;

function valuesIn({ text }: Snapshot, { table, request, candidates }: Trial): TriedValue[] {
  const evaluator = new ValueEvaluator(table);
  const matching = new Set(candidates.map(({ route }) => route));
  const own = [...table.routes.keys()].filter((route) => table.routes[route]!.file === text.uri);
  const shown = own.length > mostRoutes ? own.filter((route) => matching.has(route)) : own;
  return shown.flatMap((route): TriedValue[] => {
    const trace = table.router.trace(request, route);
    if (!trace) return [];
    const { start } = table.routes[route]!.sourced;
    return matchValuesOf(table, route).map((value): TriedValue => {
      const { result, values } = evaluator.stateOf(value, request, trace.matchers);
      const range = {
        start: text.positionAt(start + value.span.start),
        end: text.positionAt(start + value.span.end),
      };
      return { range, result, text: `${valueWords(values)}: ${resultWords[result]}` };
    });
  });
}
