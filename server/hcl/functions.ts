/**
 * Functions that are evaluated here; the result of any other is not known.
 * Source: hashicorp/terraform `internal/lang/functions.go`, zclconf/go-cty `cty/function/stdlib`.
 */

import { collectionFunctions } from './collection-functions.js';
import type { Evaluator } from './evaluator.js';
import { textFunctions } from './text-functions.js';
import type { Call } from './tree.js';
import { isKnown, unknown, type Value } from './values.js';

const functions: ReadonlyMap<string, Evaluator> = new Map([
  ...Object.entries(textFunctions),
  ...Object.entries(collectionFunctions),
]);

export function callFunction(call: Call, args: readonly Value[], text: string): Value {
  const { span } = call;
  // Terraform's own functions may be called with their namespace.
  const evaluator = functions.get(call.name.replace(/^core::/, ''));
  const all = call.expanded ? expanded(args) : args;
  const result = evaluator && all ? evaluator(all, call, text) : null;
  if (result) return result;
  const gap = args.find((arg) => arg.kind === 'unknown');
  return unknown(span, evaluator && !gap && args.every(isKnown) ? 'invalid' : 'function');
}

function expanded(args: readonly Value[]): readonly Value[] | null {
  const last = args.at(-1);
  if (last?.kind !== 'list' || last.items.some(({ kind }) => kind === 'unknown')) return null;
  return [...args.slice(0, -1), ...last.items];
}
