/**
 * Expressions made by the engine's grammar (Kong/atc-router `src/atc_grammar.pest`), most of them right, others
 * with a mistake of meaning or damaged in their text. What was made is counted by name, so that a test can check that nothing was left out.
 */

import {
  comparisonOperatorNames,
  comparisonOperators,
  type FieldType,
  type ComparisonOperator as Operator,
  operatorsFor,
  type Subsystem,
} from '../../grammar/index.js';
import { Random } from './random.js';
import { composedPattern, damagePattern, invalidPatterns, validPatterns } from './regex-generator.js';

/** The alternatives of the grammar; each has to occur in expressions that Kong accepts. */
export const grammarAlternatives = [
  'WHITESPACE " "',
  'WHITESPACE "\\t"',
  'WHITESPACE "\\r"',
  'WHITESPACE "\\n"',
  'WHITESPACE none',
  'matcher surrounded by white space',
  'expression of one term',
  'expression of several terms',
  'and_op',
  'or_op',
  'and_op and or_op mixed',
  'term predicate',
  'term parenthesised_expression',
  'not_op',
  'parentheses many deep',
  'lhs ident',
  'lhs transform_func lower',
  'lhs transform_func any',
  'lhs transform_func nested',
  'ident with "_"',
  'ident with a digit',
  'ident with "." at its end',
  ...comparisonOperatorNames.map((operator) => `binary_operator ${operator}` as const),
  'binary_operator word glued to its constant',
  'str_literal',
  'str_literal empty',
  'str_char of ASCII',
  'str_char beyond ASCII',
  'str_char beyond the basic plane',
  'str_char line break',
  'str_esc \\"',
  'str_esc \\\\',
  'str_esc \\n',
  'str_esc \\r',
  'str_esc \\t',
  'rawstr_literal',
  'rawstr_literal empty',
  'rawstr_char "',
  'rawstr_char \\',
  'rawstr_char #',
  'ipv4_literal',
  'ipv6_literal',
  'ipv6_literal with ::',
  'ipv6_literal without ::',
  'ipv6_literal mapped',
  'ipv4_cidr_literal',
  'ipv4_cidr_literal with a leading zero',
  'ipv6_cidr_literal',
  'int_literal negative',
  'int_literal at a limit',
  'oct_digits',
  'hex_digits',
  'dec_digits',
  'dec_digits with a leading zero',
  'field http.headers.*',
  'field http.queries.*',
  'field http.path.segments.*',
  'field http.path.segments range',
  'field http.path.segments.len',
  'field of type String',
  'field of type Int',
  'field of type IpAddr',
  'regex known',
  'regex composed',
  'net.port before = > < !',
  'net.port inside a string',
] as const;

/** Mistakes that are not damage to the text: each is a whole sentence of the grammar, or nearly one. */
export const mistakes = [
  'field unknown',
  'field of the other subsystem',
  'field of two wildcard parts',
  'field http.path.segments malformed',
  'net.port not rewritten',
  'type mismatch',
  'operator of another type',
  'lower of another type',
  'function unknown',
  'regex invalid',
  'regex damaged',
  'regex operator with another constant',
  'integer too large',
  'integer malformed',
  'IPv4 octet too large',
  'IPv4 leading zero',
  'IPv4 malformed',
  'IPv6 malformed',
  'CIDR host bits',
  'CIDR too long',
  'CIDR malformed',
  'escape unknown',
  'string unclosed',
  'string in other quotes',
  'raw string malformed',
  'constant without quotes',
  'operator unknown',
  'not in with other spacing',
  'not without parenthesis',
  'not twice',
  'connector as a word',
  'parentheses around a field',
  'parentheses empty',
  'reversed predicate',
  'hyphen in a name',
  'hyphen in the name of a function',
  'comment',
  'list of constants',
] as const;

/** Damage done to the pieces of a text. */
const pieceMutations = [
  'piece deleted',
  'piece duplicated',
  'pieces swapped',
  'piece inserted',
  'pieces glued',
  'two expressions joined',
  'net.port put in',
] as const;

/** Damage done to its characters. */
const textMutations = [
  'character deleted',
  'character duplicated',
  'characters swapped',
  'character inserted',
  'text truncated',
  'text emptied',
  'NUL inserted',
  'other white space put in',
] as const;

export const mutations = [...pieceMutations, ...textMutations] as const;

export type Alternative =
  | (typeof grammarAlternatives)[number]
  | (typeof mistakes)[number]
  | (typeof mutations)[number];

export interface Generated {
  readonly text: string;
  readonly subsystem: Subsystem;
  readonly produced: ReadonlySet<Alternative>;
}

/** The expression that belongs to a seed and an index, always the same. */
export function generate(seed: number, index: number): Generated {
  return new Generator(seed, new Random(seed, index)).generate();
}

const isOfRanges = (operator: Operator): boolean => {
  const { operands } = comparisonOperators[operator];
  return operands !== 'same' && operands.constant === 'cidr';
};

const operatorsOf: Record<FieldType, readonly Operator[]> = {
  String: operatorsFor('String'),
  Int: operatorsFor('Int'),
  // Ranges are compared more often than addresses.
  IpAddr: [...operatorsFor('IpAddr'), ...operatorsFor('IpAddr').filter((operator) => isOfRanges(operator))],
};

/** The words of a list, which a formatter would put on a line each. */
const words = (list: string): string[] => list.split(' ');

const strangers = [
  ...words(
    '== ~ > in contains && || ! ( ) "/a" r#"b"# 80 10.0.0.1 ::1 10.0.0.0/8 http.path net.dst.port net.port',
  ),
  ...words('lower = & | and or not , ; # // \' " \\ - * ^ <> !~ =~ === [ { / : . _ 0x r#" "# ü 😀'),
  ...['not in', '\u00a0', '\u2028', '\ufeff', '\v', '\f', '\0'],
];

const wordOperators: ReadonlySet<string> = new Set(
  comparisonOperatorNames.filter((operator) => /^[a-z]/.test(operator)),
);

/** Two words must not become one, and a word operator not part of the name before it. */
const isWordCharacter = /[A-Za-z0-9_.]/;

type EscapeLetter = '"' | '\\' | 'n' | 'r' | 't';
const escapeLetters: Partial<Record<string, EscapeLetter>> = {
  '"': '"',
  '\\': '\\',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

type ConstantMistake = Extract<
  (typeof mistakes)[number],
  `${'integer' | 'IP' | 'CIDR' | 'string' | 'raw' | 'escape' | 'constant'}${string}`
>;

/** What is damaged, and found where a field or an operator belongs. */
const damagedConstants = ['"\\d"', '"a\\/b"', 'r#"a', 'r#"a"', '"a', "'a'", '1.2.3.4/8', '::1/64', '-1'];

const equality = ['==', '!='] as const;
const membership = ['in', 'not in'] as const;

/** Text in the place of a constant that is not a constant, or that the engine rejects. */
const wrongConstants: Record<
  ConstantMistake,
  { readonly type: FieldType; readonly operators: readonly Operator[]; readonly written: readonly string[] }
> = {
  'integer too large': {
    type: 'Int',
    operators: operatorsOf.Int,
    written: [
      ...words('9223372036854775808 -9223372036854775808 0x8000000000000000 01000000000000000000000'),
      ...words('99999999999999999999999 -0xffffffffffffffffff'),
    ],
  },
  'integer malformed': {
    type: 'Int',
    operators: operatorsOf.Int,
    written: ['- 1', ...words('018 0x 0b101 1e5 80.0 1,000 +1 0X1F 1_000 80L --1 -')],
  },
  'IPv4 octet too large': {
    type: 'IpAddr',
    operators: equality,
    written: words('256.0.0.1 1.2.3.999 0.0.300.0'),
  },
  'IPv4 leading zero': {
    type: 'IpAddr',
    operators: equality,
    written: words('1.2.3.04 010.0.0.1 00.0.0.0 1.002.3.4'),
  },
  'IPv4 malformed': {
    type: 'IpAddr',
    operators: equality,
    written: ['1 .2.3.4', ...words('1.2.3 1.2.3.4.5 1.2.3.1234 -1.2.3.4 1..2.3 1.2.3. 1.2.3.4:80')],
  },
  'IPv6 malformed': {
    type: 'IpAddr',
    operators: equality,
    written: [
      ...words(
        '1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1::2::3 ::: 1: :1 ::1: 12345:: [::1] g::1 ::ffff:1.2.3.4 a:b',
      ),
      ...words('::1%eth0 1:2:3:4:5:6:7:8:: ::1:2:3:4:5:6:7:8 : 1:2:3:4::5:6:7:8'),
    ],
  },
  'CIDR host bits': {
    type: 'IpAddr',
    operators: membership,
    written: words('10.1.0.0/8 ::1/64 10.0.0.1/0 1::1/127 1::/0'),
  },
  'CIDR too long': {
    type: 'IpAddr',
    operators: membership,
    written: words('10.0.0.0/33 10.0.0.0/99 ::/129 ::/999 ::/256'),
  },
  'CIDR malformed': {
    type: 'IpAddr',
    operators: membership,
    written: [
      ...['10.0.0.0 /8', '10.0.0.0/ 8'],
      ...words('10.0.0.0/ 10/8 10.0.0.0/8/8 10.0.0.0/255.0.0.0 ::/ 256.0.0.0/8 1:2/16 10.0.0.0/100 ::/1280'),
      ...words('10.0.0.0/-1 1::2::/64 010.0.0.01/8 1.2.3.0400/8'),
    ],
  },
  'escape unknown': {
    type: 'String',
    operators: equality,
    written: [
      '"\\\n"',
      ...[..."abefvdswxu0/'$."].map((letter) => `"\\${letter}"`),
      ...words('"\\d" "\\x41" "\\0" "\\/" "\\\'" "\\u{41}" "\\ü" "\\😀" "a\\"'),
    ],
  },
  'string unclosed': {
    type: 'String',
    operators: equality,
    written: ['"a" "b"', ...words('"a a" " "a\\" """ "a"b')],
  },
  'string in other quotes': { type: 'String', operators: equality, written: words("'a' `a` “a” ' 'a") },
  'raw string malformed': {
    type: 'String',
    operators: equality,
    written: ['r #"a"#', ...words('r"a" r#"a" R#"a"# r##"a"## r#"a"## r#"a"#r#"b"# r#a# r#" #"a"#')],
  },
  'constant without quotes': {
    type: 'String',
    operators: equality,
    written: ['', '/a b', ...words('/a GET http.host true nil *.com')],
  },
};

class Generator {
  private readonly seed: number;
  private readonly random: Random;
  private readonly produced = new Set<Alternative>();
  private readonly subsystem: Subsystem;
  /** How many mistakes of meaning are still to be made. */
  private mistakesLeft = 0;
  private glueEverything = false;

  constructor(seed: number, random: Random) {
    this.seed = seed;
    this.random = random;
    this.subsystem = random.chance(0.75) ? 'http' : 'stream';
  }

  generate(): Generated {
    const { random } = this;
    const kind = random.weighted({ right: 5, mistaken: 3, damaged: 2 });
    if (kind === 'mistaken') this.mistakesLeft = random.pick([1, 1, 1, 2, 3]);
    let pieces = this.expression(2);
    if (kind === 'damaged') pieces = this.damagePieces(pieces);
    let text = this.join(pieces);
    if (kind === 'damaged' && random.chance(0.6)) text = this.damageText(text);
    return { text, subsystem: this.subsystem, produced: this.produced };
  }

  private note(alternative: Alternative): void {
    this.produced.add(alternative);
  }

  private makesMistake(): boolean {
    if (this.mistakesLeft === 0 || !this.random.chance(0.5)) return false;
    this.mistakesLeft--;
    return true;
  }

  // Expressions

  private expression(depth: number): string[] {
    const { random } = this;
    const count = random.chance(0.55) ? 1 : random.chance(0.9) ? random.between(2, 4) : random.between(5, 12);
    this.note(count === 1 ? 'expression of one term' : 'expression of several terms');
    const operators = new Set<string>();
    const pieces = this.term(depth);
    for (let i = 1; i < count; i++) {
      let operator = random.pick(['&&', '||']);
      operators.add(operator);
      this.note(operator === '&&' ? 'and_op' : 'or_op');
      if (random.chance(0.15) && this.makesMistake()) {
        operator = random.pick(['and', 'or', 'AND', '&', '|', ',', '', '&&&', '&& ||', 'not', 'xor']);
        this.note('connector as a word');
      }
      pieces.push(operator, ...this.term(depth));
    }
    if (operators.size === 2) this.note('and_op and or_op mixed');
    return pieces;
  }

  private term(depth: number): string[] {
    const { random } = this;
    if (depth === 0 || random.chance(0.75)) {
      this.note('term predicate');
      return this.predicate();
    }
    this.note('term parenthesised_expression');
    const pieces = random.chance(0.03) ? this.manyParentheses(depth) : this.parenthesised(depth);
    if (random.chance(0.05) && this.makesMistake()) {
      this.note('parentheses empty');
      return ['(', ')'];
    }
    return pieces;
  }

  private parenthesised(depth: number): string[] {
    const { random } = this;
    const pieces = ['(', ...this.expression(depth - 1), ')'];
    if (random.chance(0.4)) {
      this.note('not_op');
      pieces.unshift('!');
    }
    if (random.chance(0.1) && this.makesMistake()) {
      this.note('not twice');
      pieces.unshift('!', '!');
    }
    return pieces;
  }

  private manyParentheses(depth: number): string[] {
    this.note('parentheses many deep');
    const count = this.random.between(10, 60);
    const open = Array.from({ length: count }, () => (this.random.chance(0.3) ? ['!', '('] : ['('])).flat();
    return [...open, ...this.expression(depth - 1), ...Array<string>(count).fill(')')];
  }

  private predicate(): string[] {
    const { random } = this;
    const type = random.weighted<FieldType>(
      this.subsystem === 'http' ? { String: 6, Int: 2, IpAddr: 2 } : { String: 2, Int: 3, IpAddr: 4 },
    );
    if (this.makesMistake()) return this.mistakenPredicate(type);
    if (type === 'Int' && random.chance(0.08)) return this.netPort();
    const operator = random.pick(operatorsOf[type]);
    return [...this.lhs(type), this.operator(operator), this.constant(type, operator)];
  }

  private operator(operator: Operator): string {
    this.note(`binary_operator ${operator}`);
    return operator;
  }

  private netPort(): string[] {
    const operator = this.random.pick(['==', '!=', '>', '>=', '<', '<='] as const);
    this.note('net.port before = > < !');
    return ['net.port', this.operator(operator), this.integer()];
  }

  // Left-hand sides

  private lhs(type: FieldType): string[] {
    const { random } = this;
    this.note(`field of type ${type}`);
    let pieces = [this.field(type)];
    const functions = random.chance(0.75) ? 0 : random.chance(0.7) ? 1 : random.between(2, 4);
    if (functions === 0) this.note('lhs ident');
    if (functions > 1) this.note('lhs transform_func nested');
    for (let i = 0; i < functions; i++) {
      const name = type === 'String' ? random.pick(['lower', 'any'] as const) : 'any';
      this.note(`lhs transform_func ${name}`);
      pieces = [name, '(', ...pieces, ')'];
    }
    return pieces;
  }

  private field(type: FieldType): string {
    const { random } = this;
    switch (type) {
      case 'Int':
        if (this.subsystem === 'http' && random.chance(0.25)) {
          this.note('field http.path.segments.len');
          return 'http.path.segments.len';
        }
        return random.pick(['net.src.port', 'net.dst.port']);
      case 'IpAddr':
        return random.pick(['net.src.ip', 'net.dst.ip']);
      case 'String':
        return this.subsystem === 'stream'
          ? random.pick(['net.protocol', 'tls.sni'])
          : this.httpStringField();
    }
  }

  private httpStringField(): string {
    const { random } = this;
    switch (random.weighted({ plain: 6, headers: 3, queries: 2, segment: 1, segments: 1 })) {
      case 'headers':
        this.note('field http.headers.*');
        return `http.headers.${this.wildcardPart()}`;
      case 'queries':
        this.note('field http.queries.*');
        return `http.queries.${this.wildcardPart()}`;
      case 'segment':
        this.note('field http.path.segments.*');
        return `http.path.segments.${random.pick(['0', '1', '12', '99999999999999999999'])}`;
      case 'segments':
        this.note('field http.path.segments range');
        return `http.path.segments.${random.pick(['0_1', '1_3', '9_10', '0_99999999999999999999'])}`;
      default:
        return random.pick(['http.path', 'http.path', 'http.host', 'http.method', 'net.protocol', 'tls.sni']);
    }
  }

  private wildcardPart(): string {
    const part = this.random.pick(['x', 'x_request_id', 'X', 'a1', '1', '_', 'in', 'not', 'contains', '']);
    if (part.includes('_')) this.note('ident with "_"');
    if (/\d/.test(part)) this.note('ident with a digit');
    if (part === '') this.note('ident with "." at its end');
    return part;
  }

  // Constants

  private constant(type: FieldType, operator: Operator): string {
    if (operator === '~') return this.string(this.pattern());
    if (type === 'String') return this.string(this.stringValue());
    if (type === 'Int') return this.integer();
    return isOfRanges(operator) ? this.cidr() : this.address();
  }

  private anyConstant(): string {
    const { random } = this;
    return random.pick([
      () => this.string(this.stringValue()),
      () => this.integer(),
      () => this.address(),
      () => this.cidr(),
    ])();
  }

  private pattern(): string {
    const { random } = this;
    if (random.chance(0.5)) {
      this.note('regex known');
      return random.pick(validPatterns);
    }
    this.note('regex composed');
    return composedPattern(this.seed, random);
  }

  private stringValue(): string {
    const { random } = this;
    if (random.chance(0.03)) {
      this.note('net.port inside a string');
      return `a net.port${random.pick(['', ' ', '\n'])}${random.pick(['=', '>', '<', '!', ')'])} 1`;
    }
    const parts = [
      ...words('/ /api GET a Z 0 . * - \' # // && ( ) " " \\ \\n ü İ 日本 😀'),
      ...[' ', '\n', '\r', '\t', '\u00a0', '\u2028', '\u0085', '\u0001', '\ufeff', '\u{10ffff}'],
    ];
    return Array.from({ length: random.between(0, 5) }, () => random.pick(parts)).join('');
  }

  /** A literal for a value; what cannot be written in a raw string is quoted. */
  private string(value: string): string {
    const { random } = this;
    if (random.chance(0.35) && !value.includes('"#')) {
      this.note(value === '' ? 'rawstr_literal empty' : 'rawstr_literal');
      if (value.includes('"')) this.note('rawstr_char "');
      if (value.includes('\\')) this.note('rawstr_char \\');
      if (value.includes('#')) this.note('rawstr_char #');
      return `r#"${value}"#`;
    }
    this.note(value === '' ? 'str_literal empty' : 'str_literal');
    const characters = [...value].map((character) => this.stringCharacter(character));
    return `"${characters.join('')}"`;
  }

  private stringCharacter(character: string): string {
    const { random } = this;
    const letter = escapeLetters[character];
    // Line breaks and tabs can also represent themselves.
    if (letter && (letter === '"' || letter === '\\' || random.chance(0.6))) {
      this.note(`str_esc \\${letter}`);
      return `\\${letter}`;
    }
    if (character === '\n') this.note('str_char line break');
    else if (character > '\uffff' || character.length > 1) this.note('str_char beyond the basic plane');
    else if (character > '\x7f') this.note('str_char beyond ASCII');
    else this.note('str_char of ASCII');
    return character;
  }

  private integer(): string {
    const { random } = this;
    if (random.chance(0.1)) {
      this.note('int_literal at a limit');
      return random.pick([
        '9223372036854775807',
        '-9223372036854775807',
        '0x7fffffffffffffff',
        '-0x7FFFFFFFFFFFFFFF',
        '0777777777777777777777',
        '0x0000000000000000000000000000001',
        '9007199254740991',
        '9007199254740993',
        '0',
        '-0',
        '0x0',
        '00',
      ]);
    }
    const sign = random.chance(0.2) ? '-' : '';
    if (sign) this.note('int_literal negative');
    switch (random.weighted({ decimal: 6, zero: 1, octal: 2, hexadecimal: 2 })) {
      case 'zero':
        this.note('dec_digits with a leading zero');
        return `${sign}${random.pick(['08', '09', '0', '0980', '090'])}`;
      case 'octal':
        this.note('oct_digits');
        return `${sign}0${random.below(65536).toString(8)}`;
      case 'hexadecimal': {
        this.note('hex_digits');
        const digits = random.below(65536).toString(16);
        return `${sign}0x${random.chance(0.5) ? digits : digits.toUpperCase()}`;
      }
      default:
        this.note('dec_digits');
        return `${sign}${random.below(65536)}`;
    }
  }

  private address(): string {
    const { random } = this;
    if (random.chance(0.5)) {
      this.note('ipv4_literal');
      return ipv4Text(random.bits(32));
    }
    this.note('ipv6_literal');
    return this.ipv6(this.ipv6Bits());
  }

  private ipv6Bits(): bigint {
    const { random } = this;
    if (random.chance(0.1)) {
      this.note('ipv6_literal mapped');
      return (0xffffn << 32n) | random.bits(32);
    }
    // Whole groups of zeros, so that there is something to compress.
    let bits = 0n;
    for (let i = 0; i < 8; i++) {
      bits = (bits << 16n) | (random.chance(0.5) ? 0n : random.bits(random.pick([1, 4, 16])));
    }
    return bits;
  }

  /** One of the ways to write an address: any run of zeros as `::`, or none, zeros in front, either case. */
  private ipv6(bits: bigint): string {
    const { random } = this;
    const groups = Array.from({ length: 8 }, (_, i) =>
      ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
    );
    const zeros = groups.flatMap((group, i) => (group === '0' ? [i] : []));
    const written = groups.map((group) => {
      const padded = random.chance(0.2) ? group.padStart(random.between(1, 4), '0') : group;
      return random.chance(0.2) ? padded.toUpperCase() : padded;
    });
    if (zeros.length === 0 || random.chance(0.25)) {
      this.note('ipv6_literal without ::');
      return written.join(':');
    }
    this.note('ipv6_literal with ::');
    const first = random.pick(zeros);
    let end = first + 1;
    while (groups[end] === '0' && random.chance(0.9)) end++;
    return `${written.slice(0, first).join(':')}::${written.slice(end).join(':')}`;
  }

  private cidr(): string {
    const { random } = this;
    if (random.chance(0.5)) {
      const length = random.between(0, 32);
      const address = ipv4Text(network(random.bits(32), 32, length));
      if (random.chance(0.1)) {
        this.note('ipv4_cidr_literal with a leading zero');
        return `${address.replace(/\b\d\b/g, '0$&')}/${String(length).padStart(2, '0')}`;
      }
      this.note('ipv4_cidr_literal');
      return `${address}/${length}`;
    }
    const length = random.between(0, 128);
    this.note('ipv6_cidr_literal');
    const written = random.chance(0.2) ? String(length).padStart(3, '0') : length;
    return `${this.ipv6(network(this.ipv6Bits(), 128, length))}/${written}`;
  }

  // Mistakes

  private wrongConstant(mistake: ConstantMistake): string[] {
    const { type, operators, written } = wrongConstants[mistake];
    this.note(mistake);
    return [...this.lhs(type), this.operator(this.random.pick(operators)), this.random.pick(written)];
  }

  private mistakenPredicate(type: FieldType): string[] {
    const { random } = this;
    const mistake = random.pick(mistakes);
    if (mistake in wrongConstants) return this.wrongConstant(mistake as ConstantMistake);
    const operator = random.pick(operatorsOf[type]);
    const right = () => this.constant(type, operator);
    const withConstant = (operators: readonly Operator[], of: FieldType, constant: string) => {
      this.note(mistake);
      return [...this.lhs(of), this.operator(random.pick(operators)), constant];
    };
    switch (mistake) {
      case 'field unknown':
        this.note(mistake);
        return [
          random.pick([
            ...words('http.pathh http a net.dst HTTP.path http.raw_path http.path.segments inx in contains'),
            ...words('not lower any r net tls.sni.x http.headers http.path. x_'),
          ]),
          operator,
          right(),
        ];
      case 'field of the other subsystem':
        this.note(mistake);
        return [
          random.pick(['http.path', 'http.headers.x', 'http.path.segments.len', 'http.path.segments.a']),
          operator,
          right(),
        ];
      case 'field of two wildcard parts':
        this.note(mistake);
        return [
          `${random.pick(['http.headers.a.b', 'http.queries.a.', 'http.path.segments.0.1'])}`,
          '==',
          '"a"',
        ];
      case 'field http.path.segments malformed': {
        this.note(mistake);
        const suffix = random.pick([
          ...words('01 a 2_1 1_1 1_ _1 1_2_3 LEN 1_02 00 1a len_1 0_0'),
          ...words('99999999999999999999_99999999999999999998'),
          ...[''],
        ]);
        return [`http.path.segments.${suffix}`, '==', '"a"'];
      }
      case 'net.port not rewritten':
        this.note(mistake);
        return [...random.pick([['net.port'], ['any', '(', 'net.port', ')'], ['xnet.portx']]), 'in', right()];
      case 'type mismatch':
        return withConstant(comparisonOperatorNames, type, this.anyConstant());
      case 'operator of another type':
        return withConstant(comparisonOperatorNames, type, right());
      case 'lower of another type':
        this.note(mistake);
        return [
          ...wrapped(random.pick(['lower', 'any']), wrapped('lower', [this.field(type)])),
          operator,
          right(),
        ];
      case 'function unknown': {
        this.note(mistake);
        const name = random.pick(['upper', 'Lower', 'all', 'lower.any', 'in', 'not', 'lower_', 'a']);
        return [...wrapped(name, this.lhs(type)), operator, right()];
      }
      case 'regex invalid':
        return withConstant(['~'], 'String', this.string(random.pick(invalidPatterns)));
      case 'regex damaged':
        return withConstant(['~'], 'String', this.string(damagePattern(random, this.pattern())));
      case 'regex operator with another constant':
        return withConstant(['~'], random.pick(['String', type]), this.anyConstant());
      case 'operator unknown':
        this.note(mistake);
        return [
          ...this.lhs(type),
          random.pick([
            ...words('= === =~ !~ <> =< => *= ~~ !in IN like matches not inn containsx contain is ≠ ==^ ^=^'),
            ...words('~= << <- ==! eq'),
            ...['= =', '! =', '^ =', '>= =', 'NOT IN', 'not contains', 'not not in', ''],
          ]),
          right(),
        ];
      case 'not in with other spacing':
        this.note(mistake);
        return [
          ...this.lhs('IpAddr'),
          random.pick(['notin', 'not  in', 'not\tin', 'not\nin', 'not \r\n in']),
          this.cidr(),
        ];
      case 'not without parenthesis':
        this.note(mistake);
        return [random.pick(['!', 'not']), ...this.lhs(type), operator, right()];
      case 'parentheses around a field':
        this.note(mistake);
        if (random.chance(0.3)) return ['(', this.field(type), ')', random.pick(damagedConstants)];
        return ['(', this.field(type), ')', operator, right()];
      case 'reversed predicate':
        this.note(mistake);
        return [random.chance(0.7) ? right() : random.pick(damagedConstants), operator, this.field(type)];
      case 'hyphen in a name':
        this.note(mistake);
        return [
          random.pick([
            'http.headers.x-request-id',
            'a-b',
            'http.headers.x-1',
            'http.headers.-x',
            'a-b -c -d',
          ]),
          '==',
          '"a"',
        ];
      case 'hyphen in the name of a function':
        this.note(mistake);
        return [
          ...wrapped(random.pick(['lower-case', 'a-b', 'any -x']), [this.field(type)]),
          operator,
          right(),
        ];
      case 'comment':
        this.note(mistake);
        return [...this.lhs(type), operator, right(), random.pick(['# c', '// c\n', '-- c', '/* c */'])];
      case 'list of constants':
        this.note(mistake);
        return [...this.lhs(type), operator, '(', right(), ',', right(), ')'];
      default:
        // Made where terms are made.
        this.mistakesLeft++;
        return [...this.lhs(type), operator, right()];
    }
  }

  // Damage

  private damagePieces(pieces: string[]): string[] {
    const { random } = this;
    let damaged = pieces;
    for (let i = random.between(1, 2); i > 0; i--) {
      const at = random.below(damaged.length);
      const kind = random.pick(pieceMutations);
      this.note(kind);
      switch (kind) {
        case 'piece deleted':
          damaged = damaged.toSpliced(at, 1);
          break;
        case 'piece duplicated':
          damaged = damaged.toSpliced(at, 0, damaged[at]!);
          break;
        case 'pieces swapped': {
          const other = random.below(damaged.length);
          damaged = damaged.with(at, damaged[other]!).with(other, damaged[at]!);
          break;
        }
        case 'piece inserted':
          damaged = damaged.toSpliced(at, random.below(2), random.pick(strangers));
          break;
        case 'pieces glued':
          this.glueEverything = true;
          break;
        case 'two expressions joined':
          damaged = [...damaged, ...this.expression(1)];
          break;
        case 'net.port put in':
          damaged = damaged.with(
            at,
            random.pick(['net.port', 'net.port =', 'anet.port', 'net.ports', 'net.port\v=']),
          );
          break;
      }
      if (damaged.length === 0) return [''];
    }
    return damaged;
  }

  private damageText(text: string): string {
    const { random } = this;
    const characters = [...text];
    for (let i = random.between(1, 3); i > 0; i--) {
      const at = random.below(characters.length + 1);
      const kind = random.pick(textMutations);
      // An empty text is soon known.
      if (kind === 'text emptied' && random.chance(0.9)) continue;
      this.note(kind);
      switch (kind) {
        case 'character deleted':
          characters.splice(at, 1);
          break;
        case 'character duplicated':
          characters.splice(at, 0, ...characters.slice(at, at + 1));
          break;
        case 'characters swapped':
          characters.splice(at, 2, ...characters.slice(at, at + 2).reverse());
          break;
        case 'character inserted':
          characters.splice(at, 0, ...random.pick(strangers));
          break;
        case 'text truncated':
          characters.length = at;
          break;
        case 'NUL inserted':
          characters.splice(at, 0, '\0');
          break;
        case 'other white space put in': {
          const spaces = characters.flatMap((character, i) => (character === ' ' ? [i] : []));
          const other = random.pick(['\u00a0', '\v', '\f', '\u0085', '\u2028', '\u3000', '\ufeff']);
          characters.splice(spaces.length > 0 ? random.pick(spaces) : at, 1, other);
          break;
        }
        case 'text emptied':
          characters.splice(0, characters.length, ...random.pick(['', ' ', '\n', ' \t\r\n']));
          break;
      }
    }
    return characters.join('');
  }

  // White space

  private join(pieces: readonly string[]): string {
    const { random } = this;
    let text = this.outerSpace();
    for (const [i, piece] of pieces.entries()) {
      const before = pieces[i - 1];
      if (before !== undefined) {
        const isNeeded = isWordCharacter.test(before.at(-1) ?? '') && isWordCharacter.test(piece[0] ?? '');
        const isGlued = wordOperators.has(before);
        if (isNeeded && !isGlued && !this.glueEverything) text += this.someSpace();
        else if (this.glueEverything || random.chance(0.3)) {
          this.note('WHITESPACE none');
          if (isGlued) this.note('binary_operator word glued to its constant');
        } else text += this.someSpace();
      }
      text += piece;
    }
    return text + this.outerSpace();
  }

  private outerSpace(): string {
    if (this.random.chance(0.9)) return '';
    this.note('matcher surrounded by white space');
    return this.someSpace();
  }

  private someSpace(): string {
    const { random } = this;
    const space = random.chance(0.8) ? ' ' : random.pick(['  ', '\t', '\n', '\r\n', '\r', ' \n\t ', '\n\n']);
    if (space.includes(' ')) this.note('WHITESPACE " "');
    if (space.includes('\t')) this.note('WHITESPACE "\\t"');
    if (space.includes('\r')) this.note('WHITESPACE "\\r"');
    if (space.includes('\n')) this.note('WHITESPACE "\\n"');
    return space;
  }
}

const wrapped = (name: string, pieces: readonly string[]): string[] => [name, '(', ...pieces, ')'];

const ipv4Text = (bits: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');

const network = (bits: bigint, width: number, length: number): bigint =>
  (bits >> BigInt(width - length)) << BigInt(width - length);
