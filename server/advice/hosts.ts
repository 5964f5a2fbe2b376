/**
 * Hosts, which Kong compares as they are written with the `Host` header as it is sent.
 * Source: Kong/kong `kong/router/atc.lua`, `kong/router/traditional.lua`, `kong/router/fields.lua`; flavor differences, 4,
 * 11 and 12; host-plain-b of the vectors.
 */

import { hasEngineOf36 } from '../../grammar/index.js';
import { engineOf, splitHostPort, withDefaults } from '../flavors/index.js';
import type { HostNotation } from '../problems/index.js';
import { isAccepted } from './accepted.js';
import { type FieldAdvice, type FieldLint, type Judged, removeField, writeItems } from './advice.js';

export const hosts: FieldLint = (judged) => [
  ...emptyHosts(judged),
  ...(judged.route.hosts ?? []).flatMap((host, i) => adviceOn(host, ['hosts', i], judged)),
];

/** All of no hosts are plain ones: the new router has a bit for that. */
function emptyHosts({ route, gateway }: Judged): FieldAdvice[] {
  if (route.hosts?.length !== 0 || engineOf(gateway, 'http') !== 'atc') return [];
  return [{ code: 'hosts-empty', args: {}, path: ['hosts'], isAtKey: true, change: removeField('hosts') }];
}

function adviceOn(host: string, path: readonly ['hosts', number], judged: Judged): FieldAdvice[] {
  const notation = notationOf(host, judged);
  if (notation) {
    const { meant } = notation;
    const isOffered = meant !== null && isAccepted(judged, { hosts: [meant] });
    const args = { notation: notation.notation, meant: isOffered ? meant : null };
    return [{ code: 'host-notation', args, path, ...(isOffered && { change: writeItems(path, [meant]) }) }];
  }
  const lower = host.toLowerCase();
  if (lower !== host) {
    return [{ code: 'host-case', args: { meant: lower }, path, change: writeItems(path, [lower]) }];
  }
  return defaultPort(host, path, judged);
}

interface Notation {
  readonly notation: HostNotation;
  readonly meant: string | null;
}

function notationOf(host: string, { gateway }: Judged): Notation | null {
  // nginx has it for the server of all other hosts.
  if (host === '_') return { notation: 'any', meant: null };
  if (/[^.:]\.(?::\d+)?$/.test(host)) return { notation: 'final-dot', meant: host.replace(/\.(?=:|$)/, '') };
  const isBare = !host.startsWith('[') && host.split(':').length > 2;
  return isBare && engineOf(gateway, 'http') === 'atc' ? { notation: 'ipv6', meant: `[${host}]` } : null;
}

const defaultPorts: Readonly<Record<number, string>> = { 80: 'http', 443: 'https' };

/** No client writes the port that the scheme has anyway (RFC 9110, 4.2.3). */
function defaultPort(written: string, path: readonly ['hosts', number], judged: Judged): FieldAdvice[] {
  const { host, port } = splitHostPort(written);
  const { route, gateway } = judged;
  const scheme = defaultPorts[port ?? 0];
  const { protocols = [] } = withDefaults(route, gateway);
  if (port === null || !scheme || !protocols.includes(scheme)) return [];
  const isOld = engineOf(gateway, 'http') === 'traditional';
  // The old router reads the port of the scheme where a wildcard has one.
  if (isOld && host.includes('*')) return [];
  const args = { port, listens: !isOld && hasEngineOf36(gateway.version) };
  return [{ code: 'host-default-port', args, path, change: writeItems(path, [host]) }];
}
