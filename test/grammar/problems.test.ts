/** Every mistake has one code and one exact place, and what is independent of it is reported as well. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Expression, type ExpressionProblem, readExpression } from '../../grammar/index.js';
import { assertProblems, type Row } from '../support/problem-table.js';

/** White space that one sees. */
const named = (marked: string) =>
  JSON.stringify(marked).replace(/[^ -~]/g, (c) => `U+${c.charCodeAt(0).toString(16)}`);

function table(name: string, rows: readonly Row[], options?: Parameters<typeof assertProblems>[1]): void {
  describe(name, () => {
    for (const row of rows)
      it(`${named(row[0])} ${row.slice(1).join(', ')}`, () => assertProblems(row, options));
  });
}

table('nothing to report', [
  ['http.path == "/a"'],
  [' \t\r\nhttp.path\t==\n"/a"\r'],
  ['!(http.path == "/a") && !(!(http.host == "b")) || (((net.dst.port == 80)))'],
  ['net.src.ip in10.0.0.0/8&&net.src.ip not in::1/128&&http.path contains"a"'],
  ['http.path containsr#"a"#'],
  ['any(lower(any(http.headers.x))) =^ r#"""#'],
  ['net.dst.port == -9223372036854775807 || net.dst.port == 0x7FFFFFFFFFFFFFFF || net.dst.port == 09'],
  ['http.headers. == "1"'],
  ['http.path == "a\nb\tc\u00a0d"'],
]);

table('an empty expression', [
  ['<|>', 'empty'],
  ['<| \t\r\n|>', 'empty'],
  ['<|# nothing else|><|>', 'comment', 'syntax'],
]);

table('operators', [
  ['http.path <|=|> "/a"', 'unknown-operator'],
  ['http.path<|===|>"/a"', 'unknown-operator'],
  ['http.path <|=~|> "/a"', 'unknown-operator'],
  ['http.path <|!~|> "/a"', 'unknown-operator'],
  ['http.path <|<>|> "/a"', 'unknown-operator'],
  ['http.path <|≠|> "/a"', 'unknown-operator'],
  ['http.path <|like|> "/a"', 'unknown-operator'],
  ['http.path <|containsx|> "/a"', 'unknown-operator'],
  ['net.src.ip <|inside|> 10.0.0.0/8', 'unknown-operator'],
  ['net.src.ip <|IN|> 10.0.0.0/8', 'unknown-operator'],
  ['net.src.ip <|not  in|> 10.0.0.0/8', 'not-in-spacing'],
  ['net.src.ip <|notin|> 10.0.0.0/8', 'not-in-spacing'],
  ['net.src.ip <|not\r\nin|>::1/128', 'not-in-spacing'],
  ['http.path <|"/a"|>', 'syntax'],
  ['http.path<|>', 'syntax'],
  ['http.path <|&&|> http.host == "b"', 'syntax'],
]);

table('constants', [
  ["http.path == <|'/a'|>", 'syntax'],
  ['http.path == <|/a|>', 'syntax'],
  ['http.path == <|http.host|>', 'syntax'],
  ['http.path == <|[|>"/a"]', 'syntax'],
  ['http.path in <|(|>"/a", "/b")', 'syntax'],
  ['http.path ==<|>', 'syntax'],
  ['(http.path ==<|)|>', 'syntax'],
  ['http.path == <|&&|> http.host == "b"', 'syntax'],
  ['http.path == <|"/a|>', 'unclosed'],
  ['http.path == <|"/a\\"|>', 'unclosed'],
  ['http.path == <|r#"/a"|>', 'unclosed'],
  ['http.path == <|r|>"/a"', 'syntax'],
  ['http.path == "/<|\\d|>+"', 'escape'],
  ['http.path == "😀<|\\😀|>"', 'escape'],
  ['http.path == "<|\\\n|>"', 'escape'],
  ['net.dst.port == <|9223372036854775808|>', 'integer-range'],
  ['net.dst.port == <|-9223372036854775808|>', 'integer-range'],
  ['net.dst.port == <|0x8000000000000000|>', 'integer-range'],
  ['net.dst.port == 01<|8|>', 'syntax'],
  ['net.dst.port == 0<|x|>', 'syntax'],
  ['net.dst.port == 80<|.0|>', 'syntax'],
  ['net.src.ip == <|256.0.0.1|>', 'ip-address'],
  ['net.src.ip == <|1.2.3.04|>', 'ip-address'],
  ['net.src.ip == <|1.2.3.040|>0', 'ip-address'],
  ['net.src.ip == <|1::2::3|>', 'ip-address'],
  ['net.src.ip == <|1:2:3:4:5:6:7|>', 'ip-address'],
  ['net.src.ip == <|a:b|>', 'ip-address'],
  ['net.src.ip == ::ffff:1<|.2.3.4|>', 'syntax'],
  ['net.src.ip in <|10.0.0.0/33|>', 'cidr-length'],
  ['net.src.ip in <|::/129|>', 'cidr-length'],
  ['net.src.ip in <|10.1.0.0/8|>', 'cidr-host-bits'],
  ['net.src.ip in <|::1/64|>', 'cidr-host-bits'],
]);

table('terms and what is between them', [
  ['http.path == "/a" <|and|> http.host == "b"', 'syntax'],
  ['http.path == "/a" <|AND|> http.host == "b"', 'syntax'],
  ['http.path == "/a" <|&|> http.host == "b"', 'syntax'],
  ['http.path == "/a" <|http.host|> == "b"', 'syntax'],
  ['http.path == "/a" <|(|>http.host == "b")', 'syntax'],
  ['http.path == "/a" <|extra|>', 'syntax'],
  ['http.path == "/a"<|;|>', 'syntax'],
  ['http.path == "/a" && <|!|>', 'not'],
  ['http.path == "/a" &&<|>', 'syntax'],
  ['http.path == "/a" && <||||> http.host == "b"', 'syntax'],
  ['<|&&|> http.path == "/a"', 'syntax'],
  ['<|"/a"|> == http.path', 'syntax'],
  ['<|==|> "/a"', 'syntax'],
  ['<|!|>http.path == "/a"', 'not'],
  ['<|!|>!(http.path == "/a")', 'not'],
  ['!<|!|>!(http.path == "/a")', 'not'],
  ['<|not|> (http.path == "/a")', 'unknown-function'],
  ['http.path == "/a" <|# b|>', 'comment'],
  ['<|// a|>\nhttp.path == "/a"', 'comment'],
  ['<|http.headers.x-request-id|> == "1"', 'hyphen'],
  ['http.path<|\u00a0|>== "/a"', 'syntax'],
  ['http.path == "/a"<|\u00a0|>', 'syntax'],
]);

table('parentheses', [
  ['<|(|>http.path == "/a"', 'unclosed'],
  ['!<|(|>http.path == "/a"', 'unclosed'],
  ['http.path == "/a"<|)|>', 'unopened'],
  ['(http.path == "/a")<|)|> && http.host == "b"', 'unopened'],
  ['http.path == "/a"<|)|> && (http.host == "b")<|)|> || tls.sni == "c"', 'unopened', 'unopened'],
  ['(<|)|>', 'syntax'],
  ['lower(http.path) <|<|)|>|>', 'syntax', 'unopened'],
  ['(http.path<|)|> == "/a"', 'syntax'],
  ['<|lower(|>http.path == "/a")', 'unclosed'],
  ['(<|lower(|>http.path == "/a") && <|http.hos|> == "b")', 'unclosed', 'unknown-field'],
  ['lower(<|)|> == "/a"', 'syntax'],
]);

table('fields, functions and types', [
  ['<|http.pathh|> == "/a"', 'unknown-field'],
  ['lower(<|HTTP.path|>) == "/a"', 'unknown-field'],
  ['<|http.headers.a.b|> == "1"', 'unknown-field'],
  ['<|net.port|> in 10.0.0.0/8', 'unknown-field'],
  ['<|upper|>(http.path) == "/a"', 'unknown-function'],
  ['lower(<|upper|>(http.path)) == "/a"', 'unknown-function'],
  ['<|lower(net.dst.port)|> == 80', 'lower-type'],
  ['<|any(lower(net.src.ip))|> == ::1', 'lower-type'],
  ['net.dst.port == <|"80"|>', 'type-mismatch'],
  ['http.path == <|10.0.0.0/8|>', 'type-mismatch'],
  ['net.src.ip == <|10.0.0.0/8|>', 'type-mismatch'],
  ['http.path <|<=|> "/a"', 'operator-type'],
  ['net.dst.port <|^=|> 80', 'operator-type'],
  ['http.path <|in|> "/a"', 'operator-type'],
  ['net.src.ip <|not in|> ::1', 'operator-type'],
  ['net.dst.port <|~|> "80"', 'operator-type'],
  ['http.path ~ <|80|>', 'operator-type'],
  ['<|http.path.segments.01|> == "a"', 'segments'],
  ['any(<|http.path.segments.2_1|>) == "a"', 'segments'],
]);

table('fields of the stream subsystem', [['tls.sni == "a"'], ['<|http.path|> == "/a"', 'unknown-field']], {
  subsystem: 'stream',
});

table('what Kong changes before the engine sees it', [
  ['<|net.port|> == 80', 'net-port'],
  ['<|net.port|>\n<= 80 && <|net.port|>!=81', 'net-port', 'net-port'],
  // White space for Kong's own regex, but not for the engine.
  ['<|net.port|><|\v|>== 80', 'net-port', 'syntax'],
  ['http.path == "<|net.port|> = 1"', 'net-port'],
  ['<|net.port|> == <|"80"|>', 'net-port', 'type-mismatch'],
  ['<|net.port|> == 80 <|and|> <|net.port|> in 10.0.0.0/8', 'net-port', 'syntax', 'unknown-field'],
  ['http.path == "/a"<|\0|> and this is not read', 'nul'],
  ['<|><|\0|>http.path == "/a"', 'nul', 'empty'],
  ['http.path == <|"/a|><|\0|>"', 'unclosed', 'nul'],
]);

describe('Gateway versions', () => {
  it('accepts leading zeros in an IPv4 range before 3.10', () => {
    assertProblems(['net.src.ip in 010.0.0.00/08'], { gateway: '3.9' });
    assertProblems(['net.src.ip in <|010.0.0.00/08|>', 'ip-address'], { gateway: '3.10' });
  });
  it('has net.port as a field before 3.6, and rewrites it since', () => {
    assertProblems(['net.port == 80'], { gateway: '3.5.0' });
    assertProblems(['net.port == 80'], { gateway: '3.0' });
    assertProblems(['<|net.port|> == 80', 'net-port'], { gateway: '3.6.0' });
  });
  it('has raw strings and `contains` since 3.4', () => {
    const row = 'http.path <|contains|> <|r#"/a"#|> && http.host == <|r#"b"#|>';
    assertProblems([row, 'since', 'since', 'since'], { gateway: '3.3.1' });
    assertProblems(['http.path contains r#"/a"#'], { gateway: '3.4.0' });
  });
  it('has negation since 3.6, in Enterprise since 3.5.0.4 and 3.4.3.5', () => {
    const row = ['<|!|>(http.path == "/a" || (<|!|>(http.path == "/b")))', 'since', 'since'] as const;
    for (const gateway of ['3.0', '3.4', '3.5.0', '3.5.0.3', '3.4.3.4']) assertProblems(row, { gateway });
    for (const gateway of ['3.6.0', '3.5.0.4', '3.4.3.5', '3.10']) {
      assertProblems(['!(http.path == "/a")'], { gateway });
    }
  });
  it('has queries since 3.4.1, segments and addresses in HTTP since 3.6', () => {
    assertProblems(['<|http.queries.a|> == "1"', 'field-since'], { gateway: '3.4.0' });
    assertProblems(['http.queries.a == "1"'], { gateway: '3.4.1' });
    const segments = '<|http.path.segments.0|> == "a" || <|http.path.segments.len|> == 1';
    assertProblems([segments, 'field-since', 'field-since'], { gateway: '3.5.0' });
    assertProblems(['http.path.segments.0 == "a"'], { gateway: '3.6.0' });
    assertProblems(['<|net.src.ip|> in 10.0.0.0/8', 'field-since'], { gateway: '3.3.1' });
    assertProblems(['<|net.dst.port|> == 80', 'field-since'], { gateway: '3.3.1', subsystem: 'stream' });
    // One schema for both subsystems.
    assertProblems(['net.src.ip in 10.0.0.0/8'], { gateway: '3.4.0' });
    assertProblems(['http.path == "/a"'], { gateway: '3.5.0', subsystem: 'stream' });
    assertProblems(['<|http.path|> == "/a"', 'unknown-field'], { gateway: '3.6.0', subsystem: 'stream' });
  });
  it('has http.raw_path before 3.4.1', () => {
    assertProblems(['http.raw_path == "/a"'], { gateway: '3.4.0' });
    assertProblems(['<|http.raw_path|> == "/a"', 'unknown-field'], { gateway: '3.4.1' });
  });
  it('binds `||` tighter since 3.4, and both alike before', () => {
    const shape = (text: string, gatewayVersion: number[]) => {
      const write = (tree: Expression | null): string =>
        tree?.kind === 'logical'
          ? `(${tree.terms.map(write).join(` ${tree.operator} `)})`
          : tree?.kind === 'group'
            ? `[${write(tree.expression)}]`
            : text.slice(tree!.span.start, tree!.span.end);
      const { tree, problems } = readExpression(text, { subsystem: 'http', gatewayVersion });
      assert.deepEqual(problems, []);
      return write(tree);
    };
    const short = (text: string, version: number[]) => {
      const full = text.replace(/\b[a-e]\b/g, 'http.headers.$& == "1"');
      return shape(full, version).replace(/http\.headers\.(\w) == "1"/g, '$1');
    };
    for (const [text, since, before] of [
      ['a && b || c', '(a && (b || c))', '((a && b) || c)'],
      ['a || b && c', '((a || b) && c)', '((a || b) && c)'],
      ['a && b || c && d || e', '(a && (b || c) && (d || e))', '((((a && b) || c) && d) || e)'],
      ['a && b && c', '(a && b && c)', '(a && b && c)'],
      ['a || (b && c) || d', '(a || [(b && c)] || d)', '(a || [(b && c)] || d)'],
    ] as const) {
      assert.equal(short(text, [3, 4]), since);
      assert.equal(short(text, [3, 3, 1]), before);
    }
  });
});

table('regexes: the part that is wrong', [
  ['http.path ~ "^/<|(|>a"', 'regex'],
  ['http.path ~ r#"^/<|(?=|>a)"#', 'regex'],
  ['http.path ~ "a<|{2,1}|>"', 'regex'],
  ['http.path ~ r#"<|\\h|>+"#', 'regex'],
  // Of two places the later is the offender.
  ['http.path ~ r#"(?P<id>a)(?P<<|id|>>b)"#', 'regex'],
  // Columns of the crate are characters, offsets are UTF-16 units.
  ['http.path ~ "😀ü😀<|(|>😀"', 'regex'],
  ['http.path ~ "\t<|(|>"', 'regex'],
]);

table('regexes: the whole literal, where its characters are not those of the pattern', [
  ['http.path ~ <|"^/\\\\d("|>', 'regex'],
  ['http.path ~ <|"a\\"("|>', 'regex'],
  ['http.path ~ <|r#"a\n(\nb"#|>', 'regex'],
  ['http.path ~ <|"a\\n("|>', 'regex'],
  // The crate points after the end.
  ['http.path ~ <|"(?i"|>', 'regex'],
  // It points nowhere.
  ['http.path ~ <|"(a{1000}){1000}"|>', 'regex'],
  // A caret in the pattern is no mark below it.
  ['http.path ~ "^^<|(|>^^"', 'regex'],
]);

table('several mistakes, all reported', [
  ['http.path == <|GET|> && http.host ==<|>', 'syntax', 'syntax'],
  ["http.path <|=|> <|'/a'|>", 'unknown-operator', 'syntax'],
  ['<|(|>(http.path == "/a") && <|(|>http.host == "b"', 'unclosed', 'unclosed'],
  ['http.path == "<|\\d|>a<|\\x|>\\n<|\\/|>"', 'escape', 'escape', 'escape'],
  ['<|!|>http.path <|=|> "/a"', 'not', 'unknown-operator'],
  ['<|upper|>(http.path) <|=|> "/a"', 'unknown-function', 'unknown-operator'],
  ['<|Lower|>(<|upper|>(http.path)) == "/a"', 'unknown-function', 'unknown-function'],
  ['<|http.headers.x-id|> <|=|> "1"', 'hyphen', 'unknown-operator'],
  ['net.src.ip <|not  in|> <|10.1.0.0/8|>', 'not-in-spacing', 'cidr-host-bits'],
  ['net.dst.port == <|99999999999999999999|> <|http.path|> == "/a"', 'integer-range', 'syntax'],
  ['http.path == "/a" <|http.host|> <|=|> "b"', 'syntax', 'unknown-operator'],
  ['net.dst.port < <|99999999999999999999|><|(|>http.path == "/a")', 'integer-range', 'syntax'],
  ['http.path <|=|> "/a" <|and|> http.host <|=|> "b"', 'unknown-operator', 'syntax', 'unknown-operator'],
  ['http.path == "/a" <|// a|>\n && http.host <|=|> "b"', 'comment', 'unknown-operator'],
  ['(http.path <|=|> "/a")<|)|> || <|a|> == 1', 'unknown-operator', 'unopened', 'unknown-field'],
  [
    '<|a|> == 1 && http.path ~ "<|(|>" || net.dst.port == <|"80"|> && <|http.path.segments.x|> == "b"',
    'unknown-field',
    'regex',
    'type-mismatch',
    'segments',
  ],
]);

table('one mistake, and nothing that only follows from it', [
  ['http.path <|=|>', 'unknown-operator'],
  ['http.path <|=|> = "/a"', 'unknown-operator'],
  ['http.path <|is|> not "/a"', 'unknown-operator'],
  ['http.path <|=~|> /a/', 'unknown-operator'],
  ['http.path == "a<|\\d|>"b', 'escape'],
  ['http.path == "/a" <|(|>"b")', 'syntax'],
  ['http.path == "/a" <|"b"|> == http.host', 'syntax'],
  ['http.path == "/a" <|(|>("b"))', 'syntax'],
  ['!<|"a"|>', 'syntax'],
  // What the mistake touches is not judged for its meaning.
  ['a <|=|> 1', 'unknown-operator'],
  ['net.dst.port ~ <|/a/|>', 'syntax'],
  // One reason for each predicate, the engine's first.
  ['a ~ "<|(|>"', 'regex'],
]);

describe('what a message needs, as data: never a sentence, nor a part of one', () => {
  const first = (text: string): ExpressionProblem =>
    readExpression(text, { subsystem: 'http', gatewayVersion: [3, 9] }).problems[0]!;
  const wanted: Readonly<Record<string, ExpressionProblem['args']>> = {
    'http.path = "/a"': { operator: '=' },
    'http.path == /a': { expected: 'constant', found: 'text', text: '/a' },
    'http.path ==': { expected: 'constant', found: 'end' },
    'http.path': { expected: 'operator', found: 'end' },
    'http.path == "/a" "b"': { expected: 'connector', found: 'text', text: '"b"' },
    'http.path == "/a" &&': { expected: 'term', found: 'end' },
    'lower() == "/a"': { expected: 'field', found: 'text', text: ')' },
    'lower http.path == "/a"': { expected: 'call', name: 'lower', found: 'text', text: 'http.path' },
    'http.path == "\\😀"': { escape: '\\😀' },
    '(http.path == "/a"': { what: 'group' },
    'lower(http.path == "/a")': { what: 'call', name: 'lower' },
    'http.headers.x-a-b == "/a"': { name: 'http.headers.x-a-b' },
    'net.src.ip == 1.2.3.400': { text: '1.2.3.400', family: 4 },
    'net.src.ip in a:b/8': { text: 'a:b', family: 6 },
    'net.src.ip in ::/129': { text: '::/129', longest: 128 },
    'net.src.ip in 10.1.2.3/12': { text: '10.1.2.3/12', network: '10.0.0.0/12' },
    'net.src.ip in 2001:db8:0:0:1::1/48': { text: '2001:db8:0:0:1::1/48', network: '2001:db8::/48' },
    'http.path ~ "("': { message: 'unclosed group' },
    'http.path ~ "(?=a)"': {
      message: 'look-around, including look-ahead and look-behind, is not supported',
    },
    'net.dst.port == "80"': { name: 'net.dst.port', type: 'Int', constant: 'string' },
    'lower(net.dst.port) == 80': { name: 'net.dst.port', type: 'Int' },
    'http.path in "/a"': {
      operator: 'in',
      wrong: 'both',
      type: 'String',
      constant: 'string',
    },
    'http.path ~ 80': { operator: '~', wrong: 'constant', constant: 'int' },
    'net.dst.port ~ "80"': { operator: '~', wrong: 'field', type: 'Int' },
    'a == "b"': { name: 'a', subsystem: 'http', gatewayVersion: [3, 9] },
  };
  for (const [text, args] of Object.entries(wanted)) {
    it(text, () => assert.deepEqual(first(text).args, args));
  }
});
