/** What Terraform cannot read or refuses, in a file with routes: Kong never sees it. */

import type { Span } from '../../grammar/index.js';
import { type RouteDocument, routesIn, terraformRoute } from '../documents/index.js';
import {
  type AnyProblem,
  messageOf,
  relatedWords,
  severityOf,
  terraformFixTitles,
} from '../problems/index.js';
import {
  type FixCode,
  fixResource,
  syntaxFixes,
  type TerraformProblem,
  terraformFix,
  type Fix as WrittenFix,
} from '../terraform/index.js';
import type { Fix } from './fixes.js';
import type { PlacedProblem } from './placed-problem.js';

/** A problem at its place in the file. */
export interface TerraformFinding extends PlacedProblem {
  /** Every fix, the likeliest first. Made when it is asked for: some are looked for in the whole module. */
  readonly fixes: () => readonly Fix[];
}

/** In the order of the text. Spans count from the start of the file. */
export function terraformProblems(document: RouteDocument): readonly TerraformFinding[] {
  const { terraform } = document;
  if (!terraform) return [];
  const { file, module, problems } = terraform;
  const found = [
    ...file.hcl.problems.map((problem) =>
      finding(
        { code: 'document-syntax', args: { fault: { syntax: 'hcl', fault: problem } } },
        problem.span,
        () => [...syntaxFixes(file, problem), ...resourceFixes(document, problem.span)],
      ),
    ),
    ...problems.map((problem) => {
      const fixes = () =>
        [terraformFix(module, problem) ?? [], ...resourceFixes(document, problem.span)].flat();
      return { ...finding(problem, problem.span, fixes), related: relatedOf(problem) };
    }),
  ];
  return found.sort((a, b) => a.span.start - b.span.start);
}

function finding(problem: AnyProblem, span: Span, find: () => readonly WrittenFix[]): TerraformFinding {
  const { code } = problem;
  const fixes = () => distinct(find()).map(fixOf);
  return { code, severity: severityOf(code), message: messageOf(problem), span, related: [], fixes };
}

const fixOf = ({ code, args, edits }: WrittenFix): Fix => ({
  title: (terraformFixTitles[code] as (args: unknown) => string)(args),
  changes: !isSafe.has(code),
  files: edits,
});

/** What Terraform did not accept before is all that these change. */
const isSafe: ReadonlySet<FixCode> = new Set<FixCode>([
  ...(['double-backslash', 'join-heredoc', 'change-resource-type', 'fix-resource'] as const),
  ...(['insert-equals', 'wrap-in-list'] as const),
]);

/** One that does no more than another is not offered next to it. */
function distinct(fixes: readonly WrittenFix[]): readonly WrittenFix[] {
  const doing = (fix: WrittenFix) =>
    JSON.stringify(fix.edits.map(({ file, span, newText }) => [file, span.start, span.end, newText]).sort());
  return fixes.filter((fix, i) => fixes.findIndex((other) => doing(other) === doing(fix)) === i);
}

/** Everything that leaves nothing to decide in the resource around a place, in one step. */
function resourceFixes(document: RouteDocument, span: Span): readonly WrittenFix[] {
  const { file, module, problems } = document.terraform!;
  const [sourced] = routesIn(document.routes, span);
  const route = sourced && terraformRoute(sourced, file.name);
  const fix = route && fixResource(module, route, problems);
  return fix ? [fix] : [];
}

const relatedOf = ({ code, file, related }: TerraformProblem): PlacedProblem['related'] =>
  related.map((other) => ({
    span: other.span,
    message: relatedWords({
      code: code === 'terraform-resource-duplicate' ? 'other-resource' : 'other-argument',
      args: {},
    }),
    ...(other.file !== file && { uri: other.file }),
  }));
