/** What expressions may refer to: the locals and variables of a module. */

import type { Attribute, Expression } from './tree.js';
import type { Value } from './values.js';

/** An expression and the text that it is in. */
export interface Definition {
  readonly text: string;
  readonly expression: Expression;
  /** The default of a variable, which may be overridden. */
  readonly assumed: boolean;
}

/** How much may be made of references: more is an attack, not a configuration. */
const most = 500_000;

export class Scope {
  readonly locals: ReadonlyMap<string, Definition>;
  readonly variables: ReadonlyMap<string, Definition>;
  /** Values of definitions that were evaluated; `null` while one is. */
  readonly known = new Map<Definition, Value | null>();
  private spent = 0;
  /** How many definitions are being evaluated, one for the other. */
  depth = 0;

  constructor(
    locals: ReadonlyMap<string, Definition> = new Map(),
    variables: ReadonlyMap<string, Definition> = new Map(),
  ) {
    this.locals = locals;
    this.variables = variables;
  }

  /** @returns whether so much more may be made */
  spend(size: number): boolean {
    this.spent += size;
    return this.spent <= most;
  }
}

export const definitionOf = (text: string, { value }: Attribute, assumed: boolean): Definition => ({
  text,
  expression: value,
  assumed,
});
