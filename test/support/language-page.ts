/** The generated parts of `docs/language.md`: its tables and diagrams. */

import type { ISerializedGast } from 'chevrotain';
import { atcGrammar, type Rule } from '../../grammar/engine/atc-grammar.js';
import type { Parsing } from '../../grammar/engine/pest.js';
import {
  comparisonOperatorNames,
  comparisonOperators,
  fieldTypes,
  logicalOperators,
  matchingFields,
  sinceOf,
  transformFunctions,
} from '../../grammar/index.js';
import { ExpressionParser } from '../../grammar/syntax/rules.js';
import { type DiagramPart, diagramDrawer } from './diagrams.js';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** A table of Markdown as the formatter of the repository lays it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

const inCell = (text: string): string => text.replaceAll('|', '\\|');

function operatorTable(): string {
  const rows = comparisonOperatorNames.map((name) => {
    const { operands, since = '3.0', summary } = comparisonOperators[name];
    const compared =
      operands === 'same' ? ['any', 'of the same type'] : [operands.field, constantNames[operands.constant]];
    return [code(name), ...compared, since, inCell(summary)];
  });
  return table(['operator', 'field', 'constant', 'since', 'meaning'], rows);
}

const constantNames = { string: 'string', int: 'integer', ip: 'IP address', cidr: 'CIDR range' } as const;

const connectorTable = (): string =>
  table(
    ['operator', 'meaning'],
    Object.entries(logicalOperators).map(([name, { summary }]) => [
      code(name),
      inCell(summary['or-tighter']),
    ]),
  );

const functionTable = (): string =>
  table(
    ['function', 'field', 'meaning'],
    Object.entries(transformFunctions).map(([name, { field, summary }]) => [
      code(`${name}( … )`),
      field,
      inCell(summary),
    ]),
  );

const fieldTable = (): string =>
  table(
    ['field', 'type', 'HTTP since', 'stream since', 'holds'],
    matchingFields.map((field) => {
      const { name, type, subsystems, summary } = field;
      const since = (['http', 'stream'] as const).map((one) =>
        subsystems.includes(one) ? sinceOf(field, one) : '–',
      );
      return [code(name), type, ...since, inCell(summary)];
    }),
  );

const typeTable = (): string =>
  table(
    ['type', 'is compared by `==` with'],
    Object.entries(fieldTypes).map(([type, { constant }]) => [type, constantNames[constant]]),
  );

/** By the name in the markers of the page. */
export const languageTables: Readonly<Record<string, () => string>> = {
  operators: operatorTable,
  connectors: connectorTable,
  functions: functionTable,
  fields: fieldTable,
  types: typeTable,
};

/** The rules of the engine that the page shows, from the whole to the parts. */
const shownRules: readonly Rule[] = [
  ...(['expression', 'term', 'parenthesised_expression', 'predicate', 'lhs', 'transform_func'] as const),
  ...(['binary_operator', 'rhs', 'str_literal', 'rawstr_literal', 'int_literal'] as const),
];

/** Without its quotation marks: two words with anything between them are shown with a space. */
const labelOf = (written: string): string => written.replace(/^"(.+)"$/, '$1').replaceAll('" ~ "', ' ');

/** A rule of the engine in Chevrotain's form. */
function partsOf(parsing: Parsing): DiagramPart[] {
  if (typeof parsing === 'string') return [{ type: 'NonTerminal', name: parsing }];
  switch (parsing.kind) {
    case 'terminal':
      return [{ type: 'Terminal', name: parsing.written, label: labelOf(parsing.written) }];
    case 'sequence':
    case 'compound-atomic':
      return parsing.parts.flatMap(partsOf);
    case 'choice': {
      const definition = parsing.parts.map((part) => ({
        type: 'Alternative' as const,
        definition: partsOf(part),
      }));
      return [{ type: 'Alternation', definition }];
    }
    case 'repeat':
      return [{ type: 'Repetition', definition: parsing.parts.flatMap(partsOf) }];
    case 'optional':
      return [{ type: 'Option', definition: parsing.parts.flatMap(partsOf) }];
  }
}

/** What the diagrams of our own rules call the kinds of tokens. */
const tokenLabels: Readonly<Record<string, string>> = {
  Identifier: 'name',
  HyphenatedRest: '-rest',
  LeftParen: '(',
  RightParen: ')',
  Not: '!',
  AnyConnector: '&& or ||',
  AnyOperator: 'operator',
  AnyConstant: 'constant',
  Misplaced: 'misplaced',
};

const labelled = (part: DiagramPart): DiagramPart =>
  part.type === 'Terminal'
    ? { ...part, label: tokenLabels[part.name] ?? part.name }
    : part.type === 'NonTerminal'
      ? part
      : { ...part, definition: part.definition.map(labelled) };

const ownRules = new ExpressionParser().getSerializedGastProductions() as (ISerializedGast & {
  name: string;
})[];

export const diagramFolder = 'docs/images/language';

/** The diagrams: file name without `.svg`, and content. */
export function languageDiagrams(): ReadonlyMap<string, string> {
  const draw = diagramDrawer();
  return new Map([
    ...shownRules.map(
      (name) => [name, draw({ type: 'Rule', name, definition: partsOf(atcGrammar[name]) })] as const,
    ),
    ...ownRules.map(
      (rule) =>
        [`own-${rule.name}`, draw(labelled(rule as DiagramPart) as DiagramPart & { name: string })] as const,
    ),
  ]);
}

/** The page with its tables and the places of its diagrams made anew. */
export function withTables(page: string): string {
  return page.replace(
    /(<!-- table: (\w+) -->\n\n)[\s\S]*?(\n\n<!-- end -->)/g,
    (_, start: string, name: string, end: string) => `${start}${languageTables[name]!()}${end}`,
  );
}
