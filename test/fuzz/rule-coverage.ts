/**
 * Which alternatives of our own rules a text makes use of. Chevrotain gives the rules away as data; here they are followed
 * a second time, one token of lookahead deciding, as in the parser.
 */

import type { ISerializedGast } from 'chevrotain';
import { ExpressionParser } from '../../grammar/syntax/rules.js';
import { scan } from '../../grammar/syntax/scanner.js';
import { type Token, tokenTypes } from '../../grammar/syntax/tokens.js';

/** A part of a rule, as Chevrotain writes it down. */
interface Part extends ISerializedGast {
  readonly type:
    | 'Rule'
    | 'Terminal'
    | 'NonTerminal'
    | 'Option'
    | 'Alternation'
    | 'Alternative'
    | 'Repetition'
    | 'RepetitionMandatory';
  /** Of a rule, of the rule that is called, or of a kind of token. */
  readonly name: string;
  readonly definition: Part[];
}

const rules = new Map(
  (new ExpressionParser().getSerializedGastProductions() as Part[]).map((rule) => [
    rule.name,
    rule.definition,
  ]),
);

const kinds = Object.keys(tokenTypes) as (keyof typeof tokenTypes)[];

/** Whether a kind of token is one of those that a rule asks for by name. */
const isOf = (kind: Token['kind'], name: string): boolean =>
  kind === name ||
  (kind !== 'End' && tokenTypes[kind].CATEGORIES!.some((category) => category.name === name));

/** How often something repeated or optional is there. */
const often = ['not there', 'once', 'more than once'] as const;

const timesOf: Partial<Record<Part['type'], readonly (typeof often)[number][]>> = {
  Option: ['not there', 'once'],
  Repetition: often,
  RepetitionMandatory: ['once', 'more than once'],
};

/** What a part of a rule begins with. */
function shown([first]: readonly Part[]): string {
  if (first?.type === 'Alternation')
    return first.definition.map(({ definition }) => shown(definition)).join(' or ');
  return first!.name;
}

/**
 * Every alternative of the rules, by rule: of what is optional or repeated, how often; of several parts, which; of a kind
 * of token that represents several, which.
 */
export const ruleAlternatives: readonly string[] = [
  ...new Set([...rules].flatMap(([rule, parts]) => parts.flatMap((part) => namesIn(rule, part)))),
];

function namesIn(rule: string, { type, name, definition }: Part): string[] {
  if (type === 'NonTerminal') return [];
  if (type === 'Terminal')
    return kinds.filter((kind) => isOf(kind, name)).map((kind) => `${rule}: ${name} ${kind}`);
  const own = (timesOf[type] ?? []).map((times) => `${rule}: ${shown(definition)} ${times}`);
  if (type === 'Alternative') own.push(`${rule}: the alternative ${shown(definition)}`);
  return [...own, ...definition.flatMap((part) => namesIn(rule, part))];
}

/** The alternatives that a text makes use of. What the parser leaves unread has none. */
export function ruleAlternativesIn(text: string): ReadonlySet<string> {
  const { tokens } = scan(text);
  const used = new Set<string>();
  let at = 0;
  const begins = (parts: readonly Part[]) => canBegin(parts, tokens[at]!.kind);
  const follow = (rule: string, parts: readonly Part[]): void => {
    for (const { type, name, definition } of parts) {
      if (type === 'Terminal') {
        const { kind } = tokens[at++]!;
        if (!isOf(kind, name)) throw new Error(`${rule} asks for ${name}, and there is ${kind}`);
        used.add(`${rule}: ${name} ${kind}`);
      } else if (type === 'NonTerminal') {
        follow(name, rules.get(name)!);
      } else if (type === 'Alternation') {
        const chosen = definition.find((alternative) => begins(alternative.definition))!;
        used.add(`${rule}: the alternative ${shown(chosen.definition)}`);
        follow(rule, chosen.definition);
      } else {
        let times = 0;
        for (; begins(definition) && (times === 0 || type !== 'Option'); times++) follow(rule, definition);
        used.add(`${rule}: ${shown(definition)} ${often[Math.min(times, 2)]}`);
      }
    }
  };
  follow('matcher', rules.get('matcher')!);
  return used;
}

/** Whether a kind of token can be the first of some parts. */
function canBegin(parts: readonly Part[], kind: Token['kind']): boolean {
  for (const part of parts) {
    const inside = part.type === 'NonTerminal' ? rules.get(part.name)! : part.definition;
    if (part.type === 'Terminal') return isOf(kind, part.name);
    if (part.type === 'Alternation') return inside.some(({ definition }) => canBegin(definition, kind));
    if (canBegin(inside, kind)) return true;
    if (!canBeEmpty(part)) return false;
  }
  return false;
}

const canBeEmpty = ({ type, name }: Part): boolean =>
  type === 'Option' ||
  type === 'Repetition' ||
  (type === 'NonTerminal' && rules.get(name)!.every(canBeEmpty));
