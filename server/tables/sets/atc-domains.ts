/** What the fields of an atc router can have, as sets. */

import { type GatewayVersion, isAtLeast, presenceOf, type Subsystem } from '../../../grammar/index.js';
import { escapedUri, fieldRulesOf, pathOfUri, type Regexes } from '../../flavors/index.js';
import { Addresses } from './addresses.js';
import { Choices } from './choices.js';
import type { FieldKind } from './field-values.js';
import { Intervals } from './intervals.js';
import { TextDomain, type Wishes } from './text-domain.js';
import { Texts } from './texts.js';

export const everyPort = new Intervals([{ least: 0n, most: 65_535n }], [8443n, 8000n, 443n, 80n]);

/** nginx refuses a method with other characters (`ngx_http_parse_request_line`). */
export const methodWishes: Wishes = {
  isAccepted: (text) => /^[A-Z_-]+$/.test(text),
  nice: String.raw`\A[A-Z]+\z`,
  possible: String.raw`\A[A-Z_-]+\z`,
  usual: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
};

const hostName = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';

export const hostWishes: Wishes = {
  isAccepted: (text) => /^[\x21-\x7e]+$/.test(text) && !/[/?#@\\]/.test(text),
  nice: String.raw`\A${hostName}(?:\.${hostName})*\z`,
  possible: null,
  usual: ['example.com', 'example.org', 'example.net', 'localhost'],
};

const lowered = (wishes: Wishes): Wishes => ({
  ...wishes,
  isAccepted: (text) => text.toLowerCase() === text && wishes.isAccepted(text),
  usual: wishes.usual.map((text) => text.toLowerCase()),
});

/** A path in normal form: no empty segments, no dot segments; `?` would begin a query (`kong/tools/uri.lua`). */
const pathSegment = String.raw`(?:[^/.?][^/?]*|\.[^/.?][^/?]*|\.\.[^/?]+)`;
const niceSegment = '(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)';

export const pathWishes: Wishes = {
  isAccepted: (text) => text.startsWith('/') && !text.includes('?') && pathOfUri(escapedUri(text)) === text,
  nice: String.raw`\A/(?:${niceSegment}/)*(?:${niceSegment})?\z`,
  possible: String.raw`\A/(?:${pathSegment}/)*(?:${pathSegment})?\z`,
  usual: ['/', '/a', '/a/a', '/ab'],
};

/** Of a header or a query parameter; white space around it is not part of it. */
export const valueWishes: Wishes = {
  isAccepted: (text) => text.trim() === text && !/[\0\r\n]/.test(text),
  nice: String.raw`\A[!-~]+\z`,
  possible: null,
  usual: ['a', 'b', '1', '0'],
};

const wishesOf = (field: string): Wishes => {
  switch (field) {
    case 'http.method':
      return methodWishes;
    case 'http.host':
    case 'tls.sni':
      return hostWishes;
    case 'http.path':
      return pathWishes;
    default:
      return valueWishes;
  }
};

export const lowerMark = 'lower ';

/** The kinds of the fields of one router, each made when it is first asked for. */
export class AtcDomains {
  readonly subsystem: Subsystem;
  readonly version: GatewayVersion;
  readonly regexes: Regexes;
  readonly #kinds = new Map<string, FieldKind>();
  readonly #texts = new Map<string, TextDomain>();
  readonly #usesSni: boolean;

  /** @param usesSni whether an entry of the router has `tls.sni` */
  constructor(subsystem: Subsystem, version: GatewayVersion, regexes: Regexes, usesSni: boolean) {
    this.subsystem = subsystem;
    this.version = version;
    this.regexes = regexes;
    this.#usesSni = usesSni;
  }

  /** The values of `net.protocol`; TLS is seen only by a server name, which older versions always look for. */
  get protocols(): readonly string[] {
    if (this.subsystem === 'http') return ['http', 'https'];
    const { detectsTlsBySni } = fieldRulesOf(this.version, 'stream');
    return this.#usesSni || !detectsTlsBySni ? ['tcp', 'tls', 'udp'] : ['tcp', 'udp'];
  }

  /** Whether the first of several values counts alone. */
  get countsFirst(): boolean {
    return !isAtLeast(this.version, '3.4');
  }

  /** @param field with `lowerMark` in front: its values in lower case */
  textsOf(field: string): TextDomain {
    let domain = this.#texts.get(field);
    if (!domain) {
      const isLower = field.startsWith(lowerMark);
      const name = isLower ? field.slice(lowerMark.length) : field;
      const isLowered = isLower || (name.startsWith('http.headers.') && this.#rules.lowersHeaders);
      const wishes = wishesOf(name);
      domain = new TextDomain('rust', isLowered ? lowered(wishes) : wishes, this.regexes);
      this.#texts.set(field, domain);
    }
    return domain;
  }

  get #rules() {
    return fieldRulesOf(this.version, this.subsystem);
  }

  /** Whether no request has the field in this version: then every comparison with it is false. */
  isNeverThere(field: string): boolean {
    const { knowsListeningPort, addresses } = this.#rules;
    if (this.subsystem === 'stream') return field === 'net.port' || field.startsWith('http.');
    if (field === 'net.dst.port' && !knowsListeningPort) return true;
    return addresses !== 'filled' && /^net\.(?:src|dst)\./.test(field) && field !== 'net.dst.port';
  }

  kindOf(field: string): FieldKind {
    let kind = this.#kinds.get(field);
    if (!kind) {
      kind = this.#makeKind(field);
      this.#kinds.set(field, kind);
    }
    return kind;
  }

  #makeKind(field: string): FieldKind {
    const name = field.startsWith(lowerMark) ? field.slice(lowerMark.length) : field;
    const single = { isMultiple: false, mayBeAbsent: false };
    switch (name) {
      case 'net.protocol':
        return { ...single, all: new Choices(this.protocols) };
      case 'net.src.port':
      case 'net.dst.port':
        return { ...single, all: everyPort };
      case 'net.port':
        return { ...single, mayBeAbsent: true, all: everyPort };
      case 'net.src.ip':
      case 'net.dst.ip':
        return { ...single, all: Addresses.all() };
      case 'http.host':
      case 'tls.sni':
        return { ...single, mayBeAbsent: true, all: Texts.all(this.textsOf(field)) };
      case 'http.method':
      case 'http.path':
        return { ...single, all: Texts.all(this.textsOf(field)) };
      default:
        return {
          isMultiple: presenceOf(name) === 'often',
          mayBeAbsent: true,
          all: Texts.all(this.textsOf(field)),
        };
    }
  }
}
