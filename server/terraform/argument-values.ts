/**
 * Values of expressions → values of a route, converted as Terraform converts them to the type of an argument.
 * Source: zclconf/go-cty `cty/convert`; the validators in the schemas of the providers.
 */

import type { Span } from '../../grammar/index.js';
import { isKnown, type ObjectValue, type SourceText, type Value } from '../hcl/index.js';
import type { Found, TerraformProblemArguments, TerraformProblemCode, Wanted } from './problem.js';
import type { ArgumentType, RouteResource } from './resources.js';
import type {
  TerraformArray,
  TerraformEntry,
  TerraformObject,
  TerraformScalar,
  TerraformValue,
  UnknownPart,
} from './route.js';

type Path = readonly (string | number)[];

/** Receives a problem at an absolute span. */
export type Report = <Code extends TerraformProblemCode>(
  code: Code,
  args: TerraformProblemArguments[Code],
  span: Span,
) => void;

/** Converts the values of the arguments of one route. What cannot be converted is reported, or noted as not known. */
export class ArgumentValues {
  readonly unknown: UnknownPart[] = [];
  private readonly resource: RouteResource;
  private readonly base: number;
  private readonly report: Report;

  /** @param base the absolute offset from which the spans of the result count */
  constructor(resource: RouteResource, base: number, report: Report) {
    this.resource = resource;
    this.base = base;
    this.report = report;
  }

  /**
   * @param path of the value in the data of the route
   * @returns `null` if nothing of the value is known, where it is null, or where Terraform refuses it
   */
  convert(value: Value, type: ArgumentType, argument: string, path: Path): TerraformValue | null {
    if (value.kind === 'null') return null;
    if (value.kind === 'unknown') return this.open(path, value.span);
    switch (type) {
      case 'string':
        return this.text(value, argument, path, 'string');
      case 'number':
        return this.number(value, argument, path);
      case 'bool':
        return this.boolean(value, argument, path);
      case 'strings':
        return this.texts(value, argument, path, 'strings');
      case 'headers':
        return this.headers(value, argument, path);
      case 'nets':
        return this.nets(value, argument, path);
      case 'service':
        return this.service(value, argument, path);
    }
  }

  relative({ start, end }: Span): Span {
    return { start: start - this.base, end: end - this.base };
  }

  /** Notes that something is not known. */
  open(path: Path, span: Span, why: UnknownPart['why'] = 'unknown'): null {
    this.unknown.push({ path, span: this.relative(span), why });
    return null;
  }

  private refuse(value: Value, argument: string, path: Path, wanted: Wanted): null {
    this.report('terraform-value-type', { argument, wanted, found: foundOf(value) }, value.span);
    return this.open(path, value.span, 'refused');
  }

  private node({ span, referred }: Value) {
    return { span: this.relative(span), aliased: referred, anchor: null } as const;
  }

  private scalar(value: Value, scalar: TerraformScalar['value'], text: SourceText | null): TerraformScalar {
    const { assumed } = value;
    return { kind: 'scalar', style: 'hcl', ...this.node(value), value: scalar, text, assumed };
  }

  private text(value: Value, argument: string, path: Path, wanted: Wanted): TerraformScalar | null {
    if (value.kind === 'number' || value.kind === 'boolean')
      return this.scalar(value, String(value.value), null);
    if (value.kind !== 'text') return this.refuse(value, argument, path, wanted);
    const { pieces } = value.text;
    if (pieces.some((piece) => piece.unknown)) {
      if (pieces.every((piece) => piece.unknown)) return this.open(path, value.span);
      this.open(path, value.span, 'partly');
    } else this.checkListed(value.text.value, value, argument, path);
    const moved = pieces.map((piece) => ({ ...piece, span: this.relative(piece.span) }));
    const text = { value: value.text.value, pieces: moved, span: this.relative(value.text.span) };
    // Distinguishes literal text from computed text.
    return {
      ...this.scalar(value, text.value, text),
      aliased: value.referred && !pieces.some((piece) => piece.copied),
    };
  }

  private number(value: Value, argument: string, path: Path): TerraformScalar | null {
    const number = numberOf(value);
    if (number === undefined) return this.open(path, value.span);
    if (number === null) return this.refuse(value, argument, path, 'number');
    if (typeof number === 'number' && !Number.isInteger(number)) {
      return this.refuse(value, argument, path, 'whole-number');
    }
    const range = argument === 'port' ? ports(this.resource) : this.resource.ranges[argument];
    if (range && !(number >= range[0] && number <= range[1])) {
      const [least, most] = range;
      this.report('terraform-value-range', { argument, least, most }, value.span);
      this.open(path, value.span, 'refused');
    }
    this.checkListed(number, value, argument, path);
    return this.scalar(value, number, null);
  }

  private checkListed(written: string | number | bigint, value: Value, argument: string, path: Path): void {
    const allowed = this.resource.lists[argument];
    if (!allowed || allowed.some((one) => one === written)) return;
    this.report('terraform-value-not-listed', { argument, allowed }, value.span);
    this.open(path, value.span, 'refused');
  }

  private boolean(value: Value, argument: string, path: Path): TerraformScalar | null {
    if (value.kind === 'boolean') return this.scalar(value, value.value, null);
    const text = value.kind === 'text' ? value.text.value : null;
    if (text !== null && !isKnown(value)) return this.open(path, value.span);
    if (text === 'true' || text === '1') return this.scalar(value, true, null);
    if (text === 'false' || text === '0') return this.scalar(value, false, null);
    return this.refuse(value, argument, path, 'bool');
  }

  private texts(value: Value, argument: string, path: Path, wanted: Wanted): TerraformArray | null {
    if (value.kind !== 'list') return this.refuse(value, argument, path, wanted);
    const items: TerraformValue[] = [];
    for (const item of value.items) {
      const at = [...path, items.length];
      if (item.kind === 'null') this.report('terraform-value-null', { argument }, item.span);
      else if (item.kind === 'unknown') this.open(at, item.span);
      else {
        const converted = this.text(item, argument, at, 'string');
        if (converted) items.push(converted);
      }
    }
    return { kind: 'array', ...this.node(value), items };
  }

  private entry(
    { key, keySpan, span }: Omit<ObjectValue['entries'][number], 'value'>,
    value: TerraformValue,
  ): TerraformEntry {
    return { key, keySpan: this.relative(keySpan), value, span: this.relative(span), merged: false };
  }

  private headers(value: Value, argument: string, path: Path): TerraformObject | null {
    if (value.kind !== 'object') return this.refuse(value, argument, path, 'headers');
    if (value.open) this.open(path, value.span);
    const entries = value.entries.flatMap((entry) => {
      const at = [...path, entry.key];
      if (entry.value.kind === 'null') return [];
      if (entry.value.kind === 'unknown') {
        this.open(at, entry.value.span);
        return [];
      }
      const converted = this.texts(entry.value, argument, at, 'strings-of-header');
      return converted ? [this.entry(entry, converted)] : [];
    });
    return { kind: 'object', ...this.node(value), entries };
  }

  private nets(value: Value, argument: string, path: Path): TerraformArray | null {
    if (value.kind !== 'list') return this.refuse(value, argument, path, 'nets');
    const items: TerraformValue[] = [];
    for (const item of value.items) {
      const at = [...path, items.length];
      if (item.kind === 'null') this.report('terraform-value-null', { argument }, item.span);
      else if (item.kind === 'unknown') this.open(at, item.span);
      else if (item.kind !== 'object') this.refuse(item, argument, at, 'net');
      else items.push(this.fields(item, argument, at, netFields));
    }
    return { kind: 'array', ...this.node(value), items };
  }

  private service(value: Value, argument: string, path: Path): TerraformObject | null {
    if (value.kind !== 'object') return this.refuse(value, argument, path, 'service');
    return this.fields(value, argument, path, serviceFields);
  }

  /** An object whose attributes are known. */
  fields(
    value: ObjectValue,
    argument: string,
    path: Path,
    types: Readonly<Record<string, 'string' | 'number'>>,
  ): TerraformObject {
    if (value.open) this.open(path, value.span);
    const entries = value.entries.flatMap((entry) => {
      const type = types[entry.key];
      if (!type) {
        this.report('terraform-attribute-unknown', { argument, attribute: entry.key }, entry.keySpan);
        return [];
      }
      const name = argument === 'service' ? argument : entry.key;
      const converted = this.convert(entry.value, type, name, [...path, entry.key]);
      return converted ? [this.entry(entry, converted)] : [];
    });
    return { kind: 'object', ...this.node(value), entries };
  }
}

export const netFields = { ip: 'string', port: 'number' } as const;
const serviceFields = { id: 'string' } as const;

/** Kong's own providers check ports. */
const ports = ({ importId }: RouteResource): readonly [number, number] | undefined =>
  importId === 'control-plane' || importId === 'workspace' ? [0, 65_535] : undefined;

/** `null` if it is not a number, `undefined` if that is not known. */
function numberOf(value: Value): number | bigint | null | undefined {
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'text') return null;
  if (!isKnown(value)) return undefined;
  const text = value.text.value;
  if (!/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return null;
  const number = Number(text);
  return /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

function foundOf(value: Value): Found {
  switch (value.kind) {
    case 'text':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'unknown':
      return 'null';
    default:
      return value.kind;
  }
}
