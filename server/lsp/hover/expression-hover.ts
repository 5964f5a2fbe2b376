/** What a piece of an expression means, and how the engine groups the whole. */

import {
  type ComparisonOperator,
  type Constant,
  comparisonOperators,
  findField,
  formatIpv4,
  formatIpv6,
  type Language,
  logicalOperators,
  type Piece,
  parseIpv4,
  parseIpv6,
  pieceAt,
  precedenceOf,
  type ReadExpression,
  type Span,
  transformFunctions,
} from '../../../grammar/index.js';
import { fieldInWords, severityOf } from '../../problems/index.js';
import { fence, inlineCode } from '../../text/index.js';
import { inWords, operandWords } from '../words/comparison-words.js';
import { expressionHovers } from '../words/editor-words.js';
import { outline } from './expression-outline.js';

export interface PieceHover {
  /** In the expression. */
  readonly span: Span;
  readonly markdown: string;
}

/** @returns `null` if there is nothing to say about the offset */
export function expressionHover(
  text: string,
  offset: number,
  read: ReadExpression,
  language: Language,
): PieceHover | null {
  const piece = pieceAt(read.tree, offset);
  const markdown = piece && describe(piece, text, read, language);
  return markdown ? { span: piece.span, markdown } : null;
}

/** How the engine groups an expression. Empty if there is nothing to group, or if Kong rejects the expression. */
export function groupingOf({ tree, problems }: ReadExpression): string {
  if (problems.some(({ code }) => severityOf(code) === 'error')) return '';
  const lines = outline(tree);
  return lines && `Kong reads:\n\n${lines}`;
}

function describe(
  piece: Piece,
  text: string,
  read: ReadExpression,
  { gatewayVersion }: Language,
): string | null {
  switch (piece.kind) {
    case 'field': {
      const { name } = piece.field;
      const field = findField(name, 'http') ?? findField(name, 'stream');
      if (!field) return null;
      const subsystems = field.subsystems.length === 2 ? expressionHovers.bothSubsystems : 'HTTP routes';
      return `\`${name}\` · ${field.type} · ${subsystems}\n\n${field.summary}`;
    }
    case 'function': {
      const { field, summary } = transformFunctions[piece.function];
      return `\`${piece.function}( … )\` · for ${fieldInWords(field)}\n\n${summary}`;
    }
    case 'comparison': {
      const { operands, summary } = comparisonOperators[piece.operator];
      return `\`${piece.operator}\` · compares ${operandWords(operands)}\n\n${summary}`;
    }
    case 'constant':
      return describeConstant(piece, text.slice(piece.span.start, piece.span.end));
    case 'logical': {
      const summary = logicalOperators[piece.operator].summary[precedenceOf(gatewayVersion)];
      return `\`${piece.operator}\`\n\n${[summary, groupingOf(read)].filter(Boolean).join('\n\n')}`;
    }
    case 'group': {
      const { negated, expression } = piece.group;
      const title = negated ? expressionHovers.negationPiece : expressionHovers.group;
      return [title, groupingOf({ ...read, tree: expression })].filter(Boolean).join('\n\n');
    }
  }
}

type ConstantPiece = Extract<Piece, { readonly kind: 'constant' }>;

/** The comparison in words, and the value of its constant if that differs from its text. */
function describeConstant({ constant, predicate }: ConstantPiece, written: string): string {
  const description = inWords(predicate);
  const details = constantDetails(constant, predicate.operator, written);
  return [...(description ? [description] : []), ...details].join('\n\n') || inlineCode(written);
}

function constantDetails(constant: Constant, operator: ComparisonOperator | null, written: string): string[] {
  switch (constant.kind) {
    case 'string': {
      const isRegex = operator === '~';
      // The sentence is on one line, so a constant with line breaks is also shown in a block.
      const lines = /[\n\r\t]/.test(constant.value) ? [fence('text', constant.value)] : [];
      return [...lines, ...(isRegex ? [regexes] : [])];
    }
    case 'int': {
      const decimal = String(constant.value);
      if (written === decimal) return [];
      const base = /^-?0x/.test(written) ? 'Hexadecimal' : /^-?0[0-7]+$/.test(written) ? 'Octal' : 'Decimal';
      return [`${base}: the number \`${decimal}\`.`];
    }
    case 'ip':
      return [];
    case 'cidr':
      return networkDetails(constant.text, constant.family);
  }
}

const regexes = expressionHovers.regex;

function networkDetails(text: string, family: 4 | 6): string[] {
  const [address = '', length = ''] = text.split('/');
  const first = family === 4 ? parseIpv4(address, { leadingZeros: true }) : parseIpv6(address);
  if (first === null) return [];
  const last = first + (1n << BigInt((family === 4 ? 32 : 128) - Number(length))) - 1n;
  const write = family === 4 ? formatIpv4 : formatIpv6;
  return [`From \`${write(first)}\` to \`${write(last)}\`.`];
}
