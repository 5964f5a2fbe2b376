/** `kong-routes check`: the problems of gateways' settings, and those of routes with other gateways than their own. */

import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RouteDocument } from '../documents/index.js';
import { problemsElsewhere } from '../features/elsewhere.js';
import { gatewayProblems } from '../features/gateway-problems.js';
import { routeLabel } from '../features/route-label.js';
import type { GatewayOfDocument } from '../gateway-of.js';
import { addressKey, type GatewayProblem, kindWords, type Place } from '../gateways/index.js';
import { messageOf, severityOf } from '../problems.js';
import type { Settings } from '../protocol.js';
import type { Sources } from '../workspace.js';
import type { CheckedFile, FileProblem, NamedText, Subject } from './report.js';

/**
 * The files that set how gateways run, checked: those that have problems, and those that were named.
 *
 * @param checked files with routes; what is found in one of these is added to it
 * @param isChosen whether a path is one of those that are to be checked, and `named` if it was named itself
 */
export function checkGateways(
  checked: readonly CheckedFile[],
  sources: Sources,
  settings: Settings,
  isChosen: (path: string) => 'named' | boolean,
): readonly CheckedFile[] {
  const byKey = new Map<string, CheckedFile>(checked.map((file) => [keyOfPath(file.file), file]));
  const problems = gatewayProblems(sources, settings);
  const declaring = new Set(sources.found().gateways.map(({ place }) => addressKey(place.uri)));
  for (const { uri, text } of sources.files()) {
    const key = addressKey(uri);
    const found = problems.filter(({ place }) => addressKey(place.uri) === key);
    const chosen = isChosen(fileURLToPath(uri));
    if (!chosen || (found.length === 0 && !(chosen === 'named' && declaring.has(key)))) continue;
    const known = byKey.get(key);
    const subjects = subjectsIn(key, sources);
    const added = found.map((problem) => fileProblem(problem, subjectOf(problem, subjects), sources));
    byKey.set(
      key,
      known
        ? {
            ...known,
            isKongs: true,
            subjects: [...known.subjects, ...subjects.values()],
            problems: [...known.problems, ...added].sort((a, b) => a.span.start - b.span.start),
          }
        : {
            file: nameOf(uri),
            text,
            isKongs: true,
            subjects: [...subjects.values()],
            routesFor: null,
            problems: added,
          },
    );
  }
  return [...byKey.values()];
}

/** What other gateways that read a file make of its routes. @param subjectAt the route at an offset */
export function checkElsewhere(
  file: string,
  document: RouteDocument,
  { gateway }: GatewayOfDocument,
  sources: Sources,
  settings: Settings,
): FileProblem[] {
  const uri = addressOf(file);
  const pairing = sources.gatewaysOf(uri, settings);
  const found = problemsElsewhere(
    { document, gateway, pairing, sources, text: { uri } },
    Number.POSITIVE_INFINITY,
  );
  return found.map((problem) => {
    const { start } = problem.place.span;
    const route = document.routes.findLast((one) => one.start <= start);
    return fileProblem(problem, route ? { kind: 'route', label: routeLabel(route) } : null, sources);
  });
}

const addressOf = (path: string): string => pathToFileURL(resolve(path)).href;

const keyOfPath = (path: string): string => addressKey(addressOf(path));

/** The gateways that a file declares, by their ids. */
function subjectsIn(key: string, sources: Sources): ReadonlyMap<string, Subject> {
  const own = sources.found().gateways.filter(({ place }) => addressKey(place.uri) === key);
  return new Map(
    own.map(({ id, kind, name }) => [id, { kind: 'gateway', label: `${kindWords[kind]} ${name}`.trim() }]),
  );
}

const subjectOf = ({ gateways }: GatewayProblem, subjects: ReadonlyMap<string, Subject>): Subject | null =>
  gateways.flatMap((id) => subjects.get(id) ?? [])[0] ?? null;

function fileProblem(problem: GatewayProblem, subject: Subject | null, sources: Sources): FileProblem {
  const { code, place, related } = problem;
  return {
    code,
    severity: severityOf(code),
    message: messageOf(problem),
    span: place.span,
    subject,
    place: subject?.kind === 'gateway' ? (about[code.split('-')[0]!] ?? '') : '',
    related: related.map((other) => ({
      in: addressKey(other.place.uri) === addressKey(place.uri) ? null : textOf(other.place, sources),
      span: other.place.span,
      message: other.message,
    })),
  };
}

/** Which setting a code is about, by the first word of it. */
const about: Readonly<Record<string, string>> = {
  flavor: 'router_flavor',
  gateways: 'router_flavor',
  rolling: 'router_flavor',
  calculation: 'route_match_calculation',
};

const textOf = ({ uri }: Place, sources: Sources): NamedText => ({
  file: nameOf(uri),
  text: sources.source(uri)?.text ?? '',
});

/** From here, or in full where that is shorter. */
function nameOf(uri: string): string {
  const path = fileURLToPath(uri);
  const fromHere = relative('', path);
  return fromHere.length < path.length ? fromHere : path;
}
