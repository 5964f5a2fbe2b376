/**
 * Objects of Kubernetes and resources of Terraform that become routes of Kong, and what is encrypted: recognised by their
 * lines, wherever they are written, and not read here.
 */

import { isMap, parseAllDocuments, visit } from 'yaml';
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
 * @param kind `text`: no other reader has looked for objects and resources; `yaml`: objects are read where the text is no
 *   template; `other`: they are read
 */
export function recognisedOnly(text: string, kind: 'text' | 'yaml' | 'other'): UnreadPart[] {
  const others =
    kind === 'text'
      ? [...objects(text, 'kubernetes'), ...resources(text), ...programs(text)]
      : kind === 'yaml' && isManifestTemplate(text)
        ? [...objects(text, 'manifest-template')]
        : [];
  return [...others, ...encrypted(text), ...descriptions(text)].sort((a, b) => a.span.start - b.span.start);
}

/** An action of a template at the start of a line or of a value. */
const templateAction = /^(?:[^#'"\n{]*:)?[ \t]*(?:- )?\{\{/m;

/** Where YAML cannot read a template, or reads its actions as mappings, the reader of manifests finds no objects. */
function isManifestTemplate(text: string): boolean {
  if (!templateAction.test(text) || !kindKey.test(text)) return false;
  return parseAllDocuments(text).some((document) => {
    let isBroken = document.errors.length > 0;
    visit(document, {
      Pair: (_, { key }) => {
        if (isMap(key)) isBroken = true;
      },
    });
    return isBroken;
  });
}

const kindKey = /\bkind["']?[ \t]*:/;

function* objects(text: string, reason: 'kubernetes' | 'manifest-template'): Generator<UnreadPart> {
  if (!kindKey.test(text)) return;
  const isKongsText = namesKong.test(text);
  for (const { index, 0: found, 1: kind } of text.matchAll(kindLine)) {
    if (!kongsKinds.test(kind!) && !(isKongsText && sharedKinds.test(kind!))) continue;
    // A kind that something refers to, as the `parentRefs` of a route do, has no `apiVersion` next to it.
    const end = index + found.length;
    if (!hasApiVersion(text, index, end)) continue;
    const start = end - kind!.length;
    yield { reason, span: { start, end }, routes: null, what: kind! };
  }
}

/** Whether the same mapping has an `apiVersion` in the lines around. */
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

/** A text that is the address of routes of an Admin API: `"http://localhost:8001/services/a/routes"`, `` `${admin}/routes` ``. */
const routesAddress = /(["'`])([^"'`\s]*\/routes(?:\/[^"'`\s/]+)?)\/?\1/g;

/** A route of a library of Pulumi or of Terraform's CDK. */
const declaredRoute = /\bnew\s+((?:\w+\.)?(?:Kong|Konnect|Gateway)?Route(?:Expression)?)\s*\(/gi;

const namesLibrary =
  /@pulumi\/kong|pulumi_kong|pulumi-kong|@cdktf\/provider-ko|kong\.Route\(|\.gen\/providers\/ko/i;

const routeField =
  /\b(?:paths|hosts|methods|expression|snis|protocols|strip_path|stripPath|regex_priority|regexPriority)["'`\]]*\s*(?:=>|[:=])/;

/** How far after an address the fields of a route are looked for. */
const near = 800;

/** What a program sends to the Admin API: its language is not read. Commands of shells are. */
function* programs(text: string): Generator<UnreadPart> {
  if (text.includes('/routes')) {
    for (const { index, 0: found, 2: address } of text.matchAll(routesAddress)) {
      const lineStart = text.lastIndexOf('\n', index) + 1;
      const before = text.slice(Math.max(0, index - 200), index);
      // Clients of the shell, and the methods with which nothing is sent.
      if (/\b(?:curl|https?|xh|wget)\b[^\n]*$/.test(text.slice(lineStart, index))) continue;
      if (!/\b(?:post|put|patch)\w*\b/i.test(before + text.slice(index, index + found.length + 200)))
        continue;
      if (!/:\d{2,5}\b|admin|kong|\/services\//i.test(address!)) continue;
      if (!routeField.test(text.slice(Math.max(0, index - near), index + near))) continue;
      yield {
        reason: 'program',
        span: { start: index, end: index + found.length },
        routes: null,
        what: address!,
      };
    }
  }
  if (!namesLibrary.test(text)) return;
  for (const { index, 0: found, 1: what } of text.matchAll(declaredRoute)) {
    if (!routeField.test(text.slice(index, index + near))) continue;
    yield { reason: 'program', span: { start: index, end: index + found.length }, routes: 1, what: what! };
  }
}

/**
 * An OpenAPI description with the keys by which its author sets routes of Kong.
 * Source: Kong/go-apiops `docs/learnservice_oas.yaml`.
 */
const routeDefaults = /^[ \t]*["']?(x-kong-route-defaults)["']?[ \t]*:/gm;

function* descriptions(text: string): Generator<UnreadPart> {
  if (!text.includes('x-kong-route-defaults') || !/^[ \t{]*["']?openapi["']?[ \t]*:/m.test(text)) return;
  const [first] = text.matchAll(routeDefaults);
  if (!first) return;
  const start = first.index + first[0].indexOf(first[1]!);
  yield {
    reason: 'openapi',
    span: { start, end: start + first[1]!.length },
    routes: null,
    what: first[1]!,
  };
}
