/** Every code that a problem can have. */

import type { ExpressionFix, ExpressionProblemArguments } from '../../grammar/index.js';
import type { AdviceProblemArguments } from './advice-problem.js';
import type { GatewayProblemArguments } from './gateway-problem.js';
import type { IdleProblemArguments, LeftOut, RouteProblemArguments } from './route-problem.js';
import type { SyntaxFault } from './syntax-fault.js';
import type { TableProblemArguments } from './table-problem.js';
import type { TerraformProblemArguments } from './terraform-problem.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface LintProblemArguments {
  'strip-path-cut': { operator: string; cuts: 'start' | 'nothing' };
}

/** The notations of actions that a program replaces: `{{ … }}` and `{% … %}`, or `<% … %>`. */
export type TemplateNotation = 'braces' | 'erb';

/** Why something of Kong's is not read. */
export type UnreadReason =
  /** A template adds or repeats parts of the file, or is not YAML or JSON before it is filled in. */
  | 'template'
  /** It is encrypted. */
  | 'encrypted'
  /** A command sends what a variable or another file has. */
  | 'command'
  /** Written in a form that is not read. */
  | 'form'
  /** An object of Kubernetes. */
  | 'kubernetes'
  /** A template that becomes an object of Kubernetes. */
  | 'manifest-template'
  /** Program text that sends a route to the Admin API, or declares one with a library. */
  | 'program'
  /** An OpenAPI description with the settings of the routes that decK generates from it. */
  | 'openapi'
  /** A resource of Terraform. */
  | 'terraform';

/** A part of a file that is recognized as Kong's and not read. `routes`: how many it has; `null` if that is not known. */
export interface UnreadRoutes {
  reason: UnreadReason;
  what: string;
  routes: number | null;
}

export interface DocumentProblemArguments {
  'document-syntax': { fault: SyntaxFault };
  'document-too-deep': { levels: number };
  'document-encoding': { encoding: 'UTF-16' };
  'document-line-ends': Record<never, never>;
  'key-repeated': { key: string };
  'document-template': { notation: TemplateNotation };
  'routes-not-read': UnreadRoutes;
  'format-version-not-read': { format: string; version: string; by: 'kong' | 'deck' };
  'format-version-form': { written: string; why: 'number' | 'unknown' };
  'plugin-condition-not-in-version': { version: string };
  'plugin-condition-language': { version: string; reads: 'cel' | 'router' };
  'list-expected': { key: string; found: 'mapping' | 'scalar' };
  'item-not-mapping': { key: 'services' | 'routes'; found: 'list' | 'scalar' | 'empty' };
  'field-misplaced': { field: string; owner: 'file' | 'service'; belongs: 'route' | 'file' };
  'key-misspelt': { key: string; owner: 'file' | 'service'; meant: string };
  'route-repeated': { field: 'name' | 'id'; value: string; within: 'file' | 'files' | 'gateway' };
  'service-not-declared': { service: string; meant: string | null };
  'service-not-found': { service: string; meant: string | null };
  'konnect-not-synced': { version: string };
}

/** A value of a traditional field becomes an expression that the engine rejects. `problem`: why. */
export interface GeneratedProblemArguments {
  'generated-expression': { flavor: string; expression: string; problem: FixableProblem };
  'route-left-out': { version: string; consequence: LeftOut; expression: string; problem: FixableProblem };
}

/** Every code with the arguments of its message. */
export type ProblemArguments = ExpressionProblemArguments &
  LintProblemArguments &
  AdviceProblemArguments &
  RouteProblemArguments &
  IdleProblemArguments &
  GeneratedProblemArguments &
  DocumentProblemArguments &
  TerraformProblemArguments &
  GatewayProblemArguments &
  TableProblemArguments;

export type ProblemCode = keyof ProblemArguments;

/** Any problem: a code with the arguments of its message. */
export type AnyProblem = {
  [Code in ProblemCode]: { readonly code: Code; readonly args: ProblemArguments[Code] };
}[ProblemCode];

/** A problem of an expression may have a fix. */
export type FixableProblem = AnyProblem & { readonly fix?: ExpressionFix };
