/** A client of one Admin API: what is asked of it, and nothing that changes anything there. */

import { type Failure, isFailure } from '../problems/index.js';
import { append } from '../text/index.js';
import { type AdminUrl, entitiesPath } from './admin-url.js';
import {
  type DataPlane,
  type Entity,
  failureIn,
  type NodeInfo,
  type Page,
  readDataPlane,
  readInfo,
  readNodesPage,
  readPage,
  readVerdict,
  type Verdict,
} from './answers.js';
import { type Answer, defaultLimits, type Exchange, type Limits } from './exchange.js';

export type Asked<Value> = { readonly value: Value } | { readonly failure: Failure };

export interface ClientOptions {
  /** What asks the Admin API, and holds its token. */
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
  readonly limits?: Limits;
}

/** How many questions are under way at once. */
const atOnce = 6;

/** The largest that Kong gives (`max_page_size` in `kong/api/endpoints.lua`). */
const pageSize = 1000;

/** A table of half a million routes. */
const mostPages = 500;

/** How many of the largest answers a table may be. */
const mostAnswers = 8;

export class AdminClient {
  readonly #address: AdminUrl;
  readonly #exchange: Exchange;
  readonly #signal: AbortSignal;
  readonly #limits: Limits;
  /** How many questions are under way, and what waits for one of them to end. */
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(address: AdminUrl, { exchange, signal, limits = defaultLimits }: ClientOptions) {
    this.#address = address;
    this.#exchange = exchange;
    this.#signal = signal;
    this.#limits = limits;
  }

  /**
   * The information of the node about itself. Below the path of a workspace it is requested at `/kong`, which is also what a
   * role may read that may not read `/` (Kong/go-kong `kong/client.go`, `Root`).
   */
  async info(): Promise<Asked<NodeInfo>> {
    if (this.#address.kind === 'konnect') return this.#konnectInfo();
    const root = await this.#get('/');
    const found = isFailure(root) ? root : readInfo(root);
    const mayBeWorkspace =
      isFailure(found) && ['no-admin-api', 'not-kong', 'forbidden'].includes(found.failure.kind);
    if (!mayBeWorkspace || new URL(this.#address.base).pathname === '/') return found;
    const inWorkspace = await this.#get('/kong');
    const second = isFailure(inWorkspace) ? inWorkspace : readInfo(inWorkspace);
    return isFailure(second) ? found : second;
  }

  /** A control plane of Konnect has neither version nor flavor; its data planes have. */
  async #konnectInfo(): Promise<Asked<NodeInfo>> {
    const answer = await this.#get('');
    if (isFailure(answer)) return answer;
    return {
      value: { version: null, routerFlavor: null, gateway: null, role: 'control_plane', hostname: null },
    };
  }

  routes(): Promise<Asked<readonly Entity[]>> {
    return this.#all(`${this.#entities}/routes`, readPage);
  }

  services(): Promise<Asked<readonly Entity[]>> {
    return this.#all(`${this.#entities}/services`, readPage);
  }

  /** @returns those that a control plane knows, also some that are long gone: see `lastSeen` */
  async dataPlanes(): Promise<Asked<readonly DataPlane[]>> {
    const asked = await (this.#address.kind === 'konnect'
      ? this.#all('/nodes', readNodesPage)
      : this.#all('/clustering/data-planes', readPage));
    return isFailure(asked) ? asked : { value: asked.value.map(readDataPlane) };
  }

  /**
   * The node's own verdict on a route. The caller sees to it that no expression is asked about which crashes the
   * engine: it would crash the node's worker process.
   *
   * @param route JSON of the route, as the Admin API accepts it
   */
  async validate(route: string): Promise<Asked<Verdict>> {
    // The name is Konnect's (`/core-entities/v1/schemas/json/{entity}/validate`).
    const path =
      this.#address.kind === 'konnect'
        ? '/core-entities/v1/schemas/json/route/validate'
        : '/schemas/routes/validate';
    const answer = await this.#ask(path, route);
    if (isFailure(answer)) return answer;
    const verdict = readVerdict(answer);
    if (verdict) return { value: verdict };
    const failure = failureIn(answer, path);
    return { failure: failure ?? { kind: 'not-json', path } };
  }

  get #entities(): string {
    return entitiesPath(this.#address);
  }

  /** Pages are asked for by `offset`: the path in `next` does not have the workspace's. */
  async #all(
    path: string,
    read: (answer: Answer, path: string) => Asked<Page>,
  ): Promise<Asked<readonly Entity[]>> {
    const entities: Entity[] = [];
    const sizeName = path === '/nodes' ? 'page[size]' : 'size';
    const offsetName = path === '/nodes' ? 'page[after]' : 'offset';
    const seen = new Set<string>();
    let size = 0;
    for (let offset: string | null = null; ; ) {
      const query = new URLSearchParams({
        [sizeName]: String(path === '/nodes' ? 100 : pageSize),
        ...(offset !== null && { [offsetName]: offset }),
      });
      const answer = await this.#get(`${path}?${query}`);
      if (isFailure(answer)) return answer;
      size += answer.body.length;
      const most = this.#limits.size * mostAnswers;
      if (size > most) return { failure: { kind: 'too-large', megabytes: most / 1024 / 1024 } };
      const page = read(answer, path);
      if (isFailure(page)) return page;
      append(entities, page.value.entities);
      offset = page.value.offset;
      if (offset === null) return { value: entities };
      if (seen.has(offset) || seen.size >= mostPages) return { failure: { kind: 'endless', path } };
      seen.add(offset);
    }
  }

  async #get(path: string): Promise<Answer | { readonly failure: Failure }> {
    const answer = await this.#ask(path);
    if (isFailure(answer)) return answer;
    const failure = failureIn(answer, path.replace(/\?.*$/, '') || '/');
    return failure ? { failure } : answer;
  }

  async #ask(path: string, body?: string): Promise<Answer | { readonly failure: Failure }> {
    const isKonnect = this.#address.kind === 'konnect';
    const question = {
      url: new URL(`${this.#address.base}${path}`),
      method: body === undefined ? ('GET' as const) : ('POST' as const),
      tokenHeader: isKonnect
        ? { name: 'authorization', prefix: 'Bearer ' }
        : { name: 'kong-admin-token', prefix: '' },
      ...(body !== undefined && { body }),
    };
    if (this.#underWay >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay++;
    try {
      if (this.#signal.aborted) return { failure: { kind: 'cancelled' } };
      return await this.#exchange.ask(question, this.#limits, this.#signal);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#underWay--;
    }
  }
}
