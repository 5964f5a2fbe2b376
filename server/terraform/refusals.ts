/** Where a resource cannot be changed into one of the other type in one apply. */

import { type Block, contextOf, evaluate } from '../hcl/index.js';
import type { ApplyStep, TerraformRefusal } from '../problems/index.js';
import { fieldsFor } from '../routes/index.js';
import { type AddressUse, addressText } from './addresses.js';
import type { ConversionOptions, RouteRewrite } from './conversion.js';
import { itemsOf } from './edit-block.js';
import type { ModuleFile, TerraformModule } from './module.js';
import type { TerraformRoute } from './route.js';
import { wordsIn } from './unknown-parts.js';

export interface Subject {
  readonly module: TerraformModule;
  readonly file: ModuleFile;
  readonly block: Block;
  readonly route: TerraformRoute;
  /** Uses of its address. */
  readonly uses: readonly AddressUse[];
  /** Uses of the address that it will have. */
  readonly targetUses: readonly AddressUse[];
  /** The addresses of all resources of the module. */
  readonly addresses: ReadonlySet<string>;
}

/** Why not; `null` if it can be converted. */
export function refusalOf(
  subject: Subject,
  rewrite: RouteRewrite,
  { isChild, isNew }: ConversionOptions,
): TerraformRefusal | null {
  const { module, file, block, route, uses, addresses } = subject;
  const { resource, name } = route;
  if (resource.sibling === null)
    return { code: 'terraform-no-other-type', args: { resource: resource.type } };
  if (file.hcl.syntax === 'json') return { code: 'terraform-json', args: {} };
  if (route.repeated) return { code: 'terraform-repeated', args: { by: route.repeated } };
  if (isChild) return { code: 'terraform-child-module', args: {} };
  const { span } = block;
  if (
    block.close === null ||
    file.hcl.problems.some((problem) => problem.span.start < span.end && span.start < problem.span.end)
  ) {
    return { code: 'terraform-syntax', args: {} };
  }
  const target = { type: resource.sibling, name };
  if (addresses.has(addressText(target)))
    return { code: 'terraform-name-taken', args: { address: addressText(target) } };
  if (uses.some((use) => use.block?.type === 'moved')) {
    return { code: 'terraform-moved', args: { address: addressText({ type: resource.type, name }) } };
  }
  const tooOld = isNew ? undefined : module.requiredVersions.find(excludesRemoved);
  if (tooOld !== undefined) return { code: 'terraform-version', args: { required: tooOld } };
  return unknownIn(subject, rewrite);
}

/** The fields that a conversion depends on. */
const depended: readonly string[] = fieldsFor('match', 'order', 'protocols');

function unknownIn({ module, file, block, route }: Subject, rewrite: RouteRewrite): TerraformRefusal | null {
  for (const { path, why } of route.unknown) {
    const field = String(path[0]);
    if (!depended.includes(field) && !rewrite.remove.has(field)) continue;
    if (why === 'refused') return { code: 'terraform-refused', args: { field } };
    if (why === 'unknown') return { code: 'terraform-value-unknown', args: { field } };
  }
  for (const copy of [rewrite, ...rewrite.copies]) {
    // A part that got lost, or that is not written in the text of the resource.
    const words = wordsIn(
      copy.insert.map(([, value]) => value),
      rewrite.parts,
    );
    const lost = rewrite.copies.length === 0 && words.size < rewrite.parts.size;
    if (lost) return { code: 'terraform-value-unknown', args: { field: 'expression' } };
  }
  const context = contextOf(file.hcl.text, module.scope);
  for (const field of depended) {
    for (const item of itemsOf(block, field)) {
      if (item.kind === 'attribute' && evaluate(item.value, context).assumed) {
        return { code: 'terraform-value-assumed', args: { field } };
      }
    }
  }
  return null;
}

/** Whether a constraint allows no version from 1.7, which has `removed`. */
export function excludesRemoved(constraint: string): boolean {
  return constraint.split(',').some((term) => {
    const [, operator = '=', version = ''] =
      /^\s*(~>|<=|<|>=|>|!=|=)?\s*v?(\d+(?:\.\d+){0,2})/.exec(term) ?? [];
    const parts = version.split('.').map(Number);
    const [major = 0, minor = 0] = parts;
    const isOld = major < 1 || (major === 1 && minor < 7);
    switch (operator) {
      case '=':
        return version !== '' && isOld;
      case '<':
        return isOld || (major === 1 && minor === 7 && (parts[2] ?? 0) === 0);
      case '<=':
        return isOld;
      case '~>':
        // Only the last part that is written may grow.
        return parts.length > 2 ? isOld : major < 1;
      default:
        return false;
    }
  });
}

/** The way in two applies, where the conversion in one is refused for a reason that it does not have. */
export function inTwoApplies(
  { resource, name }: TerraformRoute,
  refusal: TerraformRefusal,
): readonly ApplyStep[] {
  const type = resource.sibling;
  const helps: readonly TerraformRefusal['code'][] = [
    ...(['terraform-repeated', 'terraform-child-module', 'terraform-version', 'terraform-moved'] as const),
    ...([
      'terraform-name-taken',
      'terraform-value-unknown',
      'terraform-value-assumed',
      'terraform-json',
    ] as const),
  ];
  if (type === null || !helps.includes(refusal.code)) return [];
  const created = refusal.code === 'terraform-name-taken' ? `${name}_converted` : name;
  const old = addressText({ type: resource.type, name });
  return [
    { step: 'create', resource: type, name: created },
    { step: 'apply' },
    { step: 'refer', from: old, to: addressText({ type, name: created }) },
    { step: 'delete', address: old },
    { step: 'apply' },
  ];
}
