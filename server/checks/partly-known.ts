/**
 * Values with parts that are filled in later (`${…}`, `{{ … }}`): what is wrong with them whatever is filled in. A value is
 * judged with many fillings, and what is reported for every one of them is true of the value.
 */

import { adviseOn } from '../advice/index.js';
import type { RouteAnalysis } from '../analysis/index.js';
import {
  entryOf,
  placeholdersIn,
  type RouteDocument,
  type SourcedScalar,
  type SourcedValue,
} from '../documents/index.js';
import { accept } from '../flavors/index.js';
import { unknownSpans } from '../hcl/index.js';
import type { ProblemCode, RoutePath } from '../problems/index.js';
import { readRoute } from '../routes/index.js';
import type { TerraformScalar } from '../terraform/index.js';

/** A value in which something is known and something is not. */
interface PartlyKnown {
  readonly field: string;
  readonly path: RoutePath;
  /** What is known, between which the rest is. */
  readonly pieces: readonly string[];
  /** The parts as they are written, one between each two pieces. */
  readonly written: readonly string[];
}

type Found = ReturnType<typeof accept>['problems'][number] | ReturnType<typeof adviseOn>[number];

/** Lists of texts, and the name. */
const fields = ['name', 'methods', 'hosts', 'paths', 'snis', 'tags'] as const;

/** What is only said of a value itself, whatever else the route has. */
const ofValues: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...(['path-form', 'path-not-normalized', 'path-regex', 'path-notation', 'generated-expression'] as const),
  ...(['host-form', 'host-case', 'method-form', 'sni-form', 'name-form', 'tag-form'] as const),
]);

/** Letters and digits, which mean nothing anywhere: a message is made with it, and has the part as it is written in its place. */
const word = 'kongroutespart';

/** What may be filled in: of every kind of character, at every place of a value. */
const fillings: readonly string[] = [
  ...[
    word,
    '',
    'x',
    'X',
    '1',
    'GET',
    'a.example.com',
    'a-b',
    '_',
    '*',
    '.',
    '*.',
    '.*',
    ':80',
    'a:80',
    '~',
    '~/x',
  ],
  ...[
    '/',
    '/x',
    'x/',
    '/x/y',
    '/x/',
    '{x}',
    '?',
    '?a=b',
    '#',
    '%2F',
    ' ',
    ',',
    ')',
    'a)',
    ']',
    'a]',
    '\\',
    '(?i)',
    '}',
  ],
];

/** The problems of partly known values. @returns problems as the value with the word in it has them */
export function partlyKnownProblems(
  known: RouteAnalysis,
): readonly { readonly problem: Found; readonly restore: (message: string) => string }[] {
  const { data, gateway } = known;
  // Which values a field may have depends on the protocols.
  const { protocols } = data;
  const isKnown =
    protocols === undefined ||
    (Array.isArray(protocols) && protocols.every((one) => typeof one === 'string' && /^[a-z_]+$/.test(one)));
  if (!isKnown) return [];
  return partlyKnown(known).flatMap((value) => {
    const judgedWith = (filling: string): readonly Found[] => {
      const text = value.pieces.join(filling);
      const one = {
        ...(protocols !== undefined && { protocols }),
        [value.field]: value.field === 'name' ? text : [text],
      };
      const route = readRoute(one);
      const found = [
        ...accept(route, one, gateway).problems,
        ...adviseOn({ route, data: one, gateway, tree: null }),
      ];
      return found.filter(({ code, path }) => ofValues.has(code) && path[0] === value.field);
    };
    const first = judgedWith(word);
    if (first.length === 0) return [];
    const others = fillings.slice(1).map(judgedWith);
    return first
      .filter((one) => others.every((found) => found.some((other) => isSame(one, other))))
      .map((problem) => ({
        problem: { ...problem, path: value.path } as Found,
        restore: (message: string) => restored(message, value),
      }));
  });
}

/** Whether the same is wrong. A regex may be refused by either of two compilers, or for a slash before one looks at it. */
const isSame = (one: Found, other: Found): boolean =>
  one.code === other.code || (ofRegexes.has(one.code) && ofPaths.has(other.code));

const ofRegexes: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['path-regex', 'generated-expression']);
const ofPaths: ReadonlySet<ProblemCode> = new Set<ProblemCode>([...ofRegexes, 'path-form']);

/** A message about the value, with the parts as they are written. */
function restored(message: string, { written }: PartlyKnown): string {
  let at = 0;
  return message.replaceAll(word, () => written[at++ % written.length]!);
}

function partlyKnown(known: RouteAnalysis): PartlyKnown[] {
  return fields.flatMap((field) => {
    const value = entryOf(known.body, field)?.value;
    if (!value) return [];
    const items = value.kind === 'array' ? value.items : [value];
    return items.flatMap((item, i) => {
      const parts = partsOf(known.alone, item);
      return parts ? [{ field, path: value.kind === 'array' ? [field, i] : [field], ...parts }] : [];
    });
  });
}

/** `null` where all or nothing is known. */
function partsOf(
  { terraform }: RouteDocument,
  value: SourcedValue,
): Pick<PartlyKnown, 'pieces' | 'written'> | null {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return null;
  const text = value.value;
  const { text: placed } = value as SourcedScalar & Partial<TerraformScalar>;
  const holes = terraform && placed ? unknownSpans(placed) : terraform ? [] : placeholdersIn(text);
  if (holes.length === 0) return null;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of holes) {
    pieces.push(text.slice(at, start));
    at = end;
  }
  pieces.push(text.slice(at));
  if (pieces.every((piece) => piece === '')) return null;
  return { pieces, written: holes.map(({ start, end }) => text.slice(start, end)) };
}
