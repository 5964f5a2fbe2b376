/**
 * The words for the arguments of problems of expressions, and the titles of their fixes. What the language has is read from
 * its table, so that no sentence forgets an operator or a field.
 */

import {
  type ComparisonOperator,
  type ConstantKind,
  comparisonOperatorNames,
  comparisonOperators,
  type ExpressionFix,
  type ExpressionFixArguments,
  type ExpressionFixCode,
  type ExpressionProblemArguments,
  type Feature,
  type FieldType,
  fieldRoots,
  matchingFields,
  type NeverReason,
  type PlainDifference,
  type Subsystem,
  transformFunctions,
  type Unclosed,
} from '../../grammar/index.js';

const code = (text: string): string => `\`${text}\``;

const constantWords: Readonly<Record<ConstantKind, string>> = {
  string: 'a string',
  int: 'an integer',
  ip: 'an IP address',
  cidr: 'a CIDR range',
};

export const constantInWords = (kind: ConstantKind): string => constantWords[kind];

/** `a String field`, `any field` */
export const fieldInWords = (type: FieldType | 'any'): string =>
  type === 'any' ? 'any field' : `${type === 'String' ? 'a' : 'an'} ${type} field`;

type Syntax = ExpressionProblemArguments['expression-syntax'];

const expectedWords = {
  term: 'a field or `(`',
  field: 'a field',
  operator: 'an operator',
  constant: 'a constant',
  connector: '`&&` or `||`',
} as const;

/** What is expected, and what is there. */
export function syntaxMessage(args: Syntax): string {
  const { expected } = args;
  const wanted = expected === 'call' ? `\`(\` behind ${code(args.name)}` : expectedWords[expected];
  if (args.found === 'end') return `Expected ${wanted}, but the expression ends here.`;
  // After something that was meant as a constant, what one looks like.
  const isMeant = expected === 'constant' && !/^[()&|]/.test(args.text);
  const kinds = isMeant ? ' ("text", r#"text"#, a number or an IP address)' : '';
  return `Expected ${wanted}${kinds}, found ${code(args.text)}.`;
}

const beginsLikeField = new RegExp(`^(?:${fieldRoots.join('|')})\\.`);

/** What to do where something is missing or in the way, and what is meant is not obvious. */
export function syntaxHint(args: Syntax): string {
  if (args.found === 'end') return '';
  const { expected, text } = args;
  if (expected === 'constant' && /^[([{]/.test(text)) {
    return 'One constant stands here; several are compared one by one: `field == "a" || field == "b"`.';
  }
  if (/^(?:null|nil|None|undefined)$/.test(text)) {
    return 'There is no such constant: where a field is absent, every comparison with it is false.';
  }
  if (expected === 'constant' && beginsLikeField.test(text)) {
    return 'Two fields cannot be compared: the field stands left, a constant right.';
  }
  return expected === 'term' && /^["0-9r]/.test(text)
    ? 'A comparison is `field operator constant`, in this order, on both sides of `&&` and `||`.'
    : '';
}

export function unclosedMessage(args: Unclosed): string {
  switch (args.what) {
    case 'string':
      return 'This string is not closed: `"` is missing.';
    case 'raw-string':
      return 'This raw string is not closed: `"#` is missing.';
    case 'group':
      return '`(` is not closed: `)` is missing.';
    case 'call':
      return `${code(`${args.name}(`)} is not closed: \`)\` is missing.`;
  }
}

/** Every operator. */
export const operatorsInWords = (): string => comparisonOperatorNames.map(code).join(' ');

/** Every function: `` `lower( … )` and `any( … )` ``. */
export const functionsInWords = (): string =>
  Object.keys(transformFunctions)
    .map((name) => code(`${name}( … )`))
    .join(' and ');

/** The fields of a subsystem; those that differ only in what is behind `net.src.` are one. */
function fieldsInWords(subsystem: Subsystem): string[] {
  const names = matchingFields.filter(({ subsystems }) => subsystems.includes(subsystem));
  const short = names.map(({ name }) => name.replace(/^(net\.\w+)\.\w+$/, '$1.*').replace(/\.len$/, '.*'));
  return [...new Set(short)].sort().map(code);
}

/** The names that every name with one more part begins with. */
const listed = matchingFields.filter(({ name }) => name.endsWith('.*')).map(({ name }) => name.slice(0, -2));

export function fieldHint(name: string, subsystem: Subsystem): string {
  if (subsystem === 'stream') {
    const fields = fieldsInWords(subsystem);
    return `They have ${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}; the first of the \`protocols\` decides what a route is.`;
  }
  const prefix = listed.find((one) => name === one || name.startsWith(`${one}.`));
  if (prefix === undefined) return `Those are ${fieldsInWords(subsystem).join(' ')}.`;
  return `Behind \`${prefix}.\` stands one name, without points.`;
}

/** A piece of the language that came later. */
export const pieceInWords = (what: ComparisonOperator | Feature): string =>
  what === 'negation' ? '`!( … )`' : what === 'raw-string' ? 'A raw string (`r#"…"#`)' : code(what);

export function operatorTypeMessage(args: ExpressionProblemArguments['expression-operator-type']): string {
  const { operator } = args;
  const { operands } = comparisonOperators[operator];
  if (operands === 'same') return `${code(operator)} compares a field with a constant of its type.`;
  const needed = { field: fieldInWords(operands.field), constant: constantInWords(operands.constant) };
  switch (args.wrong) {
    case 'constant':
      return `${code(operator)} needs ${needed.constant}, found ${constantInWords(args.constant)}.`;
    case 'field':
      return `${code(operator)} needs ${needed.field}, found one of type ${args.type}.`;
    case 'both':
      return `${code(operator)} needs ${needed.field} and ${needed.constant}, found ${args.type} and ${constantInWords(args.constant)}.`;
  }
}

const differenceWords: Readonly<Record<PlainDifference, string>> = {
  'strip-path-nothing': '`strip_path` then cuts nothing',
  'strip-path-less': '`strip_path` then cuts less',
  'line-breaks': 'line breaks then match, too',
};

export const differencesInWords = (differences: readonly PlainDifference[]): string =>
  differences.map((one) => differenceWords[one]).join('; ');

/** Why no request has a value. */
export function neverInWords(reason: NeverReason): string {
  switch (reason.why) {
    case 'lower':
      return '`lower( … )` leaves no capitals';
    case 'method-case':
      return 'methods are sent in capitals';
    case 'method-characters':
      return 'a method is made of capital letters';
    case 'host-url':
      return '`http.host` is the host alone';
    case 'host-slash':
      return 'a host has no `/`';
    case 'host-port':
      return '`http.host` is without the port, which is in `net.dst.port`';
    case 'wildcard':
      return `\`*\` stands for itself, and ${reason.of === 'host' ? 'a host' : 'a server name'} has none`;
    case 'path-slash':
      return '`http.path` starts with `/`';
    case 'query-string':
      return `${code(reason.name)} is without the query string`;
    case 'normalized':
      return `${code(reason.name)} is normalized: decoded, without \`//\` and dot segments`;
    case 'segment-empty':
      return 'a segment is never empty';
    case 'segment-slash':
      return 'a segment has no `/`';
    case 'segments-outer-slash':
      return 'segments have a `/` only between them';
    case 'segments-count':
      return `${code(reason.name)} is ${reason.count} segments`;
    case 'header-case':
      return 'before Gateway 3.6 the values of headers are in lower case';
    case 'protocol':
      return `\`net.protocol\` is one of ${reason.protocols.map(code).join(', ')} on these routes`;
    case 'port':
      return 'a port is a number from 0 to 65535';
    case 'length':
      return 'a length is never negative';
    case 'raw-path':
      return '`http.raw_path` never had a value';
    case 'other-subsystem':
    case 'before-3.6': {
      const routes = reason.subsystem === 'http' ? 'HTTP' : 'stream';
      const until = reason.why === 'before-3.6' ? ' before Gateway 3.6' : '';
      const fails = reason.fails ? ', and Kong fails on every request while a route asks for it' : '';
      return `${code(reason.name)} has no value on ${routes} routes${until}${fails}`;
    }
  }
}

const fixTitles: { readonly [Code in ExpressionFixCode]: (args: ExpressionFixArguments[Code]) => string } = {
  write: ({ text }) => `Write ${code(text)}`,
  insert: ({ text }) => `Insert ${code(text)}`,
  remove: ({ text }) => `Remove the ${code(text)}`,
  'remove-comment': () => 'Remove the comment',
  'remove-double-negation': () => 'Remove `!!`',
  'remove-function': ({ name }) => `Remove ${code(`${name}( … )`)}`,
  'write-call': () => 'Write `( … )`',
  'write-list': ({ operator }) => `Write ${code(`( … ${operator} … )`)}`,
  'write-negation': ({ operator }) => `Write ${code(operator ? `!( … ${operator} … )` : '!( … )')}`,
  'write-raw-string': () => 'Write it as a raw string',
  'write-parentheses': () => 'Write the parentheses that are meant by Kong',
  'remove-term': ({ isRecorded }) =>
    isRecorded ? 'Remove it: `strip_path` and captures then go by what stands between the two' : 'Remove it',
  'write-connector': ({ operator }) =>
    operator === '||' ? 'Write `||`: one of them is enough' : 'Write `&&`: all of them have to be true',
  'write-anchor': () => 'Begin with `^`: the path has to start there',
  'write-host': ({ text }) => `Write ${code(text)}, as clients send it`,
  'write-plain': ({ text, differences }) =>
    [`Write ${code(text)}`, ...differences.map((one) => differenceWords[one])].join('; '),
  'write-opposite': ({ name }) => `Write \`!( … == … )\`, which is true without ${code(name)} as well`,
  'write-family': ({ name, family }) =>
    `Add \`${name} in ${family === 4 ? '0.0.0.0/0' : '::/0'}\`: only IPv${family} addresses then match`,
  'write-alternative': ({ text }) => `Ask for ${code(text)} here, too`,
  'write-any': () => 'Write `any( … )`: one of several values is enough',
};

/** The title of a fix, for a menu. */
export const fixTitle = (fix: ExpressionFix): string =>
  (fixTitles[fix.code] as (args: ExpressionFix['args']) => string)(fix.args);
