/** `kong-routes check`: the problems of gateways' settings, and those of routes with other gateways than their own. */

import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentAnalysis } from '../../analysis/index.js';
import { gatewayProblems, problemsOfOtherGateways } from '../../checks/index.js';
import { type GatewayProblem, kindWords, messageOf, severityOf } from '../../problems/index.js';
import type { Settings } from '../../protocol/index.js';
import { type Place, uriKey } from '../../text/index.js';
import type { Sources } from '../../workspace/index.js';
import type { CheckedFile, FileProblem, NamedText, Subject } from './report.js';

/** Whether a file, by its absolute path, says how a Gateway runs. */
export function hasSettings(path: string, sources: Sources): boolean {
  const { gateways, written } = sources.found();
  const key = keyOfPath(path);
  const isHere = (place: Place) => uriKey(place.uri) === key;
  return gateways.some(({ place }) => isHere(place)) || written.some(({ keyPlace }) => isHere(keyPlace));
}

/**
 * The files that say how gateways run, checked: those that declare any, and others with problems.
 *
 * @param checked files with routes; what is found in one of these is added to it
 * @param chosen absolute paths of the files that are to be checked
 */
export function checkGateways(
  checked: readonly CheckedFile[],
  sources: Sources,
  settings: Settings,
  chosen: readonly string[],
): readonly CheckedFile[] {
  const byKey = new Map(checked.map((file) => [keyOfPath(file.file), file]));
  const chosenKeys = new Set(chosen.map(keyOfPath));
  const gateways = new Map(sources.found().gateways.map((gateway) => [gateway.id, gateway]));
  // What is wrong in a file of variables is wrong with the gateway that has them.
  const isAbout = ({ place, gateways: ids, related }: GatewayProblem): boolean => {
    const own = (related.length === 0 ? ids : ids.slice(0, 1)).flatMap((id) => gateways.get(id)?.place ?? []);
    return [place, ...own].some(({ uri }) => chosenKeys.has(uriKey(uri)));
  };
  const problems = gatewayProblems(sources, settings).filter(isAbout);
  for (const { uri, text } of sources.files()) {
    const key = uriKey(uri);
    const found = problems.filter(({ place }) => uriKey(place.uri) === key);
    const subjects = subjectsIn(key, sources);
    if (found.length === 0 && !(subjects.size > 0 && chosenKeys.has(key))) continue;
    const known = byKey.get(key);
    const added = found.map((problem) => fileProblem(problem, subjectOf(problem, subjects), sources));
    byKey.set(key, {
      ...known,
      file: known?.file ?? nameOf(uri),
      text,
      isKongs: true,
      subjects: [...(known?.subjects ?? []), ...subjects.values()],
      routesFor: known?.isKongs ? known.routesFor : null,
      problems: [...(known?.problems ?? []), ...added].sort((a, b) => a.span.start - b.span.start),
    });
  }
  return [...byKey.values()];
}

/** A file with what other gateways that read it make of its routes. */
export function withOtherGateways(
  checked: CheckedFile,
  analysis: DocumentAnalysis,
  sources: Sources,
  settings: Settings,
): CheckedFile {
  const { document } = analysis;
  const uri = uriOfPath(checked.file);
  const pairing = sources.gatewaysOf(uri, settings);
  const found = problemsOfOtherGateways({ uri, analysis, pairing, sources }, Number.POSITIVE_INFINITY);
  if (found.length === 0) return checked;
  const added = found.map((problem) => {
    const { start } = problem.place.span;
    const index = document.routes.findLastIndex((route) => route.start <= start);
    return fileProblem(problem, checked.subjects[index] ?? null, sources);
  });
  const problems = [...checked.problems, ...added].sort((a, b) => a.span.start - b.span.start);
  return { ...checked, problems };
}

const uriOfPath = (path: string): string => pathToFileURL(resolve(path)).href;

export const keyOfPath = (path: string): string => uriKey(uriOfPath(path));

/** The gateways that a file declares, by their ids. */
function subjectsIn(key: string, sources: Sources): ReadonlyMap<string, Subject> {
  const own = sources.found().gateways.filter(({ place }) => uriKey(place.uri) === key);
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
      in: uriKey(other.place.uri) === uriKey(place.uri) ? null : textOf(other.place, sources),
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
export function nameOf(uri: string): string {
  const path = fileURLToPath(uri);
  const fromHere = relative('', path);
  return fromHere.length < path.length ? fromHere : path;
}
