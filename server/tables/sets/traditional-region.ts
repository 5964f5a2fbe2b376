/**
 * The requests that an entry of the traditional router matches.
 * Source: Kong/kong `kong/router/traditional.lua` (`match_route`), as `server/flavors/router/traditional` has it. Where a
 * request is found by a key of another route, the boxes are not exact.
 */

import { formatIpv6, parseIpv4, parseIpv6, type Subsystem } from '../../../grammar/index.js';
import type { HeaderEntry, HostEntry, NetEntry, Regexes, TraditionalEntry } from '../../flavors/index.js';
import { Addresses } from './addresses.js';
import { everyPort, hostWishes, methodWishes, pathWishes, valueWishes } from './atc-domains.js';
import { beginningWith, endingWith, exactly } from './atoms.js';
import { type Box, bothRegions, type Contradiction, everything, type Region, unknownPart } from './box.js';
import { hostPort } from './box-request.js';
import { Choices } from './choices.js';
import { type FieldKind, FieldValues, type Values } from './field-values.js';
import { Intervals } from './intervals.js';
import { TextDomain, type Wishes } from './text-domain.js';
import { Texts } from './texts.js';

const httpProtocols = ['http', 'https'];
const streamProtocols = ['tcp', 'tls', 'udp'];

export class TraditionalRegions {
  readonly #subsystem: Subsystem;
  readonly #regexes: Regexes;
  readonly #contradicts: Contradiction;
  readonly #domains = new Map<string, TextDomain>();
  readonly #kinds = new Map<string, FieldKind>();

  constructor(subsystem: Subsystem, regexes: Regexes, contradicts: Contradiction) {
    this.#subsystem = subsystem;
    this.#regexes = regexes;
    this.#contradicts = contradicts;
  }

  regionOf(entry: TraditionalEntry): Region {
    const { hosts, headers, uri, methods, snis, sources, destinations } = entry;
    const regions: Region[] = [];
    if (methods.length > 0) regions.push([this.#texts('http.method', methods)]);
    if (hosts.length > 0) regions.push(hosts.flatMap((host) => this.#hostBoxes(host)));
    if (snis.length > 0) regions.push(this.#sniBoxes(snis));
    if (sources.length > 0) regions.push(sources.map((net) => this.#netBox('net.src', net)));
    if (destinations.length > 0) regions.push(destinations.map((net) => this.#netBox('net.dst', net)));
    for (const header of headers) regions.push([this.#headerBox(header)]);
    if (uri !== null) {
      const domain = this.#domainOf('http.path');
      const atom = uri.isRegex
        ? ({ kind: 'regex', pattern: uri.value, anchored: true } as const)
        : beginningWith(uri.value);
      const isEvery = !uri.isRegex && uri.value === '/';
      regions.push([this.#box('http.path', isEvery ? Texts.all(domain) : Texts.of(domain, [atom]))]);
    }
    return regions.reduce((a, b) => bothRegions(a, b, this.#contradicts), [everything]);
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
    const single = { isMultiple: false, mayBeAbsent: false };
    switch (field) {
      case 'net.protocol':
        return { ...single, all: new Choices(this.#subsystem === 'http' ? httpProtocols : streamProtocols) };
      case hostPort:
        return { ...single, mayBeAbsent: true, all: everyPort };
      case 'net.src.port':
      case 'net.dst.port':
        return { ...single, all: everyPort };
      case 'net.src.ip':
      case 'net.dst.ip':
        return { ...single, all: Addresses.all() };
      case 'http.method':
      case 'http.path':
        return { ...single, all: Texts.all(this.#domainOf(field)) };
      case 'http.host':
      case 'tls.sni':
        return { ...single, mayBeAbsent: true, all: Texts.all(this.#domainOf(field)) };
      default:
        return { isMultiple: true, mayBeAbsent: true, all: Texts.all(this.#domainOf(field)) };
    }
  }

  #domainOf(field: string): TextDomain {
    let domain = this.#domains.get(field);
    if (!domain) {
      const dialect = field === 'http.path' || field.startsWith('http.headers.') ? 'pcre' : 'rust';
      domain = new TextDomain(dialect, wishesOf(field), this.#regexes);
      this.#domains.set(field, domain);
    }
    return domain;
  }

  #box(field: string, values: Values): Box {
    return { fields: new Map([[field, FieldValues.every(this.kindOf(field), values)]]), isExact: true };
  }

  #texts(field: string, texts: readonly string[]): Box {
    return this.#box(field, Texts.of(this.#domainOf(field), texts.map(exactly)));
  }

  /** A host without a port matches all ports; a wildcard with one is compared with the usual port too. */
  #hostBoxes({ value, wildcard }: HostEntry): Box[] {
    const [, name = value, port] = /^([^[\]:]*):(\d+)$/.exec(value) ?? [];
    // Addresses in brackets, and asterisks in the middle, are not followed.
    if (/[[\]:]/.test(name) || /.\*./.test(name)) return [unknownPart];
    const domain = this.#domainOf('http.host');
    const names = wildcard === null ? Texts.of(domain, [exactly(name)]) : wildcardTexts(name, domain);
    const host = this.#box('http.host', names);
    if (port === undefined) return [host];
    const number = BigInt(port);
    const written = this.#with(host, hostPort, new Intervals([{ least: number, most: number }]));
    const scheme = { 80: 'http', 443: 'https' }[Number(port)];
    if (wildcard === null || scheme === undefined) return [written];
    const bare = new Map(host.fields)
      .set(hostPort, FieldValues.absent(this.kindOf(hostPort)))
      .set('net.protocol', FieldValues.every(this.kindOf('net.protocol'), new Choices([scheme])));
    return [written, { fields: bare, isExact: true }];
  }

  #with(box: Box, field: string, values: Values): Box {
    const found = FieldValues.every(this.kindOf(field), values);
    return { ...box, fields: new Map(box.fields).set(field, found) };
  }

  /** Over plain HTTP the SNI does not count; but then the router may start to look at a lighter category. */
  #sniBoxes(snis: readonly string[]): Box[] {
    const named = this.#texts('tls.sni', snis);
    if (this.#subsystem === 'stream') return [named];
    return [named, { ...this.#box('net.protocol', new Choices(['http'])), isExact: false }];
  }

  #headerBox({ name, values, pattern }: HeaderEntry): Box {
    const field = `http.headers.${name}`;
    const domain = this.#domainOf(field);
    const atoms = [...values].map(exactly);
    const texts =
      pattern === null
        ? Texts.of(domain, atoms)
        : Texts.of(domain, [...atoms, { kind: 'regex', pattern, anchored: false }]);
    return { fields: new Map([[field, FieldValues.some(this.kindOf(field), texts)]]), isExact: true };
  }

  /** An address is compared as it is written with the one that nginx writes. */
  #netBox(side: 'net.src' | 'net.dst', { ip, port, network }: NetEntry): Box {
    if (this.#subsystem === 'http') return unknownPart;
    let box: Box = everything;
    if (port !== null) {
      box = this.#with(box, `${side}.port`, new Intervals([{ least: BigInt(port), most: BigInt(port) }]));
    }
    if (ip === null) return box;
    if (network !== null) {
      return this.#with(
        box,
        `${side}.ip`,
        Addresses.ofNetwork(network.family, network.prefix, network.hostBits),
      );
    }
    const ipv4 = parseIpv4(ip);
    const ipv6 = ipv4 === null ? parseIpv6(ip) : null;
    if (ipv4 !== null) return this.#with(box, `${side}.ip`, Addresses.ofNetwork(4, ipv4, 0n));
    if (ipv6 === null || formatIpv6(ipv6) !== ip) return { ...box, isExact: false };
    return this.#with(box, `${side}.ip`, Addresses.ofNetwork(6, ipv6, 0n));
  }
}

/** `*` matches at least one character. */
function wildcardTexts(name: string, domain: TextDomain): Texts {
  const rest = name.replace('*', '');
  const atom = name.startsWith('*') ? endingWith(rest) : beginningWith(rest);
  return Texts.of(domain, [atom]).minus(Texts.of(domain, [exactly(rest)]));
}

const lowerValue: Wishes = {
  ...valueWishes,
  isAccepted: (text) => !/[A-Z]/.test(text) && valueWishes.isAccepted(text),
  nice: String.raw`\A[!-@\[-~]+\z`,
};

const wishesOf = (field: string): Wishes => {
  switch (field) {
    case 'http.method':
      return methodWishes;
    case 'http.path':
      return pathWishes;
    case 'http.host':
    case 'tls.sni':
      return hostWishes;
    default:
      return lowerValue;
  }
};
