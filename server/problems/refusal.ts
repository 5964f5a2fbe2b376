/**
 * Why something cannot be done: an edit, a conversion, a command, a plan. Codes with closed arguments.
 *
 * An argument `kong` is an answer of Kong, word for word.
 */

import type { AnyProblem } from './codes.js';
import type { ApplyStep, TerraformNote, TerraformRefusal } from './terraform-problem.js';
import type { Verification } from './verification.js';

type None = Record<never, never>;

/** Why a route cannot be edited where it is written. */
export interface EditRefusalArguments {
  'expression-file': None;
  'route-encoded': None;
  'route-aliased': None;
  'route-not-well-formed': None;
  'key-repeated': { key: string };
  'key-merged': { key: string };
  'anchor-in-use': { anchor: string };
  'file-not-recognized-after': None;
  'merged-key-returns': { key: string };
  'aliases-change-too': None;
  'edit-unsafe': None;
  'copy-unsafe': None;
  'copies-unsafe': None;
  'route-left-empty': None;
  /** A reference or a function makes the value. */
  'value-computed': None;
  'expression-computed': None;
}

/** Why an expression has no traditional fields that match the same requests. */
export interface NoFieldsArguments {
  'expression-not-read': None;
  /** `header`: the name of the header, where the field is `headers`. */
  'second-condition': { field: string; header: string | null };
  'sni-without-protocol': { protocol: 'https' | 'tls' };
  'or-between-fields': None;
  'path-equality': None;
  /** `term` as written. */
  'header-all-values': { term: string };
  'no-traditional-form': { term: string };
}

/** Why a route cannot be converted. */
export interface ConversionRefusalArguments {
  'already-in-style': { style: 'expression' | 'traditional' };
  'mixed-route': None;
  'no-expression': None;
  'expressions-not-in-version': { version: string };
  /** The Gateway rejects it, now or after the conversion. */
  'kong-answer': { kong: string };
  'rejected-already': { kong: string };
  'rejected-after': { what: 'expression' | 'fields'; kong: string };
  /** Accepted by the schema, and not in the router. */
  'left-out-of-router': { version: string; expression: string; problem: AnyProblem | null };
  'not-judged': { problem: AnyProblem };
  'stream-expression-ignored': None;
  'paths-of-several-priorities': None;
  'paths-migrated': { format: string };
  placeholders: None;
  'default-inherited': { key: string };
  'default-returns': { key: string };
  'split-and-referenced': { routes: number; by: string };
  'not-verified': { verification: Verification };
  'two-resource-types': None;
  'resource-arguments-of-two-types': None;
  'split-resource-referenced': { routes: number; referring: string; address: string };
  'document-next-to-resources': None;
  'split-in-place': None;
  'unknown-part-elsewhere': None;
  terraform: { refusal: TerraformRefusal; instead: readonly ApplyStep[] };
}

/** What Kong would read instead of a value that a form cannot represent. */
export type FormReading = 'number' | 'boolean' | 'string' | 'list' | 'mapping';

/** Why there is no curl command for a route. */
export interface CurlRefusalArguments {
  'file-not-well-formed': None;
  'fields-unknown': { fields: readonly string[] };
  'setting-admin-api': { refusal: AdminUrlRefusal };
  'number-without-json': { field: string };
  'form-without-fields': None;
  'form-name': { field: string };
  'form-null': { field: string };
  'form-empty-string': { field: string };
  'form-control-characters': { field: string };
  'form-surrogate': { field: string };
  'form-empty': { field: string; kind: 'list' | 'mapping' };
  /** `value`: a boolean or a number as written, or the kind of the value. */
  'form-reading': {
    field: string;
    value: { readonly written: string } | 'string' | 'list' | 'mapping';
    read: FormReading;
  };
}

/** Why a text is not the URL of an Admin API. */
export interface AdminUrlRefusalArguments {
  'admin-url-scheme': { scheme: string };
  'admin-url-start': None;
  'admin-url-invalid': None;
  'admin-url-credentials': None;
  'admin-url-query': None;
}

/** A flavor that a Gateway runs. `place`: of the setting, such as `compose.yaml:12`. */
export interface RunningFlavor {
  readonly flavor: string;
  readonly place: string;
}

/** Why there is no plan of a flavor change. */
export interface PlanRefusalArguments {
  'nothing-to-plan': None;
  'flavor-not-running': { flavor: string; running: readonly RunningFlavor[] };
  'several-flavors': { running: readonly RunningFlavor[] };
  'target-without-flavor': { version: string };
  'target-not-a-flavor': { name: string; meant: string | null };
  'target-not-a-version': { flavor: string; version: string };
  'target-flavor-before-3': { flavor: string; version: string };
  'target-before-3': { version: string };
}

/** Why `fix` leaves a problem alone. */
export interface FixRefusalArguments {
  'fix-in-other-files': None;
  'fix-mixes-operators': None;
  'fixes-do-not-terminate': None;
}

/** Why requests were not tried, or routes not compared. */
export interface TrialRefusalArguments {
  'no-routes': None;
  'not-a-router': { name: string };
  'side-not-well-formed': { name: string };
}

/** Why a route or service is not renamed. */
export interface RenameRefusalArguments {
  /** The new name has a character that Kong does not accept. */
  'not-a-name': None;
  /** The cursor is on a reference, and no file of the table declares what it names. */
  'not-declared': { entity: 'route' | 'service'; name: string };
  'declared-twice': { entity: 'route' | 'service'; name: string };
  'name-in-use': { entity: 'route' | 'service'; name: string };
  /** The name is in this file, written in a form that is not changed. */
  'name-not-editable': { file: string };
}

type RefusalOf<Arguments> = {
  [Code in keyof Arguments]: { readonly code: Code; readonly args: Readonly<Arguments[Code]> };
}[keyof Arguments];

export type EditRefusal = RefusalOf<EditRefusalArguments>;
export type NoFieldsReason = RefusalOf<NoFieldsArguments>;
export type CurlRefusal = RefusalOf<CurlRefusalArguments>;
export type AdminUrlRefusal = RefusalOf<AdminUrlRefusalArguments>;
export type RenameRefusal = RefusalOf<RenameRefusalArguments>;
export type PlanRefusal = RefusalOf<PlanRefusalArguments>;

export type RefusalArguments = EditRefusalArguments &
  NoFieldsArguments &
  ConversionRefusalArguments &
  CurlRefusalArguments &
  AdminUrlRefusalArguments &
  PlanRefusalArguments &
  FixRefusalArguments &
  TrialRefusalArguments &
  RenameRefusalArguments;

export type Refusal = RefusalOf<RefusalArguments>;

export type Refused = { readonly refused: Refusal };

/** What to know about a conversion or a command that was made. */
export interface NoteArguments {
  'paths-of-gateway-3': None;
  'idle-fields-removed': None;
  /** `names` of all the routes, where they have names. */
  'route-split': { routes: number; asInRouter: boolean; names: readonly string[] };
  'equality-as-regex': None;
  'traditional-priority': { instead: string };
  'priority-raised': { is: number; was: number };
  'priority-lowered': { is: number; instead: number };
  'resource-type-changed': { resource: string };
  terraform: { note: TerraformNote };
  'curl-left-out': { keys: readonly string[] };
  'curl-defaults': { keys: readonly string[] };
  'curl-paths-migrated': { format: string };
  'curl-placeholders': None;
}

export type Note = RefusalOf<NoteArguments>;
