/** `check --format sarif`: SARIF 2.1.0, for code scanning and whatever else reads it. */

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Span } from '../../../../grammar/index.js';
import { openRoutesWords, type Severity } from '../../../problems/index.js';
import { encodePath, type Range, ranges } from '../../../text/index.js';
import { json } from '../../output.js';
import { checkResults } from '../../result-words.js';
import { fingerprint, identityOf, keyOf } from '../fingerprint.js';
import { sectionsOf } from '../problems-page.js';
import {
  type CheckedFile,
  type CheckReport,
  checkedInPart,
  type Failure,
  type RelatedPlace,
  relatedOf,
} from '../report.js';
import { type ReportedCode, reportedCodes, titleOf, urlOf, usualSeverityOf } from '../reported-codes.js';
import type { Context } from './context.js';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** The specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReport({ files, failures }: CheckReport, context: Context): string {
  const used = new Set(files.flatMap(({ problems: found }) => found.map(({ code }) => code)));
  // In the order of the table, whatever was found first.
  const codes = reportedCodes().filter((code) => used.has(code));
  const notifications = [
    ...failures.map((failure) => notification(failure, context)),
    ...files.flatMap((file) => noteOnOpenRoutes(file, context)),
  ];
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kong-routes',
            fullName: 'Kong Routes',
            semanticVersion: context.version,
            version: context.version,
            informationUri: 'https://github.com/kong-routes/kong-routes',
            rules: rules(codes, context.problemsPage),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [sourceRoot]: { description: { text: checkResults.repository } },
        },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
          },
        ],
        results: files.flatMap((file) => results(file, codes, context)),
      },
    ],
  };
  return json(log, 2);
}

function rules(codes: readonly ReportedCode[], page: string) {
  const sections = sectionsOf(page);
  return codes.map((code) => {
    const title = titleOf(code);
    const section = sections.get(code);
    const description = section?.description ?? title;
    return {
      id: code,
      name: code.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
      shortDescription: { text: title },
      fullDescription: { text: description },
      helpUri: urlOf(code),
      help: { text: description, markdown: section?.markdown ?? description },
      defaultConfiguration: { level: levels[usualSeverityOf(code)] },
    };
  });
}

function results(file: CheckedFile, codes: readonly ReportedCode[], context: Context) {
  const rangeOf = ranges(file.text);
  const seen = new Map<string, number>();
  return file.problems.map((problem) => {
    const key = keyOf(identityOf(problem, file));
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    const { code, severity, message, subject, span } = problem;
    const { remarks, otherPlaces } = relatedOf(problem);
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: levels[severity],
      message: { text: literal([message, ...remarks].join('\n')) },
      locations: [
        {
          physicalLocation: physical(file.file, region(rangeOf(span)), context),
          ...(subject && { logicalLocations: [{ name: subject.label, kind: subject.kind }] }),
        },
      ],
      ...(otherPlaces.length > 0 && {
        relatedLocations: otherPlaces.map((other, id) => related(other, id, file, rangeOf, context)),
      }),
      partialFingerprints: { 'kongRoutes/v1': fingerprint(key, occurrence) },
    };
  });
}

function related(
  { in: other, span, message }: RelatedPlace,
  id: number,
  { file }: CheckedFile,
  rangeOf: (span: Span) => Range,
  context: Context,
) {
  const place = region((other ? ranges(other.text) : rangeOf)(span));
  return {
    id,
    message: { text: literal(message) },
    physicalLocation: physical(other?.file ?? file, place, context),
  };
}

function notification({ file, at, reason }: Failure, context: Context) {
  const place = at && { startLine: at.line, startColumn: at.column };
  return {
    level: 'error',
    message: { text: literal(file === null ? reason : `${file}: ${reason}`) },
    ...(file !== null && { locations: [{ physicalLocation: physical(file, place, context) }] }),
  };
}

/** A result is a problem; that something was checked in part is none. */
function noteOnOpenRoutes(checked: CheckedFile, context: Context) {
  const routes = checkedInPart(checked);
  if (routes.length === 0) return [];
  const words = openRoutesWords(routes.length, [...new Set(routes.flatMap(({ open }) => open))]);
  return [
    {
      level: 'note',
      message: { text: literal(`${checked.file}: ${words}`) },
      locations: [{ physicalLocation: physical(checked.file, null, context) }],
    },
  ];
}

/** In a message, an unescaped brace starts a placeholder (§3.11.5). */
const literal = (text: string) => text.replace(/[{}]/g, '$&$&');

/** Lines and columns count from one; the end is exclusive. */
const region = ({ start, end }: Range) => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

function physical(file: string, place: object | null, { pathOf }: Context) {
  return { artifactLocation: artifact(pathOf(file)), ...(place && { region: place }) };
}

/** Consumers know where the root is, which is why this does not say. */
const sourceRoot = '%SRCROOT%';

const artifact = (path: string) =>
  isAbsolute(path) ? { uri: pathToFileURL(path).href } : { uri: encodePath(path), uriBaseId: sourceRoot };
