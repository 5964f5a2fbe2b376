/** The requests that satisfy an expression, as the atc router evaluates it (`server/flavors/router/atc/evaluate.ts`). */

import { languages } from '../../../grammar/index.js';
import type { PredicateTerm, Term, TermConstant } from '../../flavors/index.js';
import { Addresses } from './addresses.js';
import { type AtcDomains, lowerMark } from './atc-domains.js';
import type { Atom } from './atoms.js';
import {
  type Box,
  bothRegions,
  type Contradiction,
  eitherOf,
  everything,
  type Region,
  unknownPart,
} from './box.js';
import { Choices } from './choices.js';
import { FieldValues, type Values } from './field-values.js';
import { Intervals } from './intervals.js';
import { pathsOfLength, pathsWithSegments } from './segments.js';
import type { TextDomain } from './text-domain.js';
import { Texts } from './texts.js';

export class TermRegions {
  readonly #domains: AtcDomains;
  readonly #contradicts: Contradiction;
  /** Fields that some entry compares in lower case. */
  readonly #lowered: ReadonlySet<string>;

  constructor(domains: AtcDomains, contradicts: Contradiction, lowered: ReadonlySet<string>) {
    this.#domains = domains;
    this.#contradicts = contradicts;
    this.#lowered = lowered;
  }

  regionOf(term: Term, negated = false): Region {
    switch (term.kind) {
      case 'not':
        return this.regionOf(term.term, !negated);
      case 'predicate':
        if (this.#domains.isNeverThere(term.field)) return negated ? [everything] : [];
        return [this.#boxOf(term, negated)];
      default: {
        const regions = term.terms.map((one) => this.regionOf(one, negated));
        return (term.kind === 'and') === negated
          ? eitherOf(regions)
          : regions.reduce((a, b) => bothRegions(a, b, this.#contradicts), [everything]);
      }
    }
  }

  #boxOf(term: PredicateTerm, negated: boolean): Box {
    const { any } = term;
    // A protocol is in lower case.
    const lower = term.lower && term.field !== 'net.protocol';
    if (term.field.startsWith('http.path.segments.')) return this.#segmentsBox(term, negated);
    // Both are the same header under another name, and it contains the port.
    if (term.field.toLowerCase() === 'http.headers.host') return unknownPart;
    const name = term.field.startsWith('http.headers.') ? term.field.toLowerCase() : term.field;
    const field = lower ? lowerMark + name : name;
    const kind = this.#domains.kindOf(field);
    const values = this.#valuesOf(term, field);
    if (!values) return unknownPart;
    const isOfFirst = !any && this.#domains.countsFirst;
    const opposite = () => (kind.all as unknown as { minus(other: Values): Values }).minus(values);
    const found = negated
      ? any
        ? FieldValues.every(kind, opposite(), true)
        : isOfFirst
          ? FieldValues.first(kind, opposite(), true)
          : FieldValues.some(kind, opposite(), true)
      : any
        ? FieldValues.some(kind, values)
        : isOfFirst
          ? FieldValues.first(kind, values)
          : FieldValues.every(kind, values);
    const fields = new Map([[field, found]]);
    if (!negated && !lower) this.#addLowered(term, name, fields);
    return { fields, isExact: true };
  }

  /** What is equal to a text is, in lower case, equal to that text in lower case. */
  #addLowered({ operator, constant, any }: PredicateTerm, name: string, fields: Map<string, FieldValues>) {
    if (!this.#lowered.has(name) || operator !== '==' || constant.kind !== 'text') return;
    const field = lowerMark + name;
    const kind = this.#domains.kindOf(field);
    if (!(kind.all instanceof Texts)) return;
    const text = Texts.of(this.#domains.textsOf(field), [
      { kind: 'exact', text: constant.value.toLowerCase() },
    ]);
    fields.set(field, any ? FieldValues.some(kind, text) : FieldValues.every(kind, text));
  }

  #valuesOf({ operator, constant }: PredicateTerm, field: string): Values | null {
    const kind = this.#domains.kindOf(field);
    switch (constant.kind) {
      case 'network': {
        const { family, prefix, hostBits } = constant.network;
        const inside = Addresses.ofNetwork(family, prefix, hostBits);
        return operator === '!=' || operator === 'not in' ? Addresses.all().minus(inside) : inside;
      }
      case 'number':
        return (kind.all as Intervals).and(numbers(operator, constant.exact));
      case 'text': {
        const domain = this.#domains.textsOf(field);
        const atom = atomOf(operator, constant.value);
        if (!atom) return null;
        if (kind.all instanceof Choices) {
          const isIn = (text: string) => domain.isIn(atom, text) === (operator !== '!=');
          return new Choices(this.#domains.protocols.filter(isIn));
        }
        return operator === '!='
          ? Texts.all(domain).minus(Texts.of(domain, [atom]))
          : textsOf(domain, field, atom);
      }
    }
  }

  /** A condition on segments is also a condition on the path. */
  #segmentsBox(term: PredicateTerm, negated: boolean): Box {
    const language = segmentPaths(term, this.#domains.textsOf('http.path'));
    if (language === null) return unknownPart;
    const domain = this.#domains.textsOf('http.path');
    const kind = this.#domains.kindOf('http.path');
    const paths = Texts.of(domain, [{ kind: 'language', language }]);
    const values = negated ? Texts.all(domain).minus(paths) : paths;
    return { fields: new Map([['http.path', FieldValues.every(kind, values)]]), isExact: true };
  }
}

/** Every path begins with a slash. */
function textsOf(domain: TextDomain, field: string, atom: Atom): Texts {
  if (field === 'http.path' && atom.kind === 'prefix' && atom.text === '/') return Texts.all(domain);
  return Texts.of(domain, [atom]);
}

const atomKinds = {
  '==': 'exact',
  '!=': 'exact',
  '^=': 'prefix',
  '=^': 'suffix',
  contains: 'contains',
} as const;

function atomOf(operator: PredicateTerm['operator'], text: string): Atom | null {
  if (operator === '~') return { kind: 'regex', pattern: text, anchored: false };
  return operator in atomKinds ? { kind: atomKinds[operator as keyof typeof atomKinds], text } : null;
}

const limit = 1n << 64n;

function numbers(operator: PredicateTerm['operator'], value: bigint): Intervals {
  const between = (least: bigint, most: bigint) => ({ least, most });
  switch (operator) {
    case '==':
      return new Intervals([between(value, value)]);
    case '!=':
      return new Intervals([between(-limit, value - 1n), between(value + 1n, limit)]);
    case '>':
      return new Intervals([between(value + 1n, limit)]);
    case '>=':
      return new Intervals([between(value, limit)]);
    case '<':
      return new Intervals([between(-limit, value - 1n)]);
    case '<=':
      return new Intervals([between(-limit, value)]);
    default:
      return new Intervals([]);
  }
}

/** Deeper segments are not followed. */
const mostSegments = 100;

function segmentPaths({ field, operator, constant, lower }: PredicateTerm, domain: TextDomain) {
  const name = field.slice('http.path.segments.'.length);
  if (name === 'len') return constant.kind === 'number' ? pathsBySegments(operator, constant.exact) : null;
  const [, first, last = first] = /^(\d+)(?:_(\d+))?$/.exec(name) ?? [];
  if (first === undefined || constant.kind !== 'text' || lower) return null;
  const [from, to] = [Number(first), Number(last)];
  if (to > mostSegments) return null;
  if (name.includes('_') && from >= to) return languages.noText('rust');
  const texts = segmentTexts(operator, constant, domain);
  return texts && pathsWithSegments(from, to, texts);
}

function segmentTexts(operator: PredicateTerm['operator'], constant: TermConstant, domain: TextDomain) {
  const atom = constant.kind === 'text' ? atomOf(operator, constant.value) : null;
  if (!atom) return null;
  const language = domain.languageOf(atom);
  return operator === '!=' ? languages.complement(language) : language;
}

function pathsBySegments(operator: PredicateTerm['operator'], value: bigint) {
  const most = BigInt(mostSegments);
  const count = Number(value > most ? most : value < -1n ? -1n : value);
  if (value > most) return null;
  switch (operator) {
    case '==':
      return count < 0 ? languages.noText('rust') : pathsOfLength(count, count);
    case '!=':
      return count < 0
        ? languages.everyText('rust')
        : languages.union(
            count === 0 ? languages.noText('rust') : pathsOfLength(0, count - 1),
            pathsOfLength(count + 1, null),
          );
    case '>':
      return pathsOfLength(count + 1, null);
    case '>=':
      return pathsOfLength(count, null);
    case '<':
      return count <= 0 ? languages.noText('rust') : pathsOfLength(0, count - 1);
    case '<=':
      return count < 0 ? languages.noText('rust') : pathsOfLength(0, count);
    default:
      return null;
  }
}
