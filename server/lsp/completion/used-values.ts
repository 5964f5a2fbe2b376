/** What the routes of a workspace compare fields with: whoever writes another route is likely to mean the same again. */

import {
  type ComparisonOperator,
  type Constant,
  type Expression,
  fieldOf,
  predicatesOf,
  printConstant,
  quote,
} from '../../../grammar/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../../analysis/index.js';
import { dataOfRoute } from '../../documents/index.js';
import { readRoute } from '../../routes/index.js';

interface UsedValue {
  readonly field: string;
  /** As an expression has it. */
  readonly constant: string;
}

/** Without regexes. */
export class UsedValues {
  readonly #lists: readonly (readonly UsedValue[])[];

  /** @param lists of each route */
  constructor(lists: readonly (readonly UsedValue[])[]) {
    this.#lists = lists;
  }

  fields(): ReadonlySet<string> {
    return new Set(this.#lists.flatMap((list) => list.map(({ field }) => field)));
  }

  /**
   * Constants that a field is compared with: where there are very many, the first of those that may be meant.
   *
   * @param typed what is written of the constant
   */
  constantsOf(field: string, typed: string): ReadonlySet<string> {
    const meant = typed.toLowerCase();
    const isMeant = (constant: string) => hasInOrder(constant.toLowerCase(), meant);
    let constants = new Set<string>();
    let areAll = true;
    for (const list of this.#lists) {
      for (const { field: other, constant } of list) {
        if (other !== field || !(areAll || isMeant(constant))) continue;
        constants.add(constant);
        if (!areAll || constants.size <= mostOffered) continue;
        areAll = false;
        constants = new Set([...constants].filter(isMeant));
      }
    }
    return areAll ? constants : new Set([...constants].sort().slice(0, mostOffered));
  }
}

/** More than anybody reads; with that many items an answer is not complete. */
export const mostOffered = 500;

/** Whether the characters of one text are in another, in their order: so editors filter what is offered. */
function hasInOrder(text: string, characters: string): boolean {
  let at = 0;
  for (const character of characters) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** In pieces: expressions that were not read yet are read here. */
export function* usedValues(analyses: Iterable<DocumentAnalysis>): Generator<void, UsedValues> {
  const lists: (readonly UsedValue[])[] = [];
  for (const analysis of analyses) {
    for (const list of yield* analysis.eachInPieces(findValues)) lists.push(list);
    yield;
  }
  return new UsedValues(lists);
}

function findValues({ body, tree }: RouteAnalysis): readonly UsedValue[] {
  const route = readRoute(dataOfRoute(body));
  const texts = (field: string, values: readonly string[] | undefined) =>
    (values ?? []).map((value) => ({ field, constant: quote(value) }));
  const nets = (field: string, values: typeof route.sources) =>
    (values ?? []).flatMap(({ ip, port }) => [
      ...(ip === undefined ? [] : [{ field: `${field}.ip`, constant: ip }]),
      ...(port === undefined ? [] : [{ field: `${field}.port`, constant: String(port) }]),
    ]);
  return [
    ...comparedIn(tree),
    ...texts('http.method', route.methods),
    ...texts(
      'http.host',
      route.hosts?.filter((host) => !/[*:]/.test(host)),
    ),
    ...texts(
      'http.path',
      route.paths?.filter((path) => path.startsWith('/')),
    ),
    ...[...(route.headers ?? [])].flatMap(([name, values]) =>
      texts(
        `http.headers.${name.toLowerCase().replaceAll('-', '_')}`,
        values.filter((value) => !value.startsWith('~*')),
      ),
    ),
    ...texts('tls.sni', route.snis),
    ...nets('net.src', route.sources),
    ...nets('net.dst', route.destinations),
  ];
}

function comparedIn(tree: Expression | null): UsedValue[] {
  return predicatesOf(tree).flatMap(({ lhs, operator, rhs }) => {
    const field = fieldOf(lhs)?.name;
    if (field === undefined || !rhs || !operator || !isWhole(operator)) return [];
    return [{ field, constant: written(rhs) }];
  });
}

/** A regex or a part of a text is hardly meant twice. */
const isWhole = (operator: ComparisonOperator) =>
  operator !== '~' && operator !== '=^' && operator !== 'contains';

/** A text in quotes, raw or not where it was found. */
const written = (constant: Constant): string =>
  constant.kind === 'string' ? quote(constant.value) : printConstant(constant);
