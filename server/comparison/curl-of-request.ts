/** A request as a curl command that sends it to a Gateway on this machine. */

import type { RoutedRequest } from '../flavors/index.js';
import { shellQuoted } from '../text/index.js';

/** Kong listens there if nothing else is said (Kong/kong `kong.conf.default`, `proxy_listen`). */
const listening: Readonly<Record<string, number>> = { http: 8000, https: 8443 };

/** A connection is no request of curl: it is described in a comment. */
export function curlOfRequest(request: RoutedRequest): string {
  const { method, scheme, host, path, queries, headers, sni, srcIp, dstIp, dstPort } = request;
  const port = listening[scheme];
  if (port === undefined) {
    const parts = [
      scheme,
      sni && `SNI ${sni}`,
      srcIp && `from ${srcIp}`,
      dstIp && `to ${dstIp}:${dstPort ?? ''}`,
    ];
    return `# ${parts.filter(Boolean).join(', ')}`;
  }
  const encoded = encodeURIComponent;
  const pairs = Object.entries(queries ?? {}).flatMap(([name, values]) =>
    values.map((value) => (value === true ? encoded(name) : `${encoded(name)}=${encoded(value)}`)),
  );
  const url = `${scheme}://${host ?? sni ?? 'localhost'}${encodeURI(path ?? '/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  const sent = Object.entries(headers ?? {}).flatMap(([name, values]) =>
    values.map((value) => (value === '' ? `${name};` : `${name}: ${value}`)),
  );
  return [
    'curl -i',
    ...(method === undefined || method === 'GET' ? [] : [`-X ${method}`]),
    ...(scheme === 'https' ? ['-k'] : []),
    // The server name and `Host` stay those of the URL.
    `--connect-to ::localhost:${port}`,
    ...(host === undefined ? ['-H Host:'] : []),
    ...sent.map((header) => `-H ${shellQuoted(header)}`),
    shellQuoted(url),
  ].join(' ');
}
