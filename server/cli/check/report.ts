/**
 * What `check` found out, as every format gets it: files with the problems in them, whatever kind of file it is and
 * whichever check found them.
 */

import type { Span } from '../../../grammar/index.js';
import { isUnread, type Severity } from '../../problems/index.js';
import type { Gateway } from '../../routes/index.js';
import { count } from '../../text/index.js';
import { checkResults } from '../result-words.js';
import type { ReportedCode } from './reported-codes.js';

export interface CheckReport {
  readonly files: readonly CheckedFile[];
  /** What could not be checked. */
  readonly failures: readonly Failure[];
  /** How many problems are left out because the baseline has them; `null` without a baseline. */
  readonly known: number | null;
  /** Whether a problem of a severity makes the command fail. */
  readonly isFailing: (severity: Severity) => boolean;
}

/** A file as it was named or found. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

export interface CheckedFile extends NamedText {
  /** Whether anything in it is Kong's. */
  readonly isKongs: boolean;
  /** Whether all of it is one document of Kong's, with nothing of other tools around it. */
  readonly isWhole?: boolean;
  /** `false` if it is not well-formed, so that it may have more than what is listed. */
  readonly isReadCompletely?: boolean;
  /** Everything in the file that was checked, with problems or without, in the order of the text. */
  readonly subjects: readonly Subject[];
  /** How many routes a controller makes of its objects. */
  readonly made?: number;
  /** The Gateway that its routes are for; `null` for files of other kinds. */
  readonly routesFor: {
    readonly gateway: Gateway;
    /** In words. */
    readonly flavorReason: string;
    /** `null` if it is as requested, or unknown. */
    readonly versionReason: string | null;
  } | null;
  /** In the order in which they are reported. */
  readonly problems: readonly FileProblem[];
}

/** The subject of a problem. Its identity is unique; labels may not be. */
export interface Subject {
  /** A word for people: `route`, `object`. */
  readonly kind: string;
  readonly label: string;
  /** The fields that were checked only in part, because their values are filled in later; absent if there are none. */
  readonly open?: readonly string[];
  /** Not checked, because it is not well-formed. */
  readonly isBroken?: boolean;
}

/** The subjects of a file that were checked only in part. */
export const checkedInPart = ({
  subjects,
}: CheckedFile): (Subject & { readonly open: readonly string[] })[] =>
  subjects.flatMap((subject) => (subject.open ? [{ ...subject, open: subject.open }] : []));

/** A problem at its place. Spans count from the start of the file. */
export interface FileProblem {
  readonly code: ReportedCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** One of the file's; `null` for what concerns the file as a whole. */
  readonly subject: Subject | null;
  /** Where in the subject, by keys alone: `paths`, `headers.x-version`; empty for the whole of it. */
  readonly place: string;
  readonly related: readonly RelatedPlace[];
}

/** Another place that a problem is about. */
export interface RelatedPlace {
  /** `null`: the file of the problem. */
  readonly in: NamedText | null;
  readonly span: Span;
  readonly message: string;
}

/** The message of a problem, and its related places. */
export function relatedOf({ span, related }: FileProblem): {
  readonly remarks: readonly string[];
  readonly otherPlaces: readonly RelatedPlace[];
} {
  const isHere = (other: RelatedPlace) => other.in === null && other.span.start === span.start;
  return {
    remarks: related.filter(isHere).map(({ message }) => message),
    otherPlaces: related.filter((other) => !isHere(other)),
  };
}

/** Why something could not be checked. */
export interface Failure {
  /** `null` if it does not belong to one file. */
  readonly file: string | null;
  /** Counted from one; `null` if it is a matter of the file as a whole. */
  readonly at: { readonly line: number; readonly column: number } | null;
  readonly reason: string;
}

/** Those that are written in a file, and those that are made of its objects. */
export const routesIn = ({ subjects, made = 0 }: CheckedFile): number =>
  made + subjects.filter(({ kind }) => kind === 'route').length;

/** How many files, routes and gateways were checked, and how many problems they have of each kind. */
export function summarize(files: readonly CheckedFile[]) {
  const problems = files.flatMap((file) => file.problems);
  const having = (severity: Severity) => problems.filter((problem) => problem.severity === severity).length;
  const subjects = files.flatMap((file) => file.subjects);
  return {
    files: files.length,
    routes: files.reduce((sum, file) => sum + routesIn(file), 0),
    expressions: subjects.filter(({ kind }) => kind === 'expression').length,
    gateways: subjects.filter(({ kind }) => kind === 'gateway').length,
    objects: subjects.filter(({ kind }) => kind === 'object').length,
    errors: having('error'),
    warnings: having('warning'),
    notices: having('information') + having('hint'),
    /** Places where something was recognised and not read. */
    notRead: problems.filter(({ code }) => isUnread(code)).length,
    /** Routes and expressions with values that the files do not show. */
    inPart: files.flatMap(checkedInPart).length,
    /** Routes and expressions that are not well-formed. */
    notChecked: subjects.filter(({ isBroken }) => isBroken).length,
    /** Files that may have more in them than was found. */
    notReadCompletely: files.filter((file) => file.isReadCompletely === false).length,
  };
}

type Paint = (text: string) => string;

const plain: Paint = (text) => text;

/** Such as `2 files, 5 routes: 1 error, 2 warnings`. */
export function verdict(
  { files, known }: CheckReport,
  paint = { error: plain, warning: plain, notice: plain, fine: plain },
): string {
  const { routes, expressions, gateways, objects, errors, warnings, notices, ...left } = summarize(files);
  const { notRead, inPart, notChecked, notReadCompletely } = left;
  const found = [
    ...(errors > 0 ? [paint.error(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint.warning(count(warnings, 'warning'))] : []),
    ...(notices > 0 ? [paint.notice(count(notices, 'notice'))] : []),
  ];
  // What was not checked is not free of problems.
  const isNothing = routes + expressions + objects + gateways === 0;
  const none = isNothing ? checkResults.nothing : checkResults.problems((known ?? 0) > 0, inPart > 0);
  if (found.length === 0) found.push(paint.fine(none));
  const ofBaseline = known ? ` (${known} known)` : '';
  if (notRead > 0) found.push(paint.warning(checkResults.notRead(notRead)));
  const noun = routes > 0 ? 'route' : 'expression';
  if (notReadCompletely > 0) {
    found.push(paint.warning(checkResults.notReadCompletely(notReadCompletely)));
  }
  if (notChecked > 0) found.push(paint.warning(checkResults.notCheckedCount(notChecked, noun)));
  if (inPart > 0) found.push(paint.notice(checkResults.inPart(inPart, noun)));
  const checked = [count(files.length, 'file')];
  if (routes > 0 || expressions + objects === 0) checked.push(count(routes, 'route'));
  if (expressions > 0) checked.push(count(expressions, 'expression'));
  if (objects > 0) checked.push(count(objects, 'object'));
  if (gateways > 0) checked.push(count(gateways, 'gateway'));
  return `${checked.join(', ')}: ${found.join(', ')}${ofBaseline}`;
}

/** `a.yaml:4:1`, or the name alone. */
export const placeOf = ({ file, at }: Failure): string | null =>
  file !== null && at ? `${file}:${at.line}:${at.column}` : file;
