/**
 * HashiCorp's own parser, in WebAssembly (`@cdktn/hcl2json`), and our tree in the form that it answers: the oracle of what
 * an HCL text is. An expression that is no literal is its source between `${` and `}`.
 */

import { createRequire } from 'node:module';
import type {
  Block,
  Body,
  Conditional,
  Expression,
  HclFile,
  Template,
  TemplatePart,
} from '../../server/hcl/index.js';

const { parse } = createRequire(import.meta.url)('@cdktn/hcl2json') as {
  parse: (name: string, text: string) => Promise<unknown>;
};

export type Answer =
  | { readonly value: unknown; readonly refused?: undefined }
  | { readonly value?: undefined; readonly refused: string };

/** What HashiCorp's parser makes of a text, or its message. */
export async function askOracle(text: string): Promise<Answer> {
  try {
    return { value: await parse('a.tf', text) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether the message is about the text. What cannot be written as JSON is no mistake of it. */
export const isSyntaxError = (refused: string) => refused.startsWith('parse config');

interface JsonObject {
  [key: string]: unknown;
}

/** A file as the oracle answers it. */
export const asOracle = (file: HclFile): unknown => bodyOf(file.body, file.text);

function bodyOf(body: Body, text: string): JsonObject {
  const result: JsonObject = {};
  for (const item of body.items) {
    if (item.kind === 'block') continue;
    if (!(item.name in result)) result[item.name] = expressionOf(item.value, text);
  }
  for (const item of body.items) if (item.kind === 'block') addBlock(result, item, text);
  return result;
}

function addBlock(target: JsonObject, block: Block, text: string): void {
  const path = [block.type, ...block.labels.map((label) => label.text)];
  let at = target;
  for (const step of path.slice(0, -1)) {
    at[step] ??= {};
    at = at[step] as JsonObject;
  }
  const last = path.at(-1)!;
  at[last] ??= [];
  (at[last] as unknown[]).push(bodyOf(block.body, text));
}

const source = ({ span }: Expression, text: string) => text.slice(span.start, span.end);

function expressionOf(expression: Expression, text: string): unknown {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'bigint' ? Number(expression.value) : expression.value;
    case 'template':
      return templateOf(expression, text);
    case 'tuple':
      return expression.items.map((item) => expressionOf(item, text));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [
          key.kind === 'name' ? key.name : keyOf(key.expression, text),
          expressionOf(value, text),
        ]),
      );
    case 'unary': {
      const { operand } = expression;
      if (operand.kind === 'literal') {
        if (expression.operator === '-' && typeof operand.value === 'number') return -operand.value;
        if (expression.operator === '!' && typeof operand.value === 'boolean') return !operand.value;
      }
      return `\${${source(expression, text)}}`;
    }
    default:
      return `\${${source(expression, text)}}`;
  }
}

function keyOf(expression: Expression, text: string): string {
  if (expression.kind === 'template') return String(templateOf(expression, text));
  if (expression.kind === 'literal') return String(expression.value);
  const written = source(expression, text);
  return isReference(expression) ? written : `\${${written}}`;
}

/** `a.b[0]["c"]` without parentheses: as a key it is neither a name nor a value, and the oracle leaves it as it is. */
const isReference = (expression: Expression): boolean =>
  expression.kind === 'traversal' &&
  expression.source.kind === 'variable' &&
  expression.steps.every(
    (step) => step.kind === 'attribute' || (step.kind === 'index' && isConstant(step.key)),
  );

const isConstant = (key: Expression): boolean =>
  key.kind === 'literal' || (key.kind === 'template' && key.parts.every((part) => part.kind === 'text'));

function templateOf({ parts }: Template, text: string): unknown {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'interpolation') return expressionOf(only.expression, text);
  return textOf(parts, text);
}

const textOf = (parts: readonly TemplatePart[], text: string): string =>
  parts.map((part) => partOf(part, text)).join('');

function partOf(part: TemplatePart, text: string): string {
  switch (part.kind) {
    case 'text':
      return part.pieces
        .map((piece) => piece.text)
        .join('')
        .replaceAll(/[$%](?=\{)/g, '$&$&');
    case 'interpolation': {
      const expression = unwrapped(part.expression);
      // Written as the directive that it is the same as.
      if (expression.kind === 'conditional') return conditionalOf(expression, text);
      const inner = expressionOf(expression, text);
      // A number with a sign is an operator and a number.
      const isSource = (typeof inner === 'object' && inner !== null) || expression.kind === 'unary';
      return isSource ? `\${${source(expression, text)}}` : String(inner);
    }
    case 'if': {
      const otherwise = textOf(part.whenFalse, text);
      const end = otherwise === '' ? '' : `%{else}${otherwise}`;
      return `%{if ${source(part.condition, text)}}${textOf(part.whenTrue, text)}${end}%{endif}`;
    }
    case 'for': {
      const names = part.key === null ? part.value : `${part.key}, ${part.value}`;
      return `%{for ${names} in ${source(part.collection, text)}}${textOf(part.body, text)}%{endfor}`;
    }
  }
}

/** Without templates that are one interpolation. */
function unwrapped(expression: Expression): Expression {
  if (expression.kind !== 'template') return expression;
  const [only] = expression.parts;
  const isWrapped = expression.parts.length === 1 && only?.kind === 'interpolation';
  return isWrapped ? unwrapped(only.expression) : expression;
}

function conditionalOf({ condition, whenTrue, whenFalse }: Conditional, text: string): string {
  const otherwise = interpolated(whenFalse, text);
  const end = otherwise === '' ? '' : `%{else}${otherwise}`;
  return `%{if ${source(condition, text)}}${interpolated(whenTrue, text)}${end}%{endif}`;
}

function interpolated(expression: Expression, text: string): string {
  const value = expressionOf(expression, text);
  return typeof value === 'string' ? value : `\${${source(expression, text)}}`;
}
