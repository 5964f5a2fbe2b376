/**
 * The words for the arguments of expression problems, and the titles of their fixes. Operators and fields are listed from
 * the table of the language, so that no sentence misses one.
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
  findField,
  formerFields,
  type GatewayVersion,
  hasValues,
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

/** What was expected, and what was found. */
export function syntaxMessage(args: Syntax): string {
  const { expected } = args;
  const wanted = expected === 'call' ? `\`(\` after ${code(args.name)}` : expectedWords[expected];
  if (args.found === 'end') return `Expected ${wanted}, but the expression ends here.`;
  // If the text looks like an attempt at a constant, show what constants look like.
  const isMeant = expected === 'constant' && !/^[()&|]/.test(args.text);
  const kinds = isMeant ? ' ("text", r#"text"#, a number or an IP address)' : '';
  return `Expected ${wanted}${kinds}, found ${code(args.text)}.`;
}

const beginsLikeField = new RegExp(`^(?:${fieldRoots.join('|')})\\.`);

/** What to do when something is missing or unexpected and there is no obvious fix. */
export function syntaxHint(args: Syntax): string {
  if (args.found === 'end') return '';
  const { expected, text } = args;
  if (expected === 'constant' && /^[([{]/.test(text)) {
    return 'Only one constant is allowed here. To compare with several, write `field == "a" || field == "b"`.';
  }
  if (/^(?:null|nil|None|undefined)$/.test(text)) {
    return 'There is no such constant. Every comparison with an absent field is false.';
  }
  if (expected === 'constant' && beginsLikeField.test(text)) {
    return 'Two fields cannot be compared: write the field on the left and a constant on the right.';
  }
  return expected === 'term' && /^["0-9r]/.test(text)
    ? 'Write each side of `&&` and `||` as `field operator constant`, in this order.'
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

/** The fields of requests of a subsystem; fields that differ only in the part after `net.src.` are listed once. */
function fieldsInWords(subsystem: Subsystem, version: GatewayVersion): string[] {
  const fields = [...matchingFields, ...formerFields].filter(
    ({ name }) => findField(name, subsystem, version) && hasValues(name, subsystem, version),
  );
  const short = fields.map(({ name }) => name.replace(/^(net\.\w+)\.\w+$/, '$1.*').replace(/\.len$/, '.*'));
  return [...new Set(short)].sort().map(code);
}

/** The prefixes of fields with a name of their own, such as `http.headers`. */
const listed = matchingFields.filter(({ name }) => name.endsWith('.*')).map(({ name }) => name.slice(0, -2));

export function fieldHint(name: string, subsystem: Subsystem, version: GatewayVersion): string {
  if (subsystem === 'stream') {
    const fields = fieldsInWords(subsystem, version);
    return `Stream routes have ${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}. The first of the \`protocols\` decides whether a route is an HTTP or a stream route.`;
  }
  if (/cookie/i.test(name)) return 'The cookies of a request are in `http.headers.cookie`, as one text.';
  const prefix = listed.find((one) => name === one || name.startsWith(`${one}.`));
  if (prefix === undefined) return `HTTP routes have ${fieldsInWords(subsystem, version).join(' ')}.`;
  return `\`${prefix}.\` is followed by one name, without dots.`;
}

/** Syntax that a later version added to the language. */
export const pieceInWords = (what: ComparisonOperator | Feature): string =>
  what === 'negation' ? '`!( … )`' : what === 'raw-string' ? 'Raw string syntax (`r#"…"#`)' : code(what);

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
  'strip-path-nothing': '`strip_path` then strips nothing',
  'strip-path-less': '`strip_path` then strips less',
  'line-breaks': 'it also matches line breaks',
};

export const differencesInWords = (differences: readonly PlainDifference[]): string =>
  differences.map((one) => differenceWords[one]).join('; ');

/** Why no request has a value. */
export function neverInWords(reason: NeverReason): string {
  switch (reason.why) {
    case 'lower':
      return '`lower( … )` never produces capital letters';
    case 'method-case':
      return 'methods are sent in capital letters';
    case 'method-characters':
      return 'a method consists of capital letters';
    case 'host-url':
      return '`http.host` contains only the host';
    case 'host-slash':
      return 'a host has no `/`';
    case 'host-port':
      return '`http.host` does not contain the port, which is in `net.dst.port`';
    case 'wildcard':
      return `\`*\` is not a wildcard here, and ${reason.of === 'host' ? 'a host' : 'a server name'} never contains it`;
    case 'path-slash':
      return '`http.path` starts with `/`';
    case 'query-string':
      return `${code(reason.name)} does not contain the query string`;
    case 'normalized':
      return `${code(reason.name)} is normalized: it is decoded and has no \`//\` and no dot segments`;
    case 'segment-empty':
      return 'a segment is never empty';
    case 'segment-slash':
      return 'a segment never contains `/`';
    case 'segments-outer-slash':
      return 'a range of segments has `/` only between segments';
    case 'segments-count':
      return `${code(reason.name)} has ${reason.count} segments`;
    case 'header-case':
      return 'before Gateway 3.6, Kong compares header values in lower case';
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
      const fails = reason.fails ? ', and Kong fails on every request while a route uses it' : '';
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
  'write-parentheses': () => 'Add the parentheses that Kong implies',
  'remove-term': ({ isRecorded }) =>
    isRecorded ? 'Remove it: `strip_path` and captures then follow the term between the two' : 'Remove it',
  'write-connector': ({ operator }) =>
    operator === '||' ? 'Write `||`: one of them must be true' : 'Write `&&`: all of them must be true',
  'write-anchor': () => 'Begin with `^`: match only at the start of the path',
  'write-host': ({ text }) => `Write ${code(text)}, as clients send it`,
  'write-plain': ({ text, differences }) =>
    [`Write ${code(text)}`, ...differences.map((one) => differenceWords[one])].join('; '),
  'write-opposite': ({ name }) => `Write \`!( … == … )\`, which is also true if ${code(name)} is absent`,
  'write-family': ({ name, family }) =>
    `Add \`${name} in ${family === 4 ? '0.0.0.0/0' : '::/0'}\`: then only IPv${family} addresses match`,
  'write-alternative': ({ text }) => `Also require ${code(text)} here`,
  'write-any': () => 'Write `any( … )`: one matching value is enough',
};

/** The title of a fix, for a menu. */
export const expressionFixTitle = (fix: Pick<ExpressionFix, 'code' | 'args'>): string =>
  (fixTitles[fix.code] as (args: ExpressionFix['args']) => string)(fix.args);
