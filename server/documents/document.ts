/**
 * What a reader makes of a file: routes, each value with the place where it is written.
 *
 * Offsets are UTF-16 units and spans half open. A `Span` inside a route counts from the start of that route
 * (`SourcedRoute.start`), so that a route which an edit did not touch stays the same object, wherever the
 * edit has moved it; what was found out about it stays true with it.
 */

import type { Span } from '../../grammar/index.js';
import type { SourceText } from '../hcl/index.js';
import type { TextFault, UnreadReason } from '../problems/index.js';
import type { Data } from '../routes/index.js';
import type { ModuleFile, RouteFacts, TerraformModule, TerraformProblem } from '../terraform/index.js';
import type { TemplateUse } from './template.js';

export type { Data };

/** `hcl`: Terraform's native syntax; `hcl-json`: the same as JSON (`*.tf.json`). */
export type DocumentFormat =
  | 'yaml'
  | 'json'
  | 'expression'
  | 'hcl'
  | 'hcl-json'
  /** Any other file: only what is in it is read. */
  | 'text';

/** What kind of Kong document a file is, recognized by its content. */
export type DocumentKind =
  /** A decK state file or a DB-less declarative configuration. */
  | 'declarative'
  /** One route as the Admin API speaks it. */
  | 'route'
  /** `{"data": [ … ]}` as the Admin API lists routes. */
  | 'route-list'
  /** An expression, and nothing of the route that it is for. */
  | 'expression'
  /** Resources of Terraform. */
  | 'terraform';

export interface RouteDocument {
  readonly format: DocumentFormat;
  /** `null` if nothing in the file is Kong's; then there are no routes. */
  readonly kind: DocumentKind | null;
  /** `_format_version` of the first Kong document in the file, as written. */
  readonly formatVersion: string | null;
  /** `null` unless the file is certainly decK's and not a DB-less configuration. */
  readonly deck: DeckSettings | null;
  readonly text: string;
  readonly routes: readonly SourcedRoute[];
  /** The services that are declared in it, in the order of the text. */
  readonly services: readonly SourcedService[];
  /** Why the text is not well-formed YAML or JSON, also where nothing in it is Kong's. Absolute offsets. */
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** Keys outside of routes that their mapping already has. Absolute offsets; in the order of the text. */
  readonly repeatedKeys?: readonly RepeatedKey[];
  /** What is around the routes, for each YAML or JSON document of the file; none of a template. */
  readonly structure?: readonly Structure[];
  /** Where the Kong documents are in a file that is another tool's; empty if the file is one itself. */
  readonly parts: readonly DocumentPart[];
  /** What is recognised as Kong's and not read. */
  readonly unread: readonly UnreadPart[];
  /** Of a file that is a template, and is read with its actions masked; `null` if it is well-formed as it is. */
  readonly template: TemplateUse | null;
  /** Of a file of Terraform: what it is read with. Its own problems are there, as most of it is read in spite of them. */
  readonly terraform?: TerraformFile;
}

/** How a Kong document is written into a file of another tool. */
export type Carrier =
  /** A mapping of a YAML or JSON file: `dblessConfig.config` in the values of a chart. */
  | 'mapping'
  /** Lines of the file, under `|` or between fences, marks or quotes. */
  | 'lines'
  /** A text with escapes or folded lines: `kong.yml: "_format_version: …"`. */
  | 'escaped'
  /** The data of a Secret. */
  | 'base64'
  /** A command that sends a route to the Admin API. */
  | 'command';

/** A Kong document in a file of another tool. */
export interface DocumentPart {
  readonly carrier: Carrier;
  /** Absolute. */
  readonly span: Span;
  /**
   * The text that it is read in: a span of the file, or what quotes and encodings leave of one.
   * A `mapping` is at `path` in the data of that text; the index of its YAML document comes first.
   */
  readonly source: Span | string;
  readonly path: readonly (string | number)[];
}

export interface UnreadPart {
  readonly reason: UnreadReason;
  /** Absolute. */
  readonly span: Span;
  /** How many routes there are; `null` if that is not known. */
  readonly routes: number | null;
  /** What it is called in its file, such as `Ingress`. */
  readonly what: string;
}

/** A file of Terraform and the module that it is part of. */
export interface TerraformFile {
  readonly file: ModuleFile;
  /** The other files of its directory. The same objects as long as they do not change. */
  readonly siblings: readonly ModuleFile[];
  readonly module: TerraformModule;
  /** What Terraform refuses of the routes of this file; absolute spans. */
  readonly problems: readonly TerraformProblem[];
}

/** What a decK state file says about all of its routes. */
export interface DeckSettings {
  /** `_info.defaults.route`, which decK merges into every route. */
  readonly routeDefaults: { readonly [key: string]: Data };
}

export interface SyntaxProblem {
  readonly fault: TextFault;
  /** Absolute. */
  readonly span: Span;
}

/** A key that its mapping already has. Kong keeps the last of several. */
export interface RepeatedKey {
  readonly key: string;
  /** Where it is written again. */
  readonly span: Span;
}

/** What a key is in. */
export type KeyOwner = 'file' | 'service';

export type ValueShape = 'list' | 'mapping' | 'scalar' | 'empty';

export interface StructureKey {
  readonly owner: KeyOwner;
  readonly key: string;
  readonly keySpan: Span;
  readonly shape: ValueShape;
  /** Of `services` and `routes`: the items of the list that are no mappings. Left out if there are none. */
  readonly wrongItems?: readonly WrongItem[];
}

/** An item that is not read, because it is not a mapping. */
export interface WrongItem {
  readonly span: Span;
  readonly shape: 'list' | 'scalar' | 'empty';
}

/** The keys around the routes of one YAML or JSON document of a file. */
export interface Structure {
  /** The document is not well-formed: its keys may be others when that is corrected. */
  readonly isBroken: boolean;
  /** Of the file, then of its services in the order of the text. An edit elsewhere leaves their keys the same objects. */
  readonly mappings: readonly StructureMapping[];
}

export interface StructureMapping {
  /** Absolute: the spans of its keys count from here. */
  readonly start: number;
  readonly keys: readonly StructureKey[];
}

/** A service at its place in the document. Its routes are those whose path begins with its own. */
export interface SourcedService {
  /** As `SourcedRoute.path` has it. */
  readonly path: readonly (string | number)[];
  /** Absolute: the whole mapping, with the routes in it. */
  readonly span: Span;
  /** `null` if it has none. */
  readonly name: { readonly value: string; readonly span: Span } | null;
}

/** A route at its place in the document. */
export interface SourcedRoute {
  /** Absolute offset from which every span of `body` counts. */
  readonly start: number;
  /**
   * Where the route is in the document's data, such as `['services', 0, 'routes', 2]`. In a file of
   * several YAML documents the index of the document comes first.
   */
  readonly path: readonly (string | number)[];
  readonly body: RouteBody;
}

/** What is written in a route. Its identity changes exactly when its text or, through an alias, its meaning does. */
export interface RouteBody {
  /** The whole mapping, from its first key to the end of its last value. */
  readonly span: Span;
  /** `flow`: `{ … }` in YAML, and every JSON object. */
  readonly style: 'block' | 'flow';
  /** The route is an alias (`*name`), or part of one: then every span in it is that of the alias. */
  readonly aliased: boolean;
  /** The route is in an escaped or encoded text: every span in it is where its characters are written in the file. */
  readonly encoded?: true;
  /** In the order of the text. A key that is written twice is in it twice. */
  readonly entries: readonly SourcedEntry[];
  /** Of a resource of Terraform: what is known of it in addition to its values. */
  readonly terraform?: RouteFacts;
}

/** A key and its value. A merged entry is left out if an entry before it, or one of the mapping's own, has its key. */
export interface SourcedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SourcedValue;
  /** From the start of the key to the end of the value. */
  readonly span: Span;
  /** The entry is not written here but merged in (`<<`): then all its spans are those of the `<<` entry. */
  readonly merged: boolean;
}

/** `text`: every character represents itself. `hcl`: quotes, a heredoc, or an expression that makes the value. */
export type ScalarStyle =
  | 'plain'
  | 'single-quoted'
  | 'double-quoted'
  | 'literal'
  | 'folded'
  | 'json'
  | 'text'
  | 'hcl'
  | 'hcl-heredoc'
  | 'hcl-json';

export type SourcedValue = SourcedScalar | SourcedArray | SourcedObject;

interface SourcedNode {
  /** The value as written: with its quotes or block header, without its anchor or tag. */
  readonly span: Span;
  /**
   * The value is an alias (`*name`), part of one, or merged in: then its span is that of the alias, or of the `<<`
   * entry.
   */
  readonly aliased: boolean;
  /** The name of the anchor (`&name`) that the value carries. */
  readonly anchor: string | null;
}

/** The span of a block scalar (`|`, `>`) ends with its last line that is not blank. */
export interface SourcedScalar extends SourcedNode {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** As Kong's own YAML parser reads it. Integers that a double cannot hold are bigints. */
  readonly value: string | number | bigint | boolean | null;
  /** Of a text in HCL: where each of its characters is written, and which parts of it are not known. */
  readonly text?: SourceText | null;
}

export interface SourcedArray extends SourcedNode {
  readonly kind: 'array';
  readonly items: readonly SourcedValue[];
}

export interface SourcedObject extends SourcedNode {
  readonly kind: 'object';
  readonly entries: readonly SourcedEntry[];
}

/** A document without routes. @param text of the file */
export const emptyDocument = (text: string, format: RouteDocument['format']): RouteDocument => ({
  format,
  kind: null,
  formatVersion: null,
  deck: null,
  text,
  parts: [],
  routes: [],
  services: [],
  unread: [],
  syntaxProblems: [],
  template: null,
});
