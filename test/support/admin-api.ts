/**
 * An Admin API of the tests: answers as Kong does, with status codes, headers and bodies from Kong's sources
 * (`kong/api/routes/kong.lua`, `kong/api/endpoints.lua`, `kong/api/api_helpers.lua`, `kong/db/errors.lua`), and on request, as another server.
 */

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { fixturePath } from './golden.js';
import type { RouteErrors } from './vectors.js';

type Json = Readonly<Record<string, unknown>>;

export interface AdminApiOptions {
  readonly version?: string;
  /** `null`: `configuration` says nothing of it. */
  readonly flavor?: string | null;
  readonly configuration?: Json;
  readonly routes?: readonly Json[];
  readonly services?: readonly Json[];
  readonly dataPlanes?: readonly Json[];
  /** What is reported about a route: `null` where it is in order. */
  readonly verdict?: (route: Json) => RouteErrors | null;
  /** RBAC: what `Kong-Admin-Token` has to be. */
  readonly token?: string;
  /** A workspace of Enterprise: its path is before all others. */
  readonly workspace?: string;
  /** However many are asked for. */
  readonly pageSize?: number;
  /** The certificate, from `test/fixtures/tls/`. */
  readonly tls?: 'self-signed' | 'other-host' | 'expired';
  /** Answers in the place of Kong where it returns `true`. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export class AdminApi {
  /** Everything that was asked, in the order of its arrival. */
  readonly requests: Recorded[] = [];
  readonly #options: AdminApiOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: AdminApiOptions) {
    this.#options = options;
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response);
    this.#server = options.tls
      ? createSecureServer({ key: pem('key'), cert: pem(options.tls) }, listener)
      : createServer(listener);
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {}); // A client may leave in the middle.
    });
  }

  /** Serves until the test ends. */
  static async start(test: Pick<TestContext, 'after'>, options: AdminApiOptions = {}): Promise<AdminApi> {
    const api = new AdminApi(options);
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    test.after(() => api.stop());
    return api;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    const { tls, workspace } = this.#options;
    return `http${tls ? 's' : ''}://127.0.0.1:${this.port}${workspace ? `/${workspace}` : ''}`;
  }

  /** Paths that were asked for, such as `GET /routes?size=1000`. */
  get asked(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { method = '', url: path = '', headers } = request;
    const body = Buffer.concat(pieces).toString('utf8');
    this.requests.push({ method, path, headers, body });
    if (this.#options.instead?.(request, response)) return;
    const [status, json] = this.#answer(method, path, headers, body);
    sendAsKong(response, this.version, status, json);
  }

  get version(): string {
    return this.#options.version ?? '3.9.1';
  }

  #answer(
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: string,
  ): [number, unknown] {
    const { token, workspace, routes = [], services = [], dataPlanes = [], verdict } = this.#options;
    // Enterprise's RBAC answers before anything is looked up.
    if (token !== undefined && headers['kong-admin-token'] !== token) {
      return [401, { message: 'Invalid credentials. Token or User credentials required' }];
    }
    const url = new URL(path, 'http://kong');
    let { pathname } = url;
    if (workspace) {
      if (!pathname.startsWith(`/${workspace}`)) return notFound;
      pathname = pathname.slice(workspace.length + 1) || '/';
    }
    switch (`${method} ${pathname}`) {
      case 'GET /':
        return workspace ? notFound : [200, this.#info()];
      case 'GET /kong':
        return workspace ? [200, this.#info()] : notFound;
      case 'GET /routes':
        return this.#page('routes', routes, url.searchParams);
      case 'GET /services':
        return this.#page('services', services, url.searchParams);
      case 'GET /clustering/data-planes':
        if (this.#options.configuration?.role === 'control_plane') {
          return this.#page('clustering/data-planes', dataPlanes, url.searchParams);
        }
        return [
          400,
          {
            message:
              'this endpoint is only available when Kong is configured to run as Control Plane for the cluster',
          },
        ];
      case 'POST /schemas/routes/validate': {
        if (!/^application\/json/.test(headers['content-type'] ?? '')) return [415, undefined];
        const errors = verdict?.(JSON.parse(body)) ?? null;
        return errors ? [400, schemaViolation(errors)] : [200, { message: 'schema validation successful' }];
      }
      default:
        return notFound;
    }
  }

  #info(): Json {
    const { flavor = 'traditional_compatible', configuration } = this.#options;
    return {
      tagline: 'Welcome to kong',
      version: this.version,
      edition: this.version.includes('enterprise') ? 'enterprise' : 'community',
      hostname: 'kong-1',
      node_id: '7c3fbc06-1ab2-4ac1-9f3c-f84ed2b4a9c8',
      timers: { running: 0, pending: 5 },
      plugins: { available_on_server: {}, enabled_in_cluster: [] },
      lua_version: 'LuaJIT 2.1.0-20231117',
      configuration: {
        database: 'postgres',
        role: 'traditional',
        ...(flavor !== null && { router_flavor: flavor }),
        ...configuration,
      },
      pids: { master: 1, workers: [1256] },
    };
  }

  #page(name: string, entities: readonly Json[], query: URLSearchParams): [number, unknown] {
    const size = this.#options.pageSize ?? Number(query.get('size') ?? 100);
    if (size > 1000) return [400, { message: 'size must be an integer between 1 and 1000' }];
    const from = Number(atob(query.get('offset') ?? btoa('0')));
    const offset = from + size < entities.length ? btoa(String(from + size)) : undefined;
    const next = offset ? `/${name}?offset=${encodeURIComponent(offset)}&size=${size}` : null;
    return [200, { data: entities.slice(from, from + size), next, ...(offset && { offset }) }];
  }
}

const notFound: [number, unknown] = [404, { message: 'Not found' }];

/** What an answer of the Admin API looks like (`Kong.admin_header_filter` in `kong/init.lua`). */
export function sendAsKong(response: ServerResponse, version: string, status: number, json: unknown): void {
  const body = json === undefined ? '' : JSON.stringify(json);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': '*',
    'x-kong-admin-latency': '3',
    server: `kong/${version}`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** `schema_violation` in `kong/db/errors.lua`. */
export function schemaViolation(errors: RouteErrors): Json {
  const entity = (errors['@entity'] ?? []) as readonly string[];
  const fields = Object.entries(errors)
    .filter(([field]) => field !== '@entity')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([field, reported]) =>
      typeof reported === 'string'
        ? [`${field}: ${reported}`]
        : Object.entries(reported as object).map(
            ([key, inner]) => `${field}.${key}: ${JSON.stringify(inner)}`,
          ),
    );
  const all = [...entity, ...fields];
  const message =
    all.length === 1 ? `schema violation (${all[0]})` : `${all.length} schema violations (${all.join('; ')})`;
  return { name: 'schema violation', code: 2, fields: errors, message };
}

/** A route as a node lists it: every field, with the defaults of the schema. */
export const storedRoute = (route: Json): Json => ({
  id: '4506673d-c825-444c-a25b-602e3c2ec16e',
  created_at: 1760000000,
  updated_at: 1760000000,
  name: null,
  protocols: ['http', 'https'],
  methods: null,
  hosts: null,
  paths: null,
  headers: null,
  snis: null,
  sources: null,
  destinations: null,
  regex_priority: 0,
  path_handling: 'v0',
  https_redirect_status_code: 426,
  strip_path: true,
  preserve_host: false,
  request_buffering: true,
  response_buffering: true,
  service: null,
  tags: null,
  ...route,
});

export const tlsFixture = (name: string): string => fixturePath(`tls/${name}.pem`);

const pem = (name: string) => readFileSync(tlsFixture(name), 'utf8');
