/** Text → the trees of its YAML documents, and its syntax errors. */

import { Composer, type Document, Parser, YAMLParseError } from 'yaml';
import { shallowYaml } from '../text/index.js';
import type { SyntaxProblem } from './document.js';
import { tooDeep } from './reading-faults.js';
import { maskActions, mustBeMasked, type TemplateUse } from './template.js';
import { yamlFault } from './yaml-fault.js';
import { type Unclosed, unclosedIn, without } from './yaml-unclosed.js';

/**
 * Only the schema of plain strings: what a scalar means is decided here (`plainValue`), and only for the
 * scalars of routes, which also makes reading faster. A key that occurs twice is not a syntax error to Kong.
 */
const options = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

export interface Parsed {
  readonly documents: readonly Document.Parsed[];
  readonly problems: SyntaxProblem[];
}

export const asWritten = (value: string): string => value;

/**
 * A text that is well-formed YAML only without the actions of a template is read without them; where it is not
 * well-formed without them either, in whichever way has fewer faults.
 *
 * @param readsOn whether it is read past brackets and quotes that are not closed, without what is in them
 * @returns `restore`: a value with its actions as they are written
 */
export function parseTemplate(
  text: string,
  readsOn = true,
): Parsed & {
  readonly template: TemplateUse | null;
  readonly restore: (value: string) => string;
} {
  const further = readsOn ? past : asFound;
  const plain = mustBeMasked(text) ? null : compose(text);
  const asItIs = { template: null, restore: asWritten };
  if (plain?.problems.length === 0) return { ...plain, ...asItIs };
  const masked = maskActions(text, 'yaml');
  if (!masked) return { ...further(text, plain ?? compose(text)), ...asItIs };
  const parsed = compose(masked.text);
  if (plain && plain.problems.length <= parsed.problems.length) return { ...further(text, plain), ...asItIs };
  return { ...further(masked.text, parsed), template: masked.use, restore: masked.restore };
}

interface Composed extends Parsed {
  readonly documents: Document.Parsed[];
}

const asFound = (_: string, composed: Composed): Composed => composed;

export const parse = (text: string): Composed => past(text, compose(text));

/** How many brackets and quotes of a text may be open, and how many until more is read: each costs reading it again. */
const mostUnclosed = { all: 16, together: 2 };

/** Past brackets and quotes that are not closed, where more of the text can be read then. */
function past(text: string, composed: Composed): Composed {
  // What is left out there has places of its own.
  if (composed.problems.some(({ fault }) => fault.syntax === 'any')) return composed;
  let best: PastOpen = { text, composed, open: [] };
  while (best.open.length < mostUnclosed.all) {
    const better = withFewerFaults(best, mostUnclosed.together);
    if (!better) break;
    best = better;
  }
  if (best.open.length === 0) return composed;
  const { documents, problems } = best.composed;
  for (const { span, by } of best.open) {
    const around = documents.findLast(({ range }) => range[0] <= span.start) ?? documents[0];
    around?.errors.push(new YAMLParseError([span.start, span.end], 'MISSING_CHAR', `Missing closing ${by}`));
    problems.push({ fault: { syntax: 'yaml', fault: { code: 'not-closed', by } }, span });
  }
  return { documents, problems };
}

/** A text read without its brackets and quotes that are not closed. */
interface PastOpen {
  readonly text: string;
  readonly composed: Composed;
  readonly open: readonly Unclosed[];
}

/** @returns `null` if nothing more can be read without one of them, or without several */
function withFewerFaults({ text, composed, open }: PastOpen, several: number): PastOpen | null {
  if (!composed.problems.some(isUnclosed)) return null;
  const isBetter = (other: PastOpen) => other.composed.problems.length < composed.problems.length;
  const tried = unclosedIn(text).map((unclosed): PastOpen => {
    const rest = without(text, unclosed.span);
    return { text: rest, composed: compose(rest), open: [...open, unclosed] };
  });
  const found = tried.find(isBetter);
  if (found || several === 0) return found ?? null;
  return tried.flatMap((one) => withFewerFaults(one, several - 1) ?? []).find(isBetter) ?? null;
}

const isUnclosed = ({ fault }: SyntaxProblem): boolean =>
  fault.syntax === 'yaml' && fault.fault.code === 'not-closed';

function compose(text: string): Composed {
  const documents: Document.Parsed[] = [];
  const problems: SyntaxProblem[] = [];
  const composer = new Composer(options);
  const shallow = shallowYaml(text);
  for (const span of shallow.tooDeep) problems.push(tooDeep(span));
  guarded(problems, () => {
    const composed = composer.compose(new Parser().parse(shallow.text));
    for (const document of composed) documents.push(document as Document.Parsed);
  });
  for (const { code, message, pos } of [
    ...documents.flatMap((document) => document.errors),
    ...composer.streamInfo().errors,
  ]) {
    const start = Math.max(0, Math.min(pos[0], text.length));
    const end = Math.max(start, Math.min(pos[1], text.length));
    problems.push({ fault: { syntax: 'yaml', fault: yamlFault(code, message) }, span: { start, end } });
  }
  return { documents, problems };
}

/** What the parser says several times of one place, as of 500 brackets that end with the text, is said once. */
export function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const seen = new Set<string>();
  const isFirst = ({ fault, span }: SyntaxProblem) => {
    const key = `${span.start} ${span.end} ${JSON.stringify(fault)}`;
    return !seen.has(key) && seen.add(key);
  };
  return problems.filter(isFirst).toSorted((a, b) => a.span.start - b.span.start);
}

/** Aliases of aliases may nest deeper than the stack, though the text does not. */
export function guarded<T>(problems: SyntaxProblem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(tooDeep({ start: 0, end: 0 }));
    return undefined;
  }
}
