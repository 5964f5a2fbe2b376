/** Text → the trees of its YAML documents, and its syntax errors. */

import { Composer, type Document, Parser } from 'yaml';
import { shallowYaml } from '../text/index.js';
import type { SyntaxProblem } from './document.js';
import { tooDeep } from './reading-faults.js';
import { maskActions, mustBeMasked, type TemplateUse } from './template.js';
import { yamlFault } from './yaml-fault.js';

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
 * @returns `restore`: a value with its actions as they are written
 */
export function parseTemplate(text: string): Parsed & {
  readonly template: TemplateUse | null;
  readonly restore: (value: string) => string;
} {
  const plain = mustBeMasked(text) ? null : parse(text);
  const asItIs = { template: null, restore: asWritten };
  if (plain?.problems.length === 0) return { ...plain, ...asItIs };
  const masked = maskActions(text, 'yaml');
  if (!masked) return { ...(plain ?? parse(text)), ...asItIs };
  const parsed = parse(masked.text);
  if (plain && plain.problems.length <= parsed.problems.length) return { ...plain, ...asItIs };
  return { ...parsed, template: masked.use, restore: masked.restore };
}

export function parse(text: string): { documents: Document.Parsed[]; problems: SyntaxProblem[] } {
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

export function inOrder(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return problems.toSorted((a, b) => a.span.start - b.span.start);
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
