/** Where the resources of a module are referred to. */

import type { Span } from '../../grammar/index.js';
import {
  attributesOf,
  type Body,
  blocksOf,
  type Expression,
  referencesIn,
  visitExpression,
} from '../hcl/index.js';
import { literalText, type ModuleFile, type TerraformModule } from './module.js';

/** The address of a resource: `konnect_gateway_route.a`. */
export interface Address {
  readonly type: string;
  readonly name: string;
}

export const addressText = ({ type, name }: Address): string => `${type}.${name}`;

/** A place where the address of a resource is written. */
export interface AddressUse {
  readonly file: string;
  /** Of the type of the resource, which is what changes with it. */
  readonly typeSpan: Span;
  /** The block at the top of the file that it is in. */
  readonly block: { readonly type: string; readonly span: Span } | null;
}

/** Every use of resources of one type in a module, by the name of the resource. */
export function addressUses(
  module: TerraformModule,
  type: string,
): ReadonlyMap<string, readonly AddressUse[]> {
  const uses = new Map<string, AddressUse[]>();
  for (const file of module.files) {
    const blocks = blocksOf(file.hcl.body);
    for (const block of [null, ...blocks]) {
      // Attributes at the top of a file are of no block.
      const body: Body = block?.body ?? { span: file.hcl.body.span, items: attributesOf(file.hcl.body) };
      for (const { name, typeSpan } of usesIn(file, body, type)) {
        const use = { file: file.name, typeSpan, block: block && { type: block.type, span: block.span } };
        const known = uses.get(name);
        if (known) known.push(use);
        else uses.set(name, [use]);
      }
    }
  }
  return uses;
}

function usesIn({ hcl }: ModuleFile, body: Body, type: string): readonly { name: string; typeSpan: Span }[] {
  const found = referencesIn(body)
    .filter(({ root }) => root === type)
    .map(({ name, rootSpan }) => ({ name, typeSpan: rootSpan }));
  return [...found, ...(hcl.syntax === 'json' ? usesInTexts(body, type) : usesInQuotes(body, type))];
}

/** In JSON these hold addresses, not templates. */
const addressArguments: ReadonlySet<string> = new Set([
  ...['depends_on', 'to', 'from', 'replace_triggered_by', 'lifecycle'],
]);

function usesInTexts(body: Body, type: string): readonly { name: string; typeSpan: Span }[] {
  return attributesOf(body).flatMap(({ name, value }) =>
    addressArguments.has(name) ? usesInTextsOf(value, type) : [],
  );
}

/** Terraform 0.11 had `depends_on = ["type.name"]`, which is still accepted. */
function usesInQuotes(body: Body, type: string): readonly { name: string; typeSpan: Span }[] {
  const own = attributesOf(body).flatMap(({ name, value }) =>
    name === 'depends_on' ? usesInTextsOf(value, type) : [],
  );
  return [...own, ...blocksOf(body).flatMap((block) => usesInQuotes(block.body, type))];
}

function usesInTextsOf(expression: Expression, type: string): readonly { name: string; typeSpan: Span }[] {
  const uses: { name: string; typeSpan: Span }[] = [];
  visitExpression(expression, (inner) => {
    const text = literalText(inner);
    if (text === null || inner.kind !== 'template' || !text.startsWith(`${type}.`)) return;
    const name = /^[\p{ID_Start}_][\p{ID_Continue}-]*/u.exec(text.slice(type.length + 1))?.[0];
    const { start } = inner.content;
    if (name !== undefined) uses.push({ name, typeSpan: { start, end: start + type.length } });
  });
  return uses;
}
