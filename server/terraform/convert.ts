/**
 * Routes of one resource type → the other, so that Terraform neither destroys nor creates the route: the old address is
 * forgotten (`removed`), the new one imported, and the rest is one update in place.
 * Needs Terraform or OpenTofu 1.7. Source: hashicorp/terraform `internal/configs/removed.go`, `import.go`.
 */

import type { Span } from '../../grammar/index.js';
import type { TextEdit } from '../hcl/index.js';
import type { TerraformNote } from '../problems/index.js';
import { addressText, addressUses } from './addresses.js';
import type { Conversion, ConversionOptions, FileEdit, RouteRewrite } from './conversion.js';
import { changedBlock } from './edit-block.js';
import { keepingBlocks } from './keeping-blocks.js';
import { moduleBlocks, type TerraformModule } from './module.js';
import { inTwoApplies, refusalOf, type Subject } from './refusals.js';

/**
 * @param rewrites of routes of the module, each once
 * @returns one conversion for each rewrite, in their order. Edits of different ones do not overlap, so that all can be
 *   made at once
 */
export function convertRoutes(
  module: TerraformModule,
  rewrites: readonly RouteRewrite[],
  options: ConversionOptions,
): readonly Conversion[] {
  const types = new Set(
    rewrites.flatMap(({ route: { resource } }) => [resource.type, resource.sibling ?? []].flat()),
  );
  const uses = new Map([...types].map((type) => [type, addressUses(module, type)]));
  const resources = moduleBlocks(module, 'resource');
  const addresses = new Set(resources.map(({ block }) => block.labels.map(({ text }) => text).join('.')));
  const blocks = new Map(resources.map((found) => [`${found.block.span.start} ${found.file.name}`, found]));
  const subjects = rewrites.map(({ route }): Subject => {
    const found = blocks.get(`${route.start} ${route.file}`);
    if (!found) throw new Error('The route is of another module.');
    const usesOf = (type: string | null) => (type && uses.get(type)?.get(route.name)) || [];
    const { type, sibling } = route.resource;
    return { module, ...found, route, uses: usesOf(type), targetUses: usesOf(sibling), addresses };
  });
  const refusals = rewrites.map((rewrite, i) => refusalOf(subjects[i]!, rewrite, options));
  const changing = subjects.filter((_, i) => refusals[i] === null);
  return rewrites.map((rewrite, i) => {
    const refused = refusals[i];
    if (refused) return { refused, instead: inTwoApplies(rewrite.route, refused) };
    return converted(subjects[i]!, changing, rewrite, options);
  });
}

function converted(
  subject: Subject,
  changing: readonly Subject[],
  rewrite: RouteRewrite,
  options: ConversionOptions,
): Conversion {
  const { file, block, route } = subject;
  const type = route.resource.sibling!;
  const notes: TerraformNote[] = notesOf(subject, rewrite);
  const kept = keepingBlocks(subject, options, notes);
  // Of the blocks that are rewritten, the edits are part of their new text.
  const inside = changing.flatMap((other) =>
    other.uses.map((use) => ({ use, type: other.route.resource.sibling! })),
  );
  const own = inside
    .filter(({ use }) => use.file === file.name && contains(block.span, use.typeSpan))
    .map(({ use, type }): TextEdit => ({ span: use.typeSpan, newText: type }));
  const change = { type, parts: rewrite.parts, edits: own } as const;
  const texts = [
    changedBlock(file, block, route.resource, { ...change, ...rewrite, name: null }),
    ...rewrite.copies.map((copy, i) => {
      const name = freeName(subject, `${route.name}_${i + 2}`, type);
      notes.push({ code: 'terraform-resource-added', args: { address: addressText({ type, name }) } });
      return changedBlock(file, block, route.resource, { ...change, ...copy, name });
    }),
    ...kept.added,
  ];
  const eol = file.hcl.text.includes('\r\n') ? '\r\n' : '\n';
  const edit = trimmed(file.hcl.text, block.span, withEnds(texts.join('\n\n'), eol));
  const otherUses = subject.uses
    .filter((use) => !kept.handled.includes(use))
    .filter(
      (use) =>
        !changing.some((other) => other.file.name === use.file && contains(other.block.span, use.typeSpan)),
    )
    .map((use): FileEdit => ({ file: use.file, span: use.typeSpan, newText: type }));
  const edits = [{ ...edit, file: file.name }, ...otherUses, ...kept.edits];
  return { edits, notes };
}

const withEnds = (text: string, eol: string) => text.replace(/\r?\n/g, eol);

export const contains = (outer: Span, inner: Span) => outer.start <= inner.start && inner.end <= outer.end;

/** An edit without what it would leave as it is at its start and end. */
export function trimmed(text: string, { start, end }: Span, newText: string): TextEdit {
  let from = 0;
  const most = Math.min(end - start, newText.length);
  while (from < most && text[start + from] === newText[from]) from++;
  let back = 0;
  while (back < most - from && text[end - 1 - back] === newText[newText.length - 1 - back]) back++;
  return {
    span: { start: start + from, end: end - back },
    newText: newText.slice(from, newText.length - back),
  };
}

function freeName({ addresses }: Subject, wanted: string, type: string): string {
  let name = wanted;
  for (let i = 2; addresses.has(addressText({ type, name })); i++) name = `${wanted}_${i}`;
  return name;
}

function notesOf({ route }: Subject, { remove }: RouteRewrite): TerraformNote[] {
  const notes: TerraformNote[] = [];
  for (const field of new Set(route.unknown.map(({ path }) => String(path[0])))) {
    if (remove.has(field)) notes.push({ code: 'terraform-part-unknown', args: { field } });
  }
  for (const { key, value } of route.body.entries) {
    if (remove.has(key) && value.aliased)
      notes.push({ code: 'terraform-value-written-out', args: { field: key } });
  }
  return notes;
}
