/** What was most likely meant where Terraform cannot read or refuses a route, as edits. */

import type { Span } from '../../grammar/index.js';
import { attributesOf, type Block, blocksOf, type HclProblem, type TextEdit } from '../hcl/index.js';
import { matchFields } from '../routes/index.js';
import { addressUses } from './addresses.js';
import type { FileEdit } from './conversion.js';
import { contains } from './convert.js';
import type { Fix } from './fix.js';
import { type ModuleFile, moduleBlocks, type TerraformModule } from './module.js';
import type { TerraformProblem } from './problem.js';
import type { TerraformRoute } from './route.js';
import { writeExpression } from './write-fields.js';

/** Fixes of a mistake of syntax, the likeliest first. */
export function syntaxFixes(file: ModuleFile, problem: HclProblem): readonly Fix[] {
  const at = (span: Span, newText: string): FileEdit => ({ file: file.name, span, newText });
  if (problem.code === 'hcl-heredoc-on-next-line') {
    return [{ code: 'join-heredoc', args: {}, edits: [at(problem.span, ' ')] }];
  }
  if (problem.code !== 'hcl-invalid-escape' || file.hcl.syntax === 'json') return [];
  const { start } = problem.span;
  const doubled: Fix = {
    code: 'double-backslash',
    args: problem.args,
    edits: [at({ start, end: start }, '\\')],
  };
  const heredoc = asHeredoc(file, problem.span);
  return heredoc
    ? [doubled, { code: 'use-heredoc', args: {}, edits: [at(heredoc.span, heredoc.newText)] }]
    : [doubled];
}

/** An `expression` is the same with a line break at its end; other values are not. */
function asHeredoc({ hcl }: ModuleFile, span: Span): TextEdit | null {
  const block = blocksOf(hcl.body).find((one) => contains(one.span, span));
  const attribute = block && attributesOf(block.body).find((one) => contains(one.span, span));
  if (attribute?.name !== 'expression' || attribute.value.kind !== 'template') return null;
  const { value } = attribute;
  if (value.style !== 'quoted' || !value.closed) return null;
  const parts = value.parts.map((part) =>
    part.kind === 'text'
      ? part.pieces.map(({ text }) => text).join('')
      : { source: hcl.text.slice(part.span.start, part.span.end) },
  );
  const lineStart = hcl.text.lastIndexOf('\n', attribute.span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(hcl.text.slice(lineStart, attribute.span.start))![0];
  const written = writeExpression(parts, indent);
  return written.startsWith('<<') ? { span: value.span, newText: written } : null;
}

/** The fix of what Terraform refuses; `null` if it leaves something to decide. */
export function terraformFix(module: TerraformModule, problem: TerraformProblem): Fix | null {
  const at = (span: Span, newText: string): FileEdit => ({ file: problem.file, span, newText });
  switch (problem.code) {
    case 'terraform-argument-of-other-resource': {
      const block = blockWith(module, problem);
      const edits = block && typeEdits(module, problem.file, block, problem.args.other);
      return edits ? { code: 'change-resource-type', args: { to: problem.args.other }, edits } : null;
    }
    case 'terraform-argument-not-block': {
      const { end } = problem.span;
      return {
        code: 'insert-equals',
        args: { argument: problem.args.argument },
        edits: [at({ start: end, end }, ' =')],
      };
    }
    case 'terraform-argument-unknown': {
      const { meant } = problem.args;
      return meant === null
        ? null
        : { code: 'rename-argument', args: { to: meant }, edits: [at(problem.span, meant)] };
    }
    case 'terraform-value-type': {
      const { wanted, found } = problem.args;
      if ((wanted !== 'strings' && wanted !== 'strings-of-header') || found !== 'string') return null;
      const { start, end } = problem.span;
      const edits = [at({ start, end: start }, '['), at({ start: end, end }, ']')];
      return isQuoted(module, problem) ? { code: 'wrap-in-list', args: {}, edits } : null;
    }
    case 'terraform-resource-duplicate': {
      const { resource, name } = problem.args;
      const to = freeName(module, resource, name);
      const block = blockWith(module, problem);
      const label = block?.labels[1];
      if (!label) return null;
      return {
        code: 'rename-resource',
        args: { to },
        edits: [at(label.span, label.quoted ? `"${to}"` : to)],
      };
    }
    default:
      return null;
  }
}

const blockWith = (module: TerraformModule, { file, span }: TerraformProblem): Block | null =>
  moduleBlocks(module, 'resource').find((one) => one.file.name === file && contains(one.block.span, span))
    ?.block ?? null;

/** Whether the value is a string in quotes, and not a reference or a heredoc. */
function isQuoted(module: TerraformModule, problem: TerraformProblem): boolean {
  const text = module.files.find(({ name }) => name === problem.file)?.hcl.text ?? '';
  return text[problem.span.start] === '"' && text[problem.span.end - 1] === '"';
}

function freeName(module: TerraformModule, type: string, name: string): string {
  const names = new Set(
    moduleBlocks(module, 'resource').flatMap(({ block }) =>
      block.labels[0]?.text === type ? [block.labels[1]?.text] : [],
    ),
  );
  let number = 2;
  while (names.has(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

/**
 * The other type for a resource that Terraform never accepted, and its address wherever it is referred to. `null` if
 * the other type would have no better fit: the arguments are of both.
 */
function typeEdits(
  module: TerraformModule,
  file: string,
  block: Block,
  to: string,
): readonly FileEdit[] | null {
  const [type, name] = block.labels;
  if (!type || !name) return null;
  const isNameUsed = moduleBlocks(module, 'resource').some(
    (other) => other.block.labels[0]?.text === to && other.block.labels[1]?.text === name.text,
  );
  const twin = moduleBlocks(module, 'resource').some(
    (other) =>
      other.block !== block &&
      other.block.labels[0]?.text === type.text &&
      other.block.labels[1]?.text === name.text,
  );
  if (isNameUsed || hasBothStyles(block)) return null;
  const uses = twin ? [] : (addressUses(module, type.text).get(name.text) ?? []);
  return [
    { file, span: type.span, newText: type.quoted ? `"${to}"` : to },
    ...uses.map((use) => ({ file: use.file, span: use.typeSpan, newText: to })),
  ];
}

const matching: readonly string[] = [...matchFields, 'regex_priority'];

function hasBothStyles({ body }: Block): boolean {
  const names = body.items.map((item) => (item.kind === 'attribute' ? item.name : item.type));
  const isTraditional = names.some((name) => matching.includes(name));
  return isTraditional && (names.includes('expression') || names.includes('priority'));
}

/**
 * One fix for everything in a resource that leaves nothing to decide: escapes, heredocs that start a line too late, the
 * type of the resource, missing equals signs. It is what `deck file kong2tf` writes wrongly.
 *
 * @param problems of the module (`readRoutes`)
 * @returns `null` if there is nothing to fix
 */
export function fixResource(
  module: TerraformModule,
  route: TerraformRoute,
  problems: readonly TerraformProblem[],
): Fix | null {
  const found = moduleBlocks(module, 'resource').find(
    ({ file, block }) => file.name === route.file && block.span.start === route.start,
  );
  if (!found) return null;
  const { file, block } = found;
  const isInside = (span: Span) => contains(block.span, span);
  const syntax = file.hcl.problems
    .filter(({ span }) => isInside(span))
    .flatMap((problem) => syntaxFixes(file, problem).slice(0, 1));
  const refused = problems
    .filter((problem) => problem.file === file.name && isInside(problem.span))
    .filter(({ code }) => code !== 'terraform-argument-unknown')
    .flatMap((problem) => terraformFix(module, problem) ?? []);
  const edits = new Map<string, FileEdit>();
  for (const edit of [...syntax, ...refused].flatMap((fix) => fix.edits)) {
    edits.set(`${edit.file} ${edit.span.start} ${edit.span.end} ${edit.newText}`, edit);
  }
  if (edits.size === 0) return null;
  return { code: 'fix-resource', args: { name: route.name }, edits: [...edits.values()] };
}
