/**
 * Objects of Kubernetes and resources of Terraform that become routes of Kong, and what is encrypted: recognised by their
 * lines, wherever they are written, and not read here.
 */

import type { UnreadPart } from './document.js';

/** Kinds that only Kong has, of the groups `configuration.konghq.com` and the like. */
const kongsKinds = /^(?:KongRoute|TCPIngress|UDPIngress|KongIngress)$/;

/** Kinds that other controllers read, too. */
const sharedKinds = /^(?:Ingress|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute|UDPRoute)$/;

/** An Ingress or a route of the Gateway API in a text that names Kong is treated as Kong's. */
const namesKong = /\bkong|konghq\.com/i;

const kindLine = /^[ \t]*(?:- +)?["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/gm;

const routeResource =
  /^[ \t]*resource[ \t]+"((?:kong|konnect_gateway|kong-gateway|konnect-gateway)_route\w*)"[ \t]+"([^"\n]+)"/gm;

/**
 * In the order of the text.
 *
 * @param isText whether no other reader has looked for objects and resources: those of manifests and Terraform are read
 */
export function recognisedOnly(text: string, isText: boolean): UnreadPart[] {
  const others = isText ? [...objects(text), ...resources(text)] : [];
  return [...others, ...encrypted(text)].sort((a, b) => a.span.start - b.span.start);
}

function* objects(text: string): Generator<UnreadPart> {
  if (!/\bkind["']?[ \t]*:/.test(text)) return;
  const isKongsText = namesKong.test(text);
  for (const { index, 0: found, 1: kind } of text.matchAll(kindLine)) {
    if (!kongsKinds.test(kind!) && !(isKongsText && sharedKinds.test(kind!))) continue;
    // A kind that something refers to, as the `parentRefs` of a route do, has no `apiVersion` next to it.
    const end = index + found.length;
    if (!hasApiVersion(text, index, end)) continue;
    const start = end - kind!.length;
    yield { reason: 'kubernetes', span: { start, end }, routes: null, what: kind! };
  }
}

/** Whether there is an `apiVersion` among the lines around, as far as they are of the same mapping. */
function hasApiVersion(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*(?:- +)?/.exec(text.slice(lineStart))![0].length;
  const key = new RegExp(`^[ \\t-]{${indent}}["']?apiVersion["']?[ \\t]*:`);
  const isEnd = (line: string) => /^---|^\.\.\./.test(line);
  for (const line of text.slice(0, lineStart).split('\n').slice(0, -1).reverse()) {
    if (isEnd(line)) break;
    if (key.test(line)) return true;
    if (line.trim() !== '' && /^ */.exec(line)![0].length < indent - 2) break;
  }
  for (const line of text.slice(end).split('\n').slice(1)) {
    if (isEnd(line)) break;
    if (key.test(line)) return true;
    if (line.trim() !== '' && /^ */.exec(line)![0].length < indent) break;
  }
  return false;
}

/** Files named after Kong's in a SealedSecret (kubeseal writes `Ag…`), or as SOPS encrypts a text. */
const encryptedFile =
  /^[ \t]*["']?([\w.-]*(?:kong|declarative)[\w.-]*\.(?:ya?ml|json))["']?[ \t]*:[ \t]*["']?(?:Ag[A-Za-z0-9+/]{40}|ENC\[AES256_GCM,)/gim;

function* encrypted(text: string): Generator<UnreadPart> {
  for (const { index, 0: found, 1: name } of text.matchAll(encryptedFile)) {
    const start = index + found.indexOf(name!);
    yield { reason: 'encrypted', span: { start, end: start + name!.length }, routes: null, what: name! };
  }
}

function* resources(text: string): Generator<UnreadPart> {
  for (const { index, 0: found, 1: type, 2: name } of text.matchAll(routeResource)) {
    const start = index + found.search(/\S/);
    const body = text.slice(index + found.length, index + found.length + 400);
    const isRepeated = /^[ \t]*(?:for_each|count)[ \t]*=/m.test(body);
    yield {
      reason: 'terraform',
      span: { start, end: index + found.length },
      routes: isRepeated ? null : 1,
      what: `${type}.${name}`,
    };
  }
}
