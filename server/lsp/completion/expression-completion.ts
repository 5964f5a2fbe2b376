/** Completion inside an expression: fields, functions, the operators that fit, constants, and common shapes. */

import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import {
  type ComparisonOperator,
  type CompletionPoint,
  comparisonOperatorNames,
  comparisonOperators,
  completionPoint,
  type FieldType,
  type FieldUse,
  findField,
  hasFeature,
  hasOperator,
  isMalformedSegments,
  type Language,
  logicalOperators,
  type MatchingField,
  matchingFields,
  operatorsFor,
  precedenceOf,
  quote,
  type Span,
  type Subsystem,
  transformFunctions,
} from '../../../grammar/index.js';
import { fieldInWords } from '../../problems/index.js';
import { fence } from '../../text/index.js';
import { completionNotes, expressionHovers } from '../words/editor-words.js';
import type { Part } from './completion-text.js';
import { shapesOf, shapeText } from './expression-shapes.js';
import type { UsedValues } from './used-values.js';
import { methods } from './usual-values.js';

/** An item before it is known how the document writes it. Spans are in the expression. */
export interface ExpressionItem extends Omit<CompletionItem, 'textEdit' | 'sortText' | 'filterText'> {
  readonly parts: readonly Part[];
}

export interface ExpressionItems {
  readonly span: Span;
  /** In the order in which they are offered. */
  readonly items: readonly ExpressionItem[];
}

/**
 * @param text the expression, finished or not
 * @param offset of the place in it
 */
export function expressionItems(
  text: string,
  offset: number,
  language: Language,
  used: UsedValues,
): ExpressionItems {
  const point = completionPoint(text, offset);
  const lead = point.needsSpace ? [' '] : [];
  const items = itemsAt(point, text.slice(point.span.start, offset), language, used);
  return { span: point.span, items: items.map((item) => ({ ...item, parts: [...lead, ...item.parts] })) };
}

function itemsAt(
  point: CompletionPoint,
  typed: string,
  language: Language,
  used: UsedValues,
): readonly ExpressionItem[] {
  switch (point.expects) {
    case 'term':
      return [...fields(language, used), ...functions(), ...groups(language), ...shapes(language)];
    case 'group':
      return [group];
    case 'argument':
      return [...fields(language, used), ...functions()];
    case 'closing':
      return [closing];
    case 'operator':
      return operators(point, language);
    case 'constant':
      return constants(point, typed, language, used);
    case 'connector':
      return [...connectors(language), ...(point.isOpen ? [closing] : [])];
  }
}

const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });

const closing: ExpressionItem = { label: ')', kind: CompletionItemKind.Operator, parts: [')'] };

const hasOwnType: ReadonlySet<string> = new Set(matchingFields.map(({ name }) => name));

const isOfHttp = ({ name }: MatchingField) => name.startsWith('http.');

/** The fields of the version. For headers and parameters: the names that other routes use, and any other name. */
function fields({ subsystem, gatewayVersion }: Language, used: UsedValues): ExpressionItem[] {
  // On HTTP routes those of HTTP come first.
  const inOrder = [...matchingFields].sort((a, b) => Number(isOfHttp(b)) - Number(isOfHttp(a)));
  return inOrder.flatMap((field) => {
    const { name, type, summary } = field;
    if (!findField(name.replace('*', '0'), subsystem, gatewayVersion)) return [];
    const base = { kind: CompletionItemKind.Field, detail: type, documentation: markdown(summary) };
    if (!name.endsWith('*')) return [{ ...base, label: name, parts: [name] }];
    const prefix = name.slice(0, -1);
    const known = [...used.fields()].filter(
      (one) => one.startsWith(prefix) && !hasOwnType.has(one) && !isMalformedSegments(one),
    );
    const fill = prefix.endsWith('.segments.') ? '0' : 'name';
    return [
      { ...base, label: `${prefix}…`, parts: [prefix, { fill }] },
      ...known.sort().map((one) => ({ ...base, label: one, parts: [one] })),
    ];
  });
}

function functions(): ExpressionItem[] {
  return Object.entries(transformFunctions).map(([name, { field, summary }]) => ({
    label: `${name}( … )`,
    kind: CompletionItemKind.Function,
    detail: `for ${fieldInWords(field)}`,
    documentation: markdown(summary),
    parts: [`${name}(`, { fill: '' }, ')'],
  }));
}

const group: ExpressionItem = {
  label: '( … )',
  kind: CompletionItemKind.Operator,
  parts: ['(', { fill: '' }, ')'],
};

function groups({ gatewayVersion }: Language): ExpressionItem[] {
  const not = {
    label: '!( … )',
    kind: CompletionItemKind.Operator,
    documentation: markdown(expressionHovers.negation),
    parts: ['!(', { fill: '' }, ')'],
  };
  return hasFeature('negation', gatewayVersion) ? [group, not] : [group];
}

/** The operators that compare a field of a type. Addresses are compared with ranges more often than with each other. */
function operatorsOf(type: FieldType): readonly ComparisonOperator[] {
  const isGeneral = (operator: ComparisonOperator) => comparisonOperators[operator].operands === 'same';
  const fitting = operatorsFor(type);
  if (type !== 'IpAddr') return fitting;
  return [...fitting.filter((operator) => !isGeneral(operator)), ...fitting.filter(isGeneral)];
}

/** Those that the type of the field allows; all, where the field is unknown. */
function operators(use: FieldUse, { subsystem, gatewayVersion }: Language): ExpressionItem[] {
  const type = findField(use.field, subsystem, gatewayVersion)?.type;
  const fitting = type ? operatorsOf(type) : comparisonOperatorNames;
  const known = fitting.filter((operator) => hasOperator(operator, gatewayVersion));
  return known.map((operator) => ({
    label: operator,
    kind: CompletionItemKind.Operator,
    detail: comparisonOperators[operator].words,
    documentation: markdown(comparisonOperators[operator].summary),
    parts: [`${operator} `],
  }));
}

function connectors({ gatewayVersion }: Language): ExpressionItem[] {
  return Object.entries(logicalOperators).map(([operator, { words, summary }]) => ({
    label: operator,
    kind: CompletionItemKind.Operator,
    detail: words,
    documentation: markdown(summary[precedenceOf(gatewayVersion)]),
    parts: [`${operator} `],
  }));
}

const listed: Readonly<Record<string, Readonly<Record<Subsystem, readonly string[]>>>> = {
  'http.method': { http: methods, stream: [] },
  'net.protocol': { http: ['http', 'https'], stream: ['tcp', 'tls', 'udp'] },
};
/** RFC 1918, RFC 4193 and the loopback. */
const networks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', 'fc00::/7'];
const ports = ['80', '443', '8000', '8443'];

/** What the field may hold, and before that what other routes compare it with. */
function constants(
  { field, functions, operator }: FieldUse & { readonly operator: ComparisonOperator | null },
  typed: string,
  { subsystem, gatewayVersion }: Language,
  used: UsedValues,
): ExpressionItem[] {
  const type = findField(field, subsystem, gatewayVersion)?.type;
  if (operator === '~') return regexes(field, typed, hasFeature('raw-string', gatewayVersion));
  const isRange = operator !== '==' && operator !== '!=';
  const isFitting = (constant: string) => type !== 'IpAddr' || constant.includes('/') === isRange;
  // What `lower( … )` gives has no capitals.
  const written = functions.includes('lower') ? (text: string) => text.toLowerCase() : (text: string) => text;
  const constantsOfOthers = new Set([...used.constantsOf(field, typed)].filter(isFitting).map(written));
  const own = ownConstants(field, type, subsystem, isRange).map(written);
  const items = [
    ...[...constantsOfOthers].sort().map((constant) => constantItem(constant, completionNotes.usedByOthers)),
    ...own.filter((constant) => !constantsOfOthers.has(constant)).map((constant) => constantItem(constant)),
  ];
  if (items.length > 0 || type !== 'String' || typed !== '') return items;
  return [{ label: '" … "', kind: CompletionItemKind.Value, parts: ['"', { fill: '' }, '"'] }];
}

function ownConstants(
  field: string,
  type: FieldType | undefined,
  subsystem: Subsystem,
  isRange: boolean,
): readonly string[] {
  if (type === 'IpAddr') return isRange ? networks : [];
  if (field.endsWith('.port')) return ports;
  return (listed[field]?.[subsystem] ?? []).map(quote);
}

const constantItem = (constant: string, detail?: string): ExpressionItem => ({
  label: constant,
  kind: CompletionItemKind.Value,
  ...(detail && { detail }),
  parts: [constant],
});

/** A regex is best written raw; of a path it is best anchored. */
function regexes(field: string, typed: string, hasRaw: boolean): ExpressionItem[] {
  const start = field === 'http.path' ? '^/' : '^';
  const [open, close] = hasRaw && !typed.startsWith('"') ? ['r#"', '"#'] : ['"', '"'];
  return [
    {
      label: `${open}${start} … ${close}`,
      kind: CompletionItemKind.Value,
      detail: 'a regex',
      documentation: markdown(comparisonOperators['~'].summary),
      parts: [`${open}${start}`, { fill: '' }, close],
    },
  ];
}

function shapes(language: Language): ExpressionItem[] {
  return shapesOf(language).map((shape) => ({
    label: shape.label,
    kind: CompletionItemKind.Snippet,
    documentation: markdown(fence('kong-expression', shapeText(shape))),
    parts: shape.parts,
  }));
}
