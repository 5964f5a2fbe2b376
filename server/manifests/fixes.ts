/** Fixes for a problem of a manifest, where one thing is obviously meant. */

import type { Span } from '../../grammar/index.js';
import type { KubernetesObject, ManifestProblem, ObjectIdentity, Value } from '../kubernetes/index.js';
import { manifestFixTitles } from '../problems/index.js';

export interface ManifestFix {
  /** For a menu. */
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
}

/**
 * @param text of the file that the problem is in
 * @param objects of the file
 */
export function manifestFix(
  problem: ManifestProblem,
  text: string,
  objects: readonly KubernetesObject[],
): ManifestFix | null {
  const [start, end] = problem.origin.range;
  const span = { start, end };
  const written = text.slice(start, end);
  const replace = (newText: string, title = manifestFixTitles.replace(newText)): ManifestFix | null =>
    newText === written ? null : { title, edits: [{ span, newText }] };
  switch (problem.code) {
    case 'annotation-unknown':
      return problem.args.likely === null ? null : replace(unquoted(written, problem.args.likely));
    case 'annotation-without-effect':
      return ['kind', 'service', 'removed'].includes(problem.args.why)
        ? removal(span, text, `Remove ${problem.args.annotation}`)
        : null;
    case 'annotation-value-ignored':
      return truthFix(problem.args.annotation, written, replace);
    case 'api-not-listed': {
      const meant = problem.args.listed.find((one) => one.toLowerCase() === written.toLowerCase());
      return meant === undefined ? null : replace(meant);
    }
    case 'api-path':
      if (problem.args.rule === 'absolute') return replace(`/${written}`);
      return problem.args.rule === 'double-slash' ? replace(written.replace(/\/{2,}/g, '/')) : null;
    case 'api-host':
      return /^(?:\*\.)?[a-z0-9.-]+$/.test(written.toLowerCase()) ? replace(written.toLowerCase()) : null;
    case 'kong-rejects':
      return caretFix(written, replace);
    case 'regex-prefix-literal':
      return pathTypeFix(problem, objects);
    case 'path-notation':
      return notationFix(problem.args.meant, problem, written, objects);
    default:
      return null;
  }
}

type Replace = (newText: string, title?: string) => ManifestFix | null;

/** A key stays in the quotes that it has. */
const unquoted = (written: string, likely: string): string => {
  const quote = /^["']/.exec(written)?.[0] ?? '';
  return `${quote}${likely}${quote}`;
};

/** Only of a line that holds nothing else. */
function removal({ start }: Span, text: string, title: string): ManifestFix | null {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', start);
  const lineEnd = next === -1 ? text.length : next + 1;
  const line = text.slice(lineStart, lineEnd);
  const after = text.slice(lineEnd);
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const isAlone = /^ *["']?[\w./-]+["']?:/.test(line);
  const isContinued = (/^ */.exec(after)?.[0].length ?? 0) > indent && after.trim() !== '';
  return isAlone && !isContinued
    ? { title, edits: [{ span: { start: lineStart, end: lineEnd }, newText: '' }] }
    : null;
}

const truths: ReadonlySet<string> = new Set([
  'strip-path',
  'preserve-host',
  'request-buffering',
  'response-buffering',
]);

function truthFix(annotation: string, written: string, replace: Replace): ManifestFix | null {
  if (!truths.has(annotation.replace('konghq.com/', ''))) return null;
  if (/^(?:yes|on|1|y)$/i.test(written)) return replace('true');
  return /^(?:no|off|0|n)$/i.test(written) ? replace('false') : null;
}

/** Kong itself anchors a regex path at its start, and rejects one that begins with a caret. */
function caretFix(written: string, replace: Replace): ManifestFix | null {
  const [, prefix, rest] = /^(\/?~?)\^(\/.*)$/s.exec(written) ?? [];
  return rest === undefined ? null : replace(`${prefix}${rest}`, manifestFixTitles.removeAnchor);
}

/** The path as it was meant, with the type that makes a regex of it where it is one. */
function notationFix(
  meant: string | null,
  problem: ManifestProblem,
  written: string,
  objects: readonly KubernetesObject[],
): ManifestFix | null {
  // A backslash is an escape in double quotes, and a plain value may not have everything.
  if (meant === null || /['"]/.test(meant)) return null;
  if (/^"/.test(written) ? meant.includes('\\') : !/^'/.test(written) && /: | #/.test(meant)) return null;
  const [start, end] = problem.origin.range;
  const path = { span: { start, end }, newText: unquoted(written, meant) };
  const type = pathTypeOf(problem, objects);
  const isRegex = /[[(\\^$]|\.\*/.test(meant);
  const regexType = problem.origin.object.kind === 'Ingress' ? 'ImplementationSpecific' : 'RegularExpression';
  if (!isRegex) return { title: manifestFixTitles.replace(meant), edits: [path] };
  if (!type?.isPresent) return null;
  const [from, to] = type.origin.range;
  const edits = [path, { span: { start: from, end: to }, newText: regexType }];
  return {
    title: manifestFixTitles.replaceWithRegex(meant),
    edits: type.text === regexType ? [path] : edits.toSorted((a, b) => a.span.start - b.span.start),
  };
}

/** The type next to a path: `pathType` of an Ingress, `type` of an HTTPRoute. */
function pathTypeOf({ origin }: ManifestProblem, objects: readonly KubernetesObject[]): Value | undefined {
  const object = objects.find(({ identity }) => sameObject(identity, origin.object));
  let value = object?.root;
  for (const step of origin.path.slice(0, -1)) {
    value = typeof step === 'number' ? value?.items[step] : value?.get(step);
  }
  return value?.get(origin.object.kind === 'Ingress' ? 'pathType' : 'type');
}

/** The `pathType` next to the path. */
function pathTypeFix(problem: ManifestProblem, objects: readonly KubernetesObject[]): ManifestFix | null {
  const pathType = pathTypeOf(problem, objects);
  if (!pathType?.isPresent) return null;
  const [start, end] = pathType.origin.range;
  return {
    title: 'Use pathType ImplementationSpecific',
    edits: [{ span: { start, end }, newText: 'ImplementationSpecific' }],
  };
}

const sameObject = (a: ObjectIdentity, b: ObjectIdentity): boolean =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
