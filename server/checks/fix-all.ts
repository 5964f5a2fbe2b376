/**
 * Every quick fix of a document that leaves nothing to decide, made one after the other: for `check --fix`.
 *
 * Left out are fixes that change which requests a route matches, and fixes that only seem obvious: a rejected expression has
 * never run, so if a fix leaves `&&` and `||` mixed, nothing shows which of them its author expects to
 * bind tighter.
 */

import { DocumentAnalysis } from '../analysis/index.js';
import {
  editsOfFiles,
  type RouteDocument,
  rereadDocument,
  type SourcedRoute,
  type TextEdit,
} from '../documents/index.js';
import { type ProblemCode, type Refusal, severityOf } from '../problems/index.js';
import { applyEdits } from '../text/index.js';
import { type Fix, fixEdits } from './fixes.js';
import type { PlacedProblem } from './placed-problem.js';
import { problemsOf } from './route-problems.js';
import { terraformProblems } from './terraform-problems.js';

export interface FixedDocument {
  /** As it reads now; the same one where nothing was fixed. */
  readonly document: RouteDocument;
  readonly done: readonly DoneFix[];
  /** Problems whose fix was not made although it seems safe. */
  readonly leftAlone: readonly LeftAlone[];
}

export interface DoneFix {
  readonly code: ProblemCode;
  /** As in a menu: `` Write `==` ``. */
  readonly title: string;
  /** Where the problem was, in the text as it is now: UTF-16 units. */
  readonly offset: number;
}

export interface LeftAlone {
  readonly code: ProblemCode;
  readonly reason: Refusal;
  /** In the text as it is now: UTF-16 units. */
  readonly offset: number;
}

/** What was fixed so far. */
interface Fixing extends Omit<FixedDocument, 'document'> {
  readonly analysis: DocumentAnalysis;
}

/** A problem that is fixed without asking. */
type Fixable = PlacedProblem & { readonly fix: Fix };

/** A route in which something is left to fix after so many fixes is left as it was: it might go on for ever. */
const mostFixes = 100;

/** @param find the problems of a route */
export function fixAll(
  analysis: DocumentAnalysis,
  find: (analysis: DocumentAnalysis, route: SourcedRoute) => readonly PlacedProblem[] = problemsOf,
): FixedDocument {
  // What Terraform cannot read comes first: which routes there are depends on it.
  const ofTerraform = fixTerraform({ analysis, done: [], leftAlone: [] });
  let all: Fixing = { ...ofTerraform, leftAlone: [] };
  let open = all.analysis.document.routes.map((_, index) => index);
  // A value that routes share by an alias can be fixed once the others have one of their own.
  for (let before = -1; before < all.done.length; ) {
    before = all.done.length;
    all = { ...all, leftAlone: [] };
    open = open.filter((index) => {
      const { leftAlone } = all;
      all = fixRoute(all, index, find);
      return all.leftAlone !== leftAlone;
    });
  }
  return { ...all, leftAlone: [...ofTerraform.leftAlone, ...all.leftAlone], document: all.analysis.document };
}

/** Applies the fixes for what Terraform cannot read or rejects in this file. */
function fixTerraform(before: Fixing): Fixing {
  let now = before;
  for (let count = 0; count < mostFixed; count++) {
    const { document } = now.analysis;
    const leftAlone: LeftAlone[] = [];
    let next: Fixing | null = null;
    for (const problem of terraformProblems(document)) {
      const fix = problem.fixes().find(({ changes }) => !changes);
      if (!fix?.files) continue;
      const result = editsOfFiles(document, fix.files);
      if ('refused' in result) continue;
      const { code, span } = problem;
      if (result.otherFiles) {
        leftAlone.push({
          code,
          reason: { code: 'fix-in-other-files', args: {} },
          offset: span.start,
        });
        continue;
      }
      next = afterEdits(now, result.edits, { code, title: fix.title, offset: span.start });
      break;
    }
    if (!next) return { ...now, leftAlone };
    now = next;
  }
  return now;
}

/** Each is one string or one argument of a file. */
const mostFixed = 10_000;

function fixRoute(before: Fixing, index: number, find: typeof problemsOf): Fixing {
  let now = before;
  let isFixed = false;
  for (let count = 0; count < mostFixes; count++) {
    const route = now.analysis.document.routes[index]!;
    const problems = find(now.analysis, route).filter(isFixable);
    if (isFixed && problems.some(({ code }) => code === 'expression-precedence')) {
      return asItWas({ code: 'fix-mixes-operators', args: {} });
    }
    const step = firstOf(now.analysis.document, route, problems);
    if ('leftAlone' in step) {
      return step.leftAlone.length === 0 ? now : { ...now, leftAlone: [...now.leftAlone, ...step.leftAlone] };
    }
    isFixed ||= severityOf(step.problem.code) === 'error';
    now = withFix(now, route, step.problem, step.edits);
  }
  return asItWas({ code: 'fixes-do-not-terminate', args: {} });

  function asItWas(reason: Refusal): Fixing {
    const route = before.analysis.document.routes[index]!;
    const left = find(before.analysis, route)
      .filter(isFixable)
      .map((problem) => ({ code: problem.code, reason, offset: offsetOf(route, problem) }));
    return { ...before, leftAlone: [...before.leftAlone, ...left] };
  }
}

const isFixable = (problem: PlacedProblem): problem is Fixable => problem.fix?.changes === false;

/** The first that can be fixed, with the edits for it; or why none can. */
function firstOf(
  document: RouteDocument,
  route: SourcedRoute,
  problems: readonly Fixable[],
):
  | { readonly problem: Fixable; readonly edits: readonly TextEdit[] }
  | { readonly leftAlone: readonly LeftAlone[] } {
  const leftAlone: LeftAlone[] = [];
  for (const problem of problems) {
    const result = fixEdits(document, route, problem.fix);
    if (!('refused' in result)) return { problem, edits: result.edits };
    leftAlone.push({ code: problem.code, reason: result.refused, offset: offsetOf(route, problem) });
  }
  return { leftAlone };
}

const offsetOf = (route: SourcedRoute, { span }: PlacedProblem): number => route.start + span.start;

function withFix(
  { analysis, done, leftAlone }: Fixing,
  route: SourcedRoute,
  problem: Fixable,
  edits: readonly TextEdit[],
): Fixing {
  const { code, fix } = problem;
  return afterEdits({ analysis, done, leftAlone }, edits, {
    code,
    title: fix.title,
    offset: offsetOf(route, problem),
  });
}

function afterEdits(
  { analysis, done, leftAlone }: Fixing,
  edits: readonly TextEdit[],
  made: DoneFix,
): Fixing {
  const { document, gateway } = analysis;
  const move = <Placed extends { readonly offset: number }>(placed: Placed): Placed => {
    const offset = movedBy(edits, placed.offset);
    return offset === placed.offset ? placed : { ...placed, offset };
  };
  return {
    analysis: new DocumentAnalysis(
      rereadDocument(document, applyEdits(document.text, edits)),
      gateway,
      analysis,
    ),
    done: [...done, made].map(move),
    leftAlone: leftAlone.map(move),
  };
}

/** Where a place is after edits; what is in a replaced text goes to its start. */
function movedBy(edits: readonly TextEdit[], offset: number): number {
  let moved = offset;
  for (const { span, newText } of edits) {
    if (span.end <= offset && span.start < offset) moved += newText.length - (span.end - span.start);
    else if (span.start < offset) moved -= offset - span.start;
  }
  return moved;
}
