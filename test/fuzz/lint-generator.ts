/**
 * Expressions with many lints: few fields and few constants, so that terms repeat and contradict each other,
 * and constants that no request has.
 */

import { operatorsFor, type Subsystem } from '../../grammar/index.js';
import { Random } from './random.js';

const words = (list: string): string[] => list.split(' ');

interface Kind {
  readonly names: readonly string[];
  readonly operators: readonly string[];
  /** As they are written. */
  readonly constants: readonly string[];
}

/** Those of texts but the regex, equality twice as often. */
const texts = ['==', '!=', ...operatorsFor('String').filter((operator) => operator !== '~')];
const quoted = (all: readonly string[]): string[] => all.map((text) => JSON.stringify(text));

const paths = words(
  '/a /b /a/b /a/b/c a a/b /a//b /a/../b /a/. /. /.. /a/./b /caf%c3%a9 /café /caf%E9 /a%2fb /a%2Fb /a%41 /a?b=1 ~/a https://x/a // /A .json %2f %2F',
);

const patterns = [
  ...words(
    '^/a$ ^/a /a$ ^/a.* ^/a.*$ .*\\.json$ ^.*/b$ \\.json$ json .*/b /a/[0-9]+ ^(/a|/b) (/a|/b)/c ^/a|/b',
  ),
  ...words(
    '(?i)/a (?m)^/a ^/v1\\.0 /v1\\.0 [.]php$ (^/a)?/b ^?/a \\A/a (?:^/a) \\.(jpg|png)$ ^/a/.+ ^GET$ ^get$ .+/c',
  ),
  '(?x) ^/a',
];

const strings = ['', ...words('a b ab A a/b aB * *.b a.* x=1')];

const http: readonly Kind[] = [
  {
    names: ['http.method'],
    operators: [...texts, '~'],
    constants: quoted(['', ...words('GET POST get Get ^GET$ ^get$ GET,POST OPTIONS')]),
  },
  { names: ['http.path'], operators: texts, constants: quoted(paths) },
  { names: ['http.path'], operators: ['~'], constants: patterns.map((pattern) => `r#"${pattern}"#`) },
  {
    names: ['http.host'],
    operators: [...texts, '~'],
    constants: quoted(
      words(
        'a.com b.com A.com *.a.com a.* a.com:80 [::1]:80 12:80 https://a.com .a.com ^a.com$ ^A.com$ * a:b ex',
      ),
    ),
  },
  {
    names: words('http.headers.x_a http.headers.x_a http.headers.X_A http.queries.q http.queries.q'),
    operators: [...texts, '~'],
    constants: quoted([...strings, '^a$', '^a', 'b$', '^a.*$', 'a.*b']),
  },
  {
    names: words('http.path.segments.0 http.path.segments.1 http.path.segments.0_1 http.path.segments.1_3'),
    operators: [...texts, '~'],
    constants: quoted([...strings, ...words('/a a/b/c/d . .. a/../b a// %2f ^a$ a$ ^.*a$')]),
  },
  {
    names: ['http.path.segments.len'],
    operators: operatorsFor('Int'),
    constants: words('0 1 2 3 -1'),
  },
];

const both: readonly Kind[] = [
  {
    names: ['net.protocol'],
    operators: texts,
    constants: quoted(words('http https grpc grpcs tcp tls tls_passthrough HTTP ws t')),
  },
  { names: ['tls.sni'], operators: texts, constants: quoted(words('a.com b.com *.a.com a.* .com *')) },
  {
    names: words('net.dst.port net.src.port'),
    operators: operatorsFor('Int'),
    constants: words('80 81 443 0 -1 65535 65536 70000 0x50'),
  },
  {
    names: words('net.src.ip net.dst.ip'),
    operators: ['==', '!='],
    constants: words('10.0.0.1 10.0.0.2 ::1 0:0::1 ::ffff:a00:1'),
  },
  {
    names: words('net.src.ip net.dst.ip'),
    operators: operatorsFor('IpAddr').filter((operator) => operator !== '==' && operator !== '!='),
    constants: words(
      '10.0.0.0/8 10.0.0.0/16 192.168.0.0/16 10.0.0.1/32 010.0.0.0/08 ::/0 fd00::/8 0.0.0.0/0',
    ),
  },
];

/** The expression that belongs to a seed and an index. */
export function generateAdvised(seed: number, index: number): { text: string; subsystem: Subsystem } {
  const random = new Random(seed, index);
  const subsystem = random.chance(0.85) ? 'http' : 'stream';
  const kinds = subsystem === 'http' ? [...http, ...http, ...both] : both;
  const known: string[] = [];

  const again = (make: () => string): string => {
    if (known.length > 0 && random.chance(0.2)) return random.pick(known);
    const text = make();
    known.push(text);
    return text;
  };

  /** Most often of one kind, so that its terms have to do with each other. */
  const favourite = random.pick(kinds);
  const predicate = (): string => {
    const { names, operators, constants } = random.chance(0.6) ? favourite : random.pick(kinds);
    const constant = random.pick(constants);
    const isText = /^["r]/.test(constant);
    let lhs = random.pick(names);
    if (isText && random.chance(0.15)) lhs = `lower(${lhs})`;
    if (random.chance(0.25)) lhs = `any(${lhs})`;
    if (isText && random.chance(0.05)) lhs = `lower(${lhs})`;
    return `${lhs} ${random.pick(operators)} ${constant}`;
  };

  const term = (depth: number): string => {
    if (depth === 0 || random.chance(0.6)) return again(predicate);
    return again(() => `${random.chance(0.35) ? '!' : ''}(${chain(depth - 1)})`);
  };

  const chain = (depth: number): string => {
    const operator = random.pick(['&&', '||']);
    const count = random.pick([1, 2, 2, 3, 4]);
    const terms = Array.from({ length: count }, () => term(depth));
    const other = random.chance(0.15) ? (operator === '&&' ? '||' : '&&') : operator;
    return terms.reduce((text, one) => `${text} ${random.chance(0.5) ? operator : other} ${one}`);
  };

  return { text: chain(2), subsystem };
}
