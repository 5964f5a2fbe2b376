/**
 * The requests that an entry of the traditional router matches.
 * Source: Kong/kong `kong/router/traditional.lua` (`match_route`), as `server/flavors/router/traditional` has it. Where a
 * request is found by a key of another route, the boxes are not exact.
 */

import { formatIpv6, parseIpv4, parseIpv6, type Subsystem } from '../../../grammar/index.js';
import type {
  HeaderEntry,
  KeyCondition,
  NetEntry,
  Regexes,
  SniOverHttp,
  TraditionalEntry,
  TraditionalRouter,
  UriEntry,
} from '../../flavors/index.js';
import { Addresses } from './addresses.js';
import { everyPort, hostWishes, methodWishes, pathWishes, valueWishes } from './atc-domains.js';
import { beginningWith, endingWith, exactly } from './atoms.js';
import {
  type Box,
  bothOf,
  bothRegions,
  type Contradiction,
  everything,
  type Region,
  unknownPart,
} from './box.js';
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

  /** @param router the one that has the entry */
  regionOf(entry: TraditionalEntry, router: TraditionalRouter): Region {
    const { hosts, headers, uri, methods, snis, sources, destinations } = entry;
    const regions: Region[] = [];
    if (methods.length > 0) regions.push([this.#texts('http.method', methods)]);
    if (hosts.length > 0) regions.push(hosts.flatMap(({ value }) => this.#hostBoxes(value)));
    if (snis.length > 0) regions.push(this.#sniBoxes(snis, router.sniOverHttp(entry)));
    if (sources.length > 0) regions.push(sources.flatMap((net) => this.#netBoxes('net.src', net)));
    if (destinations.length > 0) {
      regions.push(destinations.flatMap((net) => this.#netBoxes('net.dst', net)));
    }
    for (const header of headers) regions.push([this.#headerBox(header)]);
    if (uri !== null) regions.push([this.#pathBox([uri])]);
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
  #hostBoxes(value: string): Box[] {
    const [, address, portOfAddress] = /^(\[[^\]]*\])(?::(\d+))?$/.exec(value) ?? [];
    if (address !== undefined) return [this.#addressHostBox(address, portOfAddress)];
    const isWildcard = value.includes('*');
    const [, name = value, port] = /^([^[\]:]*):(\d+)$/.exec(value) ?? [];
    // Asterisks in the middle are not followed.
    if (/[[\]:]/.test(name) || /.\*./.test(name)) return [unknownPart];
    const domain = this.#domainOf('http.host');
    const names = isWildcard ? wildcardTexts(name, domain) : Texts.of(domain, [exactly(name)]);
    const host = this.#box('http.host', names);
    if (port === undefined) return [host];
    const written = this.#with(host, hostPort, onePort(Number(port)));
    const scheme = { 80: 'http', 443: 'https' }[Number(port)];
    if (!isWildcard || scheme === undefined) return [written];
    const bare = new Map(host.fields)
      .set(hostPort, FieldValues.absent(this.kindOf(hostPort)))
      .set('net.protocol', FieldValues.every(this.kindOf('net.protocol'), new Choices([scheme])));
    return [written, { fields: bare, isExact: true }];
  }

  /**
   * An address in brackets is compared with the host as it is sent. Without a port it is not found as a plain host, so that
   * the router may not look at hosts at all.
   */
  #addressHostBox(address: string, port: string | undefined): Box {
    const host = this.#texts('http.host', [address]);
    if (port !== undefined) return this.#with(host, hostPort, onePort(Number(port)));
    const fields = new Map(host.fields).set(hostPort, FieldValues.absent(this.kindOf(hostPort)));
    return { fields, isExact: false };
  }

  #with(box: Box, field: string, values: Values): Box {
    const found = FieldValues.every(this.kindOf(field), values);
    return { ...box, fields: new Map(box.fields).set(field, found) };
  }

  #pathBox(paths: readonly UriEntry[]): Box {
    const domain = this.#domainOf('http.path');
    const isEvery = paths.some(({ value, isRegex }) => !isRegex && value === '/');
    const atoms = paths.map(({ value, isRegex }) => (isRegex ? matchedBy(value) : beginningWith(value)));
    return this.#box('http.path', isEvery ? Texts.all(domain) : Texts.of(domain, atoms));
  }

  /** Over plain HTTP the SNIs do not count. */
  #sniBoxes(snis: readonly string[], overHttp: SniOverHttp): Region {
    const named = this.#texts('tls.sni', snis);
    if (this.#subsystem === 'stream' || overHttp === 'never') return [named];
    const plain = this.#box('net.protocol', new Choices(['http']));
    if (overHttp === 'always') return [named, plain];
    const { hosts, headers, paths, methods } = overHttp;
    if (hosts.length + paths.length + headers.length > mostOthers) {
      return [named, { ...plain, isExact: false }];
    }
    // A host with a port is also found where the usual port completes the one that is sent.
    const names = hosts.flatMap((value) => {
      const name = value.replace(/:\d+$/, '');
      return this.#hostBoxes(name).map((box) => (name === value ? box : { ...box, isExact: false }));
    });
    const others: Region = [
      ...(methods.length > 0 ? [this.#texts('http.method', methods)] : []),
      ...headers.map((name) => this.#present(`http.headers.${name}`)),
      ...(paths.length > 0 ? [this.#pathBox(paths)] : []),
      ...names,
    ];
    return [named, ...bothRegions([plain], others, this.#contradicts)];
  }

  #present(field: string): Box {
    const kind = this.kindOf(field);
    return { fields: new Map([[field, FieldValues.some(kind, kind.all)]]), isExact: true };
  }

  /** Requests for which the router finds entries by the same keys; `null` if that cannot be said. */
  boxOfKeys(keys: readonly KeyCondition[]): Box | null {
    let box: Box = everything;
    for (const key of keys) {
      const next = this.#boxOfKey(key);
      const both = next && bothOf(box, next, this.#contradicts);
      if (!both?.isExact) return null;
      box = both;
    }
    return box;
  }

  #boxOfKey(key: KeyCondition): Box | null {
    switch (key.kind) {
      case 'method':
        return this.#keyBox('http.method', key.value, key.keys);
      case 'sni':
        return this.#keyBox('tls.sni', key.value, key.keys);
      case 'source':
      case 'destination':
        return this.#addressBox(key.kind === 'source' ? 'net.src' : 'net.dst', key);
      case 'host': {
        const host = this.#texts('http.host', [key.name]);
        if (key.port !== null) return this.#with(host, hostPort, onePort(key.port));
        const bare = new Map(host.fields)
          .set(hostPort, FieldValues.absent(this.kindOf(hostPort)))
          .set('net.protocol', FieldValues.every(this.kindOf('net.protocol'), new Choices([key.scheme])));
        return { fields: bare, isExact: true };
      }
      case 'wildcard': {
        if ([key.value, ...key.before].some((name) => /[[\]:]/.test(name) || /.\*./.test(name))) return null;
        const domain = this.#domainOf('http.host');
        const textsOf = (name: string) =>
          name.includes('*') ? wildcardTexts(name, domain) : Texts.of(domain, [exactly(name)]);
        const found = key.before.reduce((texts, name) => texts.minus(textsOf(name)), textsOf(key.value));
        return this.#box('http.host', found);
      }
      case 'header': {
        const fields = new Map(this.#present(`http.headers.${key.name}`).fields);
        for (const name of key.before) {
          const field = `http.headers.${name}`;
          fields.set(field, FieldValues.absent(this.kindOf(field)));
        }
        return { fields, isExact: true };
      }
      case 'regex':
      case 'prefix': {
        const domain = this.#domainOf('http.path');
        const [hit, before] =
          key.kind === 'regex'
            ? [matchedBy(key.pattern), key.before.map(matchedBy)]
            : [beginningWith(key.prefix), [...key.longer.map(beginningWith), ...key.regexes.map(matchedBy)]];
        return this.#box('http.path', Texts.of(domain, [hit]).minus(Texts.of(domain, before)));
      }
    }
  }

  /** One of some texts, or none of them. */
  #keyBox(field: string, value: string | null, keys: readonly string[]): Box {
    if (value !== null) return this.#texts(field, [value]);
    const domain = this.#domainOf(field);
    const others = Texts.all(domain).minus(Texts.of(domain, keys.map(exactly)));
    return { fields: new Map([[field, FieldValues.every(this.kindOf(field), others, true)]]), isExact: true };
  }

  #addressBox(
    side: 'net.src' | 'net.dst',
    { address, addresses, port, ports }: KeyCondition & { readonly kind: 'source' | 'destination' },
  ): Box | null {
    // Addresses are compared as nginx writes them: another spelling matches nothing.
    const networks = addresses.flatMap((ip) => oneAddress(ip) ?? []);
    const found = address === null ? null : oneAddress(address);
    if (address !== null && found === null) return null;
    const box = this.#with(
      everything,
      `${side}.ip`,
      found ?? networks.reduce((rest, one) => rest.minus(one), Addresses.all()),
    );
    if (port === undefined) return box;
    const others = ports.reduce((rest, one) => rest.minus(onePort(one)), everyPort);
    return this.#with(box, `${side}.port`, port === null ? others : onePort(port));
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

  /** For HTTP the router gets no addresses, and what asks for one never matches. */
  #netBoxes(side: 'net.src' | 'net.dst', net: NetEntry): Box[] {
    if (this.#subsystem === 'stream') return [this.#netBox(side, net)];
    return net.ip === null && net.port === null ? [everything] : [];
  }

  /** An address is compared as it is written with the one that nginx writes. */
  #netBox(side: 'net.src' | 'net.dst', { ip, port, network }: NetEntry): Box {
    let box: Box = everything;
    if (port !== null) {
      box = this.#with(box, `${side}.port`, onePort(port));
    }
    if (ip === null) return box;
    if (network !== null) {
      return this.#with(
        box,
        `${side}.ip`,
        Addresses.ofNetwork(network.family, network.prefix, network.hostBits),
      );
    }
    const address = oneAddress(ip);
    return address ? this.#with(box, `${side}.ip`, address) : { ...box, isExact: false };
  }
}

/** More than these hosts, headers and paths are not put into one condition. */
const mostOthers = 40;

const matchedBy = (pattern: string) => ({ kind: 'regex', pattern, anchored: true }) as const;

const onePort = (port: number): Intervals => new Intervals([{ least: BigInt(port), most: BigInt(port) }]);

/** `null` if it is not written as nginx writes it. */
function oneAddress(ip: string): Addresses | null {
  const ipv4 = parseIpv4(ip);
  if (ipv4 !== null) return Addresses.ofNetwork(4, ipv4, 0n);
  const ipv6 = parseIpv6(ip);
  return ipv6 === null || formatIpv6(ipv6) !== ip ? null : Addresses.ofNetwork(6, ipv6, 0n);
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
