/** Files of route tests (`*.kong-test.yaml`, `*.kong-test.json`): requests, and what is expected of them. */

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type GatewayVersion, parseGatewayVersion, type Span, type Subsystem } from '../../grammar/index.js';
import type { RoutedRequest } from '../flavors/index.js';
import { type RouterFlavor, routerFlavors } from '../routes/index.js';
import { requestWords } from '../routing/index.js';
import { shallowYaml } from '../text/index.js';
import { readRequestText, requestOfData } from '../traffic/index.js';
import type { ExpectKey, TestProblem } from './problems.js';

/** A router to test with. What is `null` is as it is found for the files of routes. */
export interface TestedGateway {
  readonly flavor: RouterFlavor | null;
  readonly version: GatewayVersion | null;
}

export interface RouteTestFile {
  /** Paths of the files of routes, from the file of tests. Empty where it names none. */
  readonly routes: readonly string[];
  /** Empty: the one that the files are found to be for. */
  readonly gateways: readonly TestedGateway[];
  readonly subsystem: Subsystem;
  /** `kong-routes test --generate` wrote the file, and may write it anew. */
  readonly isGenerated: boolean;
  readonly tests: readonly RouteTest[];
  readonly problems: readonly PlacedTestProblem[];
}

export interface RouteTest {
  /** Its name, else its request as it is written. */
  readonly name: string;
  readonly request: RoutedRequest;
  readonly expect: Expectation;
  /** Empty: those of the file. */
  readonly gateways: readonly TestedGateway[];
  /** In the file. */
  readonly span: Span;
}

/** What is not written is not compared. */
export interface Expectation {
  /** Any of these routes; `null` is not a route. */
  readonly route?: readonly (string | null)[];
  readonly service?: string | null;
  /** The URL that the service is asked for. */
  readonly upstream?: string;
  /** The URL of a redirect. */
  readonly redirect?: string;
  /** What Kong answers itself. */
  readonly status?: number;
}

export interface PlacedTestProblem {
  readonly problem: TestProblem;
  readonly span: Span;
}

/** Whether a file of this name holds route tests. */
export const isTestFile = (name: string): boolean => /\.kong-test\.(?:ya?ml|json)$/i.test(name);

/** Reads a file of tests, which never fails: a test that cannot be read is left out, with a problem at its place. */
export function readTestFile(text: string): RouteTestFile {
  return new TestFileReader(text).read();
}

const keys = new Set(['routes', 'gateways', 'subsystem', 'generated', 'tests']);
const testKeys = new Set(['name', 'request', 'expect', 'gateways']);
const expectKeys: ReadonlySet<string> = new Set<ExpectKey>([
  'route',
  'service',
  'upstream',
  'redirect',
  'status',
]);

type Data = Readonly<Record<string, unknown>>;

class TestFileReader {
  readonly #document;
  readonly #text: string;
  readonly #problems: PlacedTestProblem[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#document = parseDocument(shallowYaml(text).text, {
      lineCounter: new LineCounter(),
      logLevel: 'silent',
    });
  }

  read(): RouteTestFile {
    for (const { message, pos } of this.#document.errors) {
      this.#problems.push({
        problem: { code: 'syntax', reason: message.split('\n')[0]! },
        span: { start: pos[0], end: Math.min(pos[1], this.#text.length) },
      });
    }
    const data = this.#problems.length === 0 ? this.#data() : {};
    const subsystem = data.subsystem === 'stream' ? 'stream' : 'http';
    if (data.subsystem !== undefined && data.subsystem !== 'stream' && data.subsystem !== 'http') {
      this.#report(['subsystem'], { code: 'wrong-value', key: 'subsystem', wanted: 'subsystem' });
    }
    this.#unknownKeys([], data, keys);
    return {
      routes: this.#texts(['routes'], data.routes),
      gateways: this.#gateways(['gateways'], data.gateways),
      subsystem,
      isGenerated: data.generated === true,
      tests: this.#tests(data.tests, subsystem),
      problems: this.#problems,
    };
  }

  #data(): Data {
    try {
      const data: unknown = this.#document.toJS();
      if (isRecord(data)) return data;
    } catch {
      // Aliases without end.
    }
    this.#report([], { code: 'wrong-value', key: 'tests', wanted: 'mapping' });
    return {};
  }

  #tests(written: unknown, subsystem: Subsystem): RouteTest[] {
    if (written === undefined || written === null) return [];
    if (!Array.isArray(written)) {
      this.#report(['tests'], { code: 'wrong-value', key: 'tests', wanted: 'list' });
      return [];
    }
    return written.flatMap((test: unknown, i) => this.#test(['tests', i], test, subsystem));
  }

  #test(path: Path, test: unknown, subsystem: Subsystem): RouteTest[] {
    if (!isRecord(test)) {
      this.#report(path, { code: 'wrong-value', key: 'tests', wanted: 'mapping' });
      return [];
    }
    const before = this.#problems.length;
    this.#unknownKeys(path, test, testKeys);
    const { name, request: written } = test;
    if (name !== undefined && typeof name !== 'string') {
      this.#report([...path, 'name'], { code: 'wrong-value', key: 'name', wanted: 'text' });
    }
    if (written === undefined) this.#report(path, { code: 'missing', key: 'request' });
    if (!('expect' in test)) this.#report(path, { code: 'missing', key: 'expect' });
    const expect = this.#expectation([...path, 'expect'], test.expect);
    const gateways = this.#gateways([...path, 'gateways'], test.gateways);
    const reading =
      typeof written === 'string' ? readRequestText(written, subsystem) : requestOfData(written, subsystem);
    if (reading.problem && written !== undefined) {
      this.#report([...path, 'request'], { code: 'request', problem: reading.problem });
    }
    if (reading.problem || this.#problems.length > before) return [];
    const label =
      typeof name === 'string'
        ? name
        : typeof written === 'string'
          ? firstLine(written)
          : requestWords(reading.value);
    return [{ name: label, request: reading.value, expect, gateways, span: this.#spanOf(path) }];
  }

  /** A name, `null` for no route, or a mapping. */
  #expectation(path: Path, written: unknown): Expectation {
    if (written === undefined) return {};
    if (typeof written === 'string' || written === null) return { route: [routeName(written)] };
    if (!isRecord(written)) {
      this.#report(path, { code: 'wrong-value', key: 'expect', wanted: 'mapping' });
      return {};
    }
    this.#unknownKeys(path, written, expectKeys);
    const { route, service, upstream, redirect, status } = written;
    const isName = (value: unknown): value is string | null => value === null || typeof value === 'string';
    const wrong = (key: ExpectKey, wanted: 'name' | 'text' | 'status') =>
      this.#report([...path, key], { code: 'wrong-value', key, wanted });
    const routes: unknown[] = Array.isArray(route) ? route : [route];
    if (route !== undefined && !routes.every(isName)) wrong('route', 'name');
    if (service !== undefined && !isName(service)) wrong('service', 'name');
    if (upstream !== undefined && typeof upstream !== 'string') wrong('upstream', 'text');
    if (redirect !== undefined && typeof redirect !== 'string') wrong('redirect', 'text');
    if (status !== undefined && !Number.isInteger(status)) wrong('status', 'status');
    if (Object.keys(written).every((key) => !expectKeys.has(key))) {
      this.#report(path, { code: 'nothing-expected' });
    }
    return {
      ...(route !== undefined && { route: (routes as (string | null)[]).map(routeName) }),
      ...(service !== undefined && { service: service as string | null }),
      ...(typeof upstream === 'string' && { upstream }),
      ...(typeof redirect === 'string' && { redirect }),
      ...(typeof status === 'number' && { status }),
    };
  }

  #gateways(path: Path, written: unknown): TestedGateway[] {
    return this.#texts(path, written).flatMap((text, i) => {
      const gateway = testedGatewayOf(text);
      if (!gateway) this.#report([...path, i], { code: 'not-a-gateway', text });
      return gateway ?? [];
    });
  }

  #texts(path: Path, written: unknown): string[] {
    if (written === undefined || written === null) return [];
    const items: unknown[] = Array.isArray(written) ? written : [written];
    if (items.every((item) => typeof item === 'string')) return items;
    this.#report(path, { code: 'wrong-value', key: String(path.at(-1)), wanted: 'texts' });
    return [];
  }

  #unknownKeys(path: Path, data: Data, known: ReadonlySet<string>): void {
    for (const key of Object.keys(data)) {
      if (!known.has(key)) this.#report([...path, key], { code: 'unknown-key', key });
    }
  }

  #report(path: Path, problem: TestProblem): void {
    this.#problems.push({ problem, span: this.#spanOf(path) });
  }

  /** Of the value at a path, or of the innermost around it that is there. */
  #spanOf(path: Path): Span {
    let node = this.#document.contents as Node | null;
    for (const step of path) {
      const next = isMap(node)
        ? node.items.find(({ key }) => (isScalar(key) ? key.value : key) === step)?.value
        : isSeq(node)
          ? node.items[Number(step)]
          : null;
      if (!next) break;
      node = next as Node;
    }
    const [start, end] = node?.range ?? [0, 0];
    return { start, end };
  }
}

type Path = readonly (string | number)[];

const routeName = (name: string | null): string | null => (name === 'no route' ? null : name);

const firstLine = (text: string): string => text.trim().split('\n')[0]!.trim();

const isRecord = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `expressions`, `expressions@3.9`, `@3.9`. */
export function testedGatewayOf(text: string): TestedGateway | null {
  const [name = '', written, ...rest] = text.trim().split('@');
  const flavor = routerFlavors.find((one) => one === name) ?? null;
  const version = written === undefined ? null : parseGatewayVersion(written);
  const isVersion = written === undefined || version !== null;
  const isFlavor = flavor !== null || (name === '' && version !== null);
  return rest.length === 0 && isVersion && isFlavor ? { flavor, version } : null;
}
