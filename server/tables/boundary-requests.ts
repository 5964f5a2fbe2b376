/**
 * Requests next to one that a route matches, where the routers of two flavors are known to read requests differently. None of
 * them proves anything; both routers are asked.
 */

import type { RoutedRequest } from '../flavors/index.js';

/**
 * @param request one that a route of either table matches
 * @param written the paths of that route, as they are written
 */
export function* boundaryRequests(
  request: RoutedRequest,
  written: readonly string[] = [],
): Generator<RoutedRequest, void> {
  if (request.path === undefined) yield* aroundStream(request);
  else {
    yield* aroundHttp(request, request.path);
    for (const branch of written.flatMap(branchesOf)) {
      yield { ...request, path: branch };
      yield { ...request, path: `/x${branch}` };
    }
  }
}

/** A text for each alternative of a regex, as long as it is a plain one. */
function branchesOf(path: string): string[] {
  if (!path.startsWith('~') || !path.includes('|')) return [];
  const plain = path
    .slice(1)
    .split('|')
    .map((branch) => branch.replace(/\\(.)/g, '$1').replace(/[$^]/g, ''));
  return plain.filter((branch) => /^\/[\w/.~-]*$/.test(branch));
}

/** `traditional` and `traditional_compatible` do not ask a stream route for its protocol, and TLS is seen by a server name. */
function* aroundStream(request: RoutedRequest): Generator<RoutedRequest, void> {
  for (const scheme of ['tcp', 'udp', 'tls']) if (scheme !== request.scheme) yield { ...request, scheme };
  const { sni: _, ...unnamed } = request;
  if (request.sni !== undefined) {
    yield unnamed;
    yield { ...request, sni: `a.${request.sni}` };
  }
}

function* aroundHttp(request: RoutedRequest, path: string): Generator<RoutedRequest, void> {
  const { sni: _, ...unnamed } = request;
  yield { ...unnamed, scheme: request.scheme === 'http' ? 'https' : 'http' };
  if (request.sni !== undefined) {
    yield unnamed;
    yield { ...request, sni: `a.${request.sni}` };
  }
  for (const near of pathsNear(path)) yield { ...request, path: near };
  yield* withOtherHosts(request);
  yield* withOtherHeaders(request);
}

/** PCRE anchors every branch of `~/a|/b` and reads bytes; the crate of the atc router anchors the first and reads Unicode. */
function pathsNear(path: string): Set<string> {
  const near = new Set([
    `/x${path}`,
    `${path}/x`,
    `${path}x`,
    path.replace(/\d/, '٣'),
    path.replace(/[a-z]/, 'é'),
    path.toUpperCase(),
  ]);
  near.delete(path);
  return near;
}

/** A host with a port is compared with the `Host` header by `traditional`, with the port that listens by the others. */
function* withOtherHosts(request: RoutedRequest): Generator<RoutedRequest, void> {
  const { host } = request;
  if (host === undefined) return;
  const [, name = host, port] = /^(.*?):(\d+)$/.exec(host) ?? [];
  if (port === undefined) yield { ...request, host: `${host}:${request.dstPort ?? 80}` };
  else {
    yield { ...request, host: name, dstPort: Number(port) };
    yield { ...request, host: name };
  }
  yield { ...request, host: `.${name.replace(/^[^.]*\./, '')}` };
  yield { ...request, host: name.toUpperCase() };
}

/** Names with underscores, values in the other case, and several of them. */
function* withOtherHeaders(request: RoutedRequest): Generator<RoutedRequest, void> {
  for (const [name, values] of Object.entries(request.headers ?? {})) {
    const { [name]: _, ...others } = request.headers!;
    const headers = (named: string, own: readonly string[]) => ({
      ...request,
      headers: { ...others, [named]: own },
    });
    yield { ...request, headers: others };
    yield headers(name.includes('_') ? name.replaceAll('_', '-') : name.replaceAll('-', '_'), values);
    yield headers(
      name,
      values.map((value) => value.toUpperCase()),
    );
    yield headers(name, [...values, 'other']);
    yield headers(
      name,
      values.map((value) => `x${value}`),
    );
  }
}
