/** `kong-routes check`: the problems of files. */

import { basename } from 'node:path';
import type { Span } from '../../../grammar/index.js';
import type { DocumentAnalysis } from '../../analysis/index.js';
import {
  documentProblems,
  isBroken,
  isReadCompletely,
  openFields,
  problemsOf,
  terraformProblems,
} from '../../checks/index.js';
import {
  type RouteBody,
  type RouteDocument,
  routeLabel,
  type SourcedEntry,
  type SourcedValue,
} from '../../documents/index.js';
import type { Settings } from '../../protocol/index.js';
import {
  describeReason,
  type GatewayOfDocument,
  isInformative,
  type Sources,
} from '../../workspace/index.js';
import { pathAndLine } from '../detect.js';
import type { ProgressBar } from '../progress-bar.js';
import { progressWords } from '../result-words.js';
import { nameOf } from './check-gateways.js';
import type { CheckedFile, FileProblem, NamedText, Subject } from './report.js';

/** A file with more gets a progress bar of its own, in place of that of the files. */
const manyRoutes = 300;

/**
 * The routes of a file, checked.
 *
 * @param sources the files that show the Gateway
 */
export function checkFile(
  file: string,
  analysis: DocumentAnalysis,
  known: GatewayOfDocument,
  sources: Sources,
  lints: Settings['lints'] = {},
  bar: ProgressBar | null = null,
): CheckedFile {
  const { document, gateway } = analysis;
  const { flavorReason, versionReason } = known;
  const because = (reason: typeof flavorReason, what: string) =>
    describeReason(reason, what, sources, pathAndLine, true);
  const routesFor = {
    gateway,
    flavorReason: because(flavorReason, 'router flavor'),
    versionReason: isInformative(versionReason) ? because(versionReason, 'version') : null,
  };
  const subjects: Subject[] = [];
  const problems: FileProblem[] = [];
  const { length } = document.routes;
  for (const [index, route] of document.routes.entries()) {
    if (length > manyRoutes) bar?.draw(index / length, progressWords.routes(index, length));
    const open = openFields(analysis.of(route));
    const subject = {
      ...(document.kind === 'expression'
        ? { kind: 'expression', label: basename(file) }
        : { kind: 'route', label: routeLabel(route) }),
      ...(open.length > 0 && { open }),
      ...(isBroken(document, route) && { isBroken: true }),
    };
    subjects.push(subject);
    if (subject.isBroken) continue;
    const move = (span: Span) => ({ start: route.start + span.start, end: route.start + span.end });
    for (const { code, severity, message, span, related } of problemsOf(analysis, route, lints)) {
      problems.push({
        code,
        severity,
        message,
        span: move(span),
        subject,
        place: keysTo(route.body, span).join('.'),
        related: related.map((other) => ({ in: null, span: move(other.span), message: other.message })),
      });
    }
  }
  const ofFile = [...documentProblems(document, known), ...terraformProblems(document)];
  for (const { code, severity, message, span, related } of ofFile) {
    const index = document.routes.findLastIndex(
      ({ start, body }) => start <= span.start && span.end <= start + body.span.end,
    );
    problems.push({
      code,
      severity,
      message,
      span,
      subject: subjects[index] ?? null,
      place: '',
      related: related.map((other) => ({
        in: textOf(document, other.uri),
        span: other.span,
        message: other.message,
      })),
    });
  }
  problems.sort((a, b) => a.span.start - b.span.start);
  const isKongs = document.kind !== null || document.unread.length > 0;
  return {
    file,
    text: document.text,
    isReadCompletely: !isKongs || isReadCompletely(document),
    isKongs,
    isWhole: document.kind !== null && document.parts.length === 0,
    subjects,
    routesFor,
    problems,
  };
}

/** Another file of the module; `null` for the document itself. */
function textOf({ terraform }: RouteDocument, uri: string | undefined): NamedText | null {
  const other = uri === undefined ? undefined : terraform?.siblings.find(({ name }) => name === uri);
  return other ? { file: nameOf(other.name), text: other.hcl.text } : null;
}

/** A problem of the requested version is reported once, in the first file that has it. */
export function onceForAll(files: readonly CheckedFile[]): CheckedFile[] {
  const reported = new Set<string>();
  return files.map((file) => {
    const problems = file.problems.filter(({ code, message }) => {
      if (code !== 'gateway-version-unknown') return true;
      const isNew = !reported.has(message);
      reported.add(message);
      return isNew;
    });
    return problems.length === file.problems.length ? file : { ...file, problems };
  });
}

/** The keys that lead to a span of a route. Items of lists are not distinguished. */
function keysTo(body: RouteBody, span: Span): string[] {
  const keys: string[] = [];
  let values: readonly (SourcedEntry | SourcedValue)[] = body.entries;
  for (;;) {
    const around = values.find((value) => value.span.start <= span.start && span.end <= value.span.end);
    if (!around) return keys;
    const value = 'key' in around ? around.value : around;
    if ('key' in around) keys.push(around.key);
    if (value.kind === 'scalar') return keys;
    values = value.kind === 'object' ? value.entries : value.items;
  }
}
