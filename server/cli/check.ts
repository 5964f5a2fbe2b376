/** `kong-routes check`: the problems of files. */

import type { RouteDocument } from '../documents/index.js';
import { routeLabel } from '../features/route-label.js';
import { type PlacedProblem, problemsOf } from '../features/route-problems.js';
import type { Settings } from '../protocol.js';
import { gatewayOf, type Snapshot } from '../workspace.js';

export interface CheckedFile {
  readonly file: string;
  readonly document: RouteDocument;
  readonly gateway: Snapshot['gateway'];
  readonly flavorReason: Snapshot['flavorReason'];
  readonly problems: readonly FileProblem[];
}

/** Spans count from the start of the file. */
export interface FileProblem extends PlacedProblem {
  readonly route: string;
}

export function checkFile(file: string, document: RouteDocument, settings: Settings): CheckedFile {
  const { gateway, flavorReason } = gatewayOf(document, settings);
  const problems = document.routes.flatMap((route) => {
    const move = (span: PlacedProblem['span']) => ({
      start: route.start + span.start,
      end: route.start + span.end,
    });
    return problemsOf(document, route, gateway).map((problem) => ({
      ...problem,
      route: routeLabel(route),
      span: move(problem.span),
      related: problem.related.map((other) => ({ ...other, span: move(other.span) })),
    }));
  });
  return { file, document, gateway, flavorReason, problems };
}

export function summarize(files: readonly CheckedFile[]) {
  const problems = files.flatMap((file) => file.problems);
  return {
    files: files.length,
    routes: files.reduce((count, { document }) => count + document.routes.length, 0),
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity === 'warning').length,
  };
}

/** The report as data: positions count from zero, in UTF-16 units, as LSP has them. */
export function checkReport(files: readonly CheckedFile[]) {
  return {
    files: files.map(({ file, document, gateway, problems }) => {
      const positionAt = positions(document.text);
      return {
        file,
        flavor: gateway.flavor,
        routes: document.routes.length,
        problems: problems.map(({ code, severity, message, route, span }) => ({
          code,
          severity,
          message,
          route,
          range: { start: positionAt(span.start), end: positionAt(span.end) },
        })),
      };
    }),
    summary: summarize(files),
  };
}

/** Offsets to lines and characters; the lines are found once. */
export function positions(text: string): (offset: number) => { line: number; character: number } {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - starts[low]! };
  };
}
