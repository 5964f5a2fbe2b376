/** Whether a request is in a region: its fields as each router gets them. */

import { fieldRulesOf, type RoutedRequest } from '../../server/flavors/index.js';
import { AtcRequest, readerOf } from '../../server/flavors/router/atc/atc-fields.js';
import { addressOf } from '../../server/flavors/router/requests/address.js';
import { SentHeaders } from '../../server/flavors/router/requests/request.js';
import type { RoutingSets } from '../../server/tables/routing-sets.js';
import type { Box, Region } from '../../server/tables/sets/box.js';

type Membership = boolean | 'undecided';
type Sent = readonly (string | bigint)[] | null;

export function regionHas(region: Region, request: RoutedRequest, sets: RoutingSets): Membership {
  const found = region.map((box) => boxHas(box, request, sets));
  return found.includes(true) || (found.includes('undecided') && 'undecided');
}

function boxHas({ fields }: Box, request: RoutedRequest, sets: RoutingSets): Membership {
  let all: Membership = true;
  for (const [field, values] of fields) {
    const isIn = values.accepts(valuesOf(field, request, sets));
    if (isIn === false) return false;
    if (isIn === 'undecided') all = isIn;
  }
  return all;
}

function valuesOf(field: string, request: RoutedRequest, sets: RoutingSets): Sent {
  return sets.router.engine === 'traditional'
    ? traditionalValues(field, request)
    : atcValues(field, request, sets);
}

function atcValues(field: string, request: RoutedRequest, sets: RoutingSets): Sent {
  const { router } = sets;
  const rules = fieldRulesOf(router.gateway.version, router.subsystem);
  const usesSni = usesSniOf(sets);
  const isLower = field.startsWith('lower ');
  const name = isLower ? field.slice('lower '.length) : field;
  const found = readerOf(name, rules)(new AtcRequest(request, rules, usesSni));
  return (
    found?.map((value) => {
      if (typeof value === 'number') return BigInt(value);
      const text = typeof value === 'object' ? value.text : value;
      return isLower ? text.toLowerCase() : text;
    }) ?? null
  );
}

const known = new WeakMap<RoutingSets, boolean>();

function usesSniOf(sets: RoutingSets): boolean {
  const found =
    known.get(sets) ??
    JSON.stringify(sets.entries, (_, value) => (typeof value === 'bigint' ? 0 : value)).includes('"tls.sni"');
  known.set(sets, found);
  return found;
}

function traditionalValues(field: string, request: RoutedRequest): Sent {
  const one = (value: string | undefined): Sent => (value === undefined ? null : [value]);
  const port = (value: number | undefined): Sent => (value === undefined ? null : [BigInt(value)]);
  const [, name, written] = /^([^[\]:]*|\[[^\]]*\])(?::(\d+))?$/.exec(request.host ?? '') ?? [];
  switch (field) {
    case 'net.protocol':
      return [request.scheme];
    case 'http.method':
      return [request.method ?? ''];
    case 'http.path':
      return [request.path ?? ''];
    case 'http.host':
      return request.host === undefined ? null : [name ?? request.host];
    case 'host.port':
      return port(written === undefined ? undefined : Number(written));
    case 'tls.sni':
      return one(request.sni);
    case 'net.src.ip':
      return one(request.srcIp && (addressOf(request.srcIp)?.text ?? ''));
    case 'net.dst.ip':
      return one(request.dstIp && (addressOf(request.dstIp)?.text ?? ''));
    case 'net.src.port':
      return port(request.srcPort);
    case 'net.dst.port':
      return port(request.dstPort);
    default: {
      const header = new SentHeaders(request.headers).get(field.slice('http.headers.'.length));
      return header?.map((value) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())) ?? null;
    }
  }
}
