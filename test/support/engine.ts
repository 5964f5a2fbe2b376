/**
 * The real engine: atc-router as Kong publishes it in WebAssembly (`@kong/atc-router`, tests only).
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { findField, matchingFields, type Subsystem } from '../../grammar/index.js';

export interface EngineVerdict {
  readonly status: 'ok' | 'parseError' | 'validationError' | 'panic';
  readonly message?: string;
  /** The engine's own tree (serde), where there is one. */
  readonly expression?: unknown;
}

/** The values of each field that a request has; a header may have several. Addresses are of the type `IpAddr`. */
export type RequestValues = Readonly<Record<string, readonly (string | number)[]>>;

/** What the engine says as text, which is what Kong passes on. */
export type EngineAnswer =
  | { readonly status: 'accepted' | 'panic' }
  | { readonly status: 'refused'; readonly text: string };

interface Bindings {
  __wbg_set_wasm(exports: unknown): void;
  readonly Schema: new () => { addField(name: string, type: string): void };
  readonly Router: new (schema: unknown) => RawRouter;
  readonly Context: new (schema: unknown) => RawContext;
  readonly Parser: { parse(expression: string, schema: unknown): RawResult };
}

interface RawContext {
  addValue(field: string, value: object): void;
  free(): void;
}

interface RawRouter {
  execute(context: RawContext): boolean;
  addMatcher(priority: number, uuid: string, expression: string): string | undefined;
  removeMatcher(priority: number, uuid: string): boolean;
}

interface RawResult {
  status: 'ok' | 'parseError' | 'validationError';
  expression?: unknown;
  validationError?: string;
  parseError?: { variant: { parsingError?: string; customError?: string } };
}

const resolve = createRequire(import.meta.url).resolve;
const folder = resolve('@kong/atc-router/atc-router_bg.js');
const wasm = new WebAssembly.Module(readFileSync(resolve('@kong/atc-router/atc-router_bg.wasm')));
let engines = 0;

/** The package never gives the memory of a context back, so an instance that has become larger is replaced. */
const mostMemory = 64 * 2 ** 20;

/** The engine; after a panic, which leaves an instance unusable, it starts a new one by itself. */
export class Engine {
  private readonly bindings: Bindings;
  private memory: WebAssembly.Memory;
  private schemas: Map<Subsystem, unknown>;
  private routers: Map<Subsystem, RawRouter>;

  private constructor(bindings: Bindings) {
    this.bindings = bindings;
    this.memory = instantiate(bindings);
    this.schemas = schemasOf(bindings);
    this.routers = routersOf(bindings);
  }

  static async start(): Promise<Engine> {
    // The generated bindings keep one instance for themselves: each engine needs its own copy of the module.
    return new Engine(await import(`${pathToFileURL(folder)}?engine=${engines++}`));
  }

  async parse(expression: string, subsystem: Subsystem): Promise<EngineVerdict> {
    try {
      return this.parseOrThrow(expression, subsystem);
    } catch {
      this.restart();
      return { status: 'panic' };
    }
  }

  /** As lua-resty-router does it for Kong: what a router cannot take in is refused, and the text says why. */
  async answer(expression: string, subsystem: Subsystem): Promise<EngineAnswer> {
    try {
      return this.answerOrThrow(expression, subsystem);
    } catch {
      this.restart();
      return { status: 'panic' };
    }
  }

  /**
   * What the engine says of each request, by one router that holds nothing but the expression.
   *
   * @param expression one that the engine accepts
   */
  matches(expression: string, subsystem: Subsystem, requests: readonly RequestValues[]): boolean[] {
    this.restartIfLarge();
    const router = this.routers.get(subsystem)!;
    const refusal = router.addMatcher(1, anyUuid, expression);
    if (refusal !== undefined) throw new Error(`${expression} is refused: ${refusal}`);
    try {
      return requests.map((request) => {
        const context = this.contextOf(request, subsystem);
        const isMatch = router.execute(context);
        context.free();
        return isMatch;
      });
    } finally {
      router.removeMatcher(1, anyUuid);
    }
  }

  /**
   * The same of several expressions: for each of them, whether it matches each of the requests. `null` for an expression
   * that the engine refuses.
   */
  matchesOfEach(
    expressions: readonly string[],
    subsystem: Subsystem,
    requests: readonly RequestValues[],
  ): (readonly boolean[] | null)[] {
    this.restartIfLarge();
    const router = this.routers.get(subsystem)!;
    const contexts = requests.map((request) => this.contextOf(request, subsystem));
    try {
      return expressions.map((expression) => {
        if (router.addMatcher(1, anyUuid, expression) !== undefined) return null;
        const matches = contexts.map((context) => router.execute(context));
        router.removeMatcher(1, anyUuid);
        return matches;
      });
    } finally {
      for (const context of contexts) context.free();
    }
  }

  private contextOf(request: RequestValues, subsystem: Subsystem): RawContext {
    const context = new this.bindings.Context(this.schemas.get(subsystem));
    for (const [field, values] of Object.entries(request)) {
      const type = findField(field, subsystem)!.type;
      for (const value of values) context.addValue(field, { [type]: value });
    }
    return context;
  }

  private restartIfLarge(): void {
    if (this.memory.buffer.byteLength > mostMemory) this.restart();
  }

  private restart(): void {
    // The bindings keep views of the memory until it is detached, and growing detaches it.
    this.memory.grow(0);
    this.memory = instantiate(this.bindings);
    this.schemas = schemasOf(this.bindings);
    this.routers = routersOf(this.bindings);
  }

  /** The bare call, for measuring; a panic throws and the engine is then unusable. */
  parseOrThrow(expression: string, subsystem: Subsystem): EngineVerdict {
    const raw = this.bindings.Parser.parse(expression, this.schemas.get(subsystem));
    const variant = raw.parseError?.variant;
    const message = raw.validationError ?? variant?.customError ?? variant?.parsingError;
    return {
      status: raw.status,
      expression: raw.expression,
      ...(message !== undefined && { message }),
    };
  }

  /** As `parseOrThrow`: the bare calls. */
  answerOrThrow(expression: string, subsystem: Subsystem): EngineAnswer {
    const router = this.routers.get(subsystem)!;
    const text = router.addMatcher(1, anyUuid, expression);
    if (text !== undefined) return { status: 'refused', text };
    router.removeMatcher(1, anyUuid);
    return { status: 'accepted' };
  }
}

const anyUuid = '00000000-0000-0000-0000-000000000000';

/** @returns the memory of the new instance */
function instantiate(bindings: Bindings): WebAssembly.Memory {
  const imports = { './atc-router_bg.js': bindings as unknown as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(wasm, imports);
  bindings.__wbg_set_wasm(exports);
  return exports.memory as WebAssembly.Memory;
}

function schemasOf(bindings: Bindings): Map<Subsystem, unknown> {
  const make = (subsystem: Subsystem) => {
    const schema = new bindings.Schema();
    for (const field of matchingFields) {
      if (field.subsystems.includes(subsystem)) schema.addField(field.name, field.type);
    }
    return schema;
  };
  return new Map<Subsystem, unknown>([
    ['http', make('http')],
    ['stream', make('stream')],
  ]);
}

/** A router consumes its schema, so each gets its own. */
function routersOf(bindings: Bindings): Map<Subsystem, RawRouter> {
  const schemas = schemasOf(bindings);
  return new Map([...schemas].map(([subsystem, schema]) => [subsystem, new bindings.Router(schema)]));
}
