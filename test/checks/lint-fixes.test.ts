/**
 * Advice is true, and a quick fix does what it says: proved on requests by the real engine (`test/support/advice-proof.ts`
 * says how), for what is written here and for what is generated.
 *
 *     KONG_ROUTES_FUZZ=20000 KONG_ROUTES_SEED=7 node --test out/test/checks/lint-fixes.test.js
 */

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse, readExpression } from '../../grammar/index.js';
import { lint } from '../../grammar/lints/index.js';
import { codeActions } from '../../server/lsp/requests/code-action.js';
import type { ProblemCode } from '../../server/problems/codes.js';
import { fixTitle } from '../../server/problems/fix-titles.js';
import { isLint, problems } from '../../server/problems/messages.js';
import { generate } from '../fuzz/generator.js';
import { generateAdvised } from '../fuzz/lint-generator.js';
import { Random } from '../fuzz/random.js';
import { adviceOn, applied, canBe, prove, type Tally } from '../support/advice-proof.js';
import { Engine } from '../support/engine.js';
import { engineTree } from '../support/engine-tree.js';
import { interpret } from '../support/interpreter.js';
import { requestsFor } from '../support/request-generator.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

const count = Number(process.env.KONG_ROUTES_FUZZ ?? 300);
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

const lintCodes = (Object.keys(problems) as ProblemCode[]).filter(isLint);

/** Which fixes there are of each code of an expression. One that is not here has no proof. */
const fixes: Readonly<Partial<Record<ProblemCode, readonly ('keeps' | 'changes' | 'none')[]>>> = {
  'expression-net-port': ['keeps'],
  'expression-precedence': ['keeps'],
  'expression-absent': ['changes'],
  'expression-all-values': ['changes'],
  'expression-unanchored': ['changes', 'none'],
  'expression-simple-regex': ['changes', 'keeps'],
  'expression-never': ['changes', 'none'],
  'expression-header-case': ['keeps'],
  'expression-host-case': ['changes'],
  'expression-contradiction': ['changes', 'none'],
  'expression-tautology': ['changes', 'none'],
  'expression-duplicate': ['changes', 'keeps'],
  'expression-other-family': ['changes', 'none'],
  'expression-alternative': ['changes', 'none'],
  'expression-octal': ['changes'],
  'expression-notation': ['changes', 'none'],
  'expression-starred-slash': ['changes'],
  'expression-regex-dot': ['changes'],
  'expression-host-open': ['changes'],
};

/** Of these each shows its code; those of a fix that lets more through have a request that it then lets through. */
const shown: Readonly<Partial<Record<ProblemCode, readonly string[]>>> = {
  'expression-net-port': ['net.port == 80', 'http.path == "a net.port = 1" && net.port  >= 80'],
  'expression-precedence': [
    'http.method == "GET" && http.path == "/a" || http.path == "/b"',
    'http.path == "/a" || http.path == "/b" && http.method == "GET"',
    '!(http.method == "GET" && http.path == "/a" || http.path == "/b" && http.host == "a")',
  ],
  'expression-absent': [
    'http.headers.x_env != "test"',
    'any(http.headers.x_env) != "test"',
    'lower(any(http.headers.x_env))!="test"',
    'any(any(http.queries.debug)) != "1"',
    'tls.sni != "a.example.com"',
    'lower(http.path.segments.1) != "admin"',
    '!(http.headers.x_env != "test") || http.path.segments.0_1 != "a/b"',
  ],
  'expression-all-values': [
    'http.headers.accept == "application/json"',
    'lower(http.queries.version) ^= "2"',
    'http.queries.q ~ "^a+$"',
    '!(http.headers.x =^ "b")',
  ],
  'expression-unanchored': [
    'http.path ~ "/orders/[0-9]+"',
    'any(http.path)~r#"/(a|b)/\\d"#',
    'http.path ~ "^/a|/b"',
    'http.path ~ "(?i)/orders"',
    'http.path ~ "(?m)^/orders"',
    'http.path ~ "(^/a)?/b"',
    'http.path ~ "orders[0-9]"',
    'http.path ~ "/orders"',
  ],
  'expression-simple-regex': [
    'http.path ~ "^/orders$"',
    'http.path~r#"^/v1\\.0/"#',
    'http.path ~ "^/orders/.*"',
    'http.path ~ "^/orders/.*$"',
    'http.path ~ r#"\\.json$"#',
    'http.path ~ r#"^.*\\.json$"#',
    'http.path ~ "json"',
    'http.host~"internal"',
    'http.host ~ r#"\\.example\\.com$"#',
    'any(http.headers.x) ~ "^a.*$"',
    'any(http.queries.q) ~ "^a.*$"',
    'http.path.segments.0 ~ ".*a"',
  ],
  'expression-never': [
    'lower(http.path) == "/Orders"',
    'lower(http.path) == "/caf%C3%a9"',
    'http.method == "get"',
    'http.method ~ "^get$"',
    'http.method != "Get"',
    'http.method == "GET,POST"',
    'http.method == ""',
    'http.host == "example.com:8443"',
    'http.host =^ ".example.com:8443"',
    'http.host == "https://example.com/"',
    'http.host == "*.example.com"',
    'http.host == "example.*"',
    'http.host contains "*"',
    'tls.sni == "*.example.com"',
    'http.path == "/a//b"',
    'http.path contains "//"',
    'http.path ^= "orders"',
    'http.path ^= "~/orders/[0-9]+"',
    'http.path == "/caf%c3%a9"',
    'http.path == "/caf%e9"',
    'http.path == "/a%2fb"',
    'http.path =^ "/b%2fc"',
    'http.path == "/a/../b"',
    'http.path ^= "/a/./b"',
    'http.path =^ "/.."',
    'http.path == "/."',
    'http.path ~ "^/a//b"',
    'http.path == "/a?b=1"',
    'http.path contains "?"',
    'http.path == ""',
    'http.path.segments.0 == "/orders"',
    'http.path.segments.0 ^= "a/b"',
    'http.path.segments.0 == ""',
    'http.path.segments.0 == ".."',
    'http.path.segments.0_1 == "a"',
    'http.path.segments.0_1 == "/a/b/"',
    'http.path.segments.0_1 contains "a/b/c"',
    'http.path.segments.1_3 != "a/b"',
    'net.protocol == "grpc"',
    'net.protocol ^= "tcp"',
    'net.protocol != "HTTPS"',
    'net.dst.port == 70000',
    'net.src.port != 70000',
    'net.dst.port > 65535 || net.dst.port < 0',
    'http.path.segments.len < 0',
  ],
  'expression-header-case': [
    'any(http.headers.X_Env) == "test"',
    'lower(any( http.headers.Accept)) ^= "text/"',
  ],
  'expression-host-case': [
    'http.host == "Example.com"',
    'http.host =^ r#".Example.com"#',
    'http.host ~ r#"^Example\\.com$"#',
    'http.host != "Example.com"',
  ],
  'expression-contradiction': [
    'http.method == "GET" && http.method == "POST"',
    'http.method == "GET" && http.method == "POST" && http.method == "PUT" && http.path == "/a"',
    'http.path == "/z" && http.path ^= "/a" && (http.path ^= "/b")',
    'http.path ^= "/a" && http.host == "b" && http.path == "/c"',
    'http.path ^= "/api" && (http.path == "/v1" || http.path == "/api/v2")',
    'http.method == "GET" && (http.path == "/a" && http.method == "POST")',
    'http.method == "GET" && !(http.method == "GET" || http.method == "POST")',
    'http.method == "GET" && http.method != "GET"',
    'http.path ^= "/a" && !(http.path ^= "/a")',
    'http.path == "/a/b" && !(http.path ^= "/a")',
    '!(http.path ^= "/a") && http.path ^= "/a/b"',
    '!(http.method == "GET") && !(http.method != "GET")',
    'http.headers.x == "a" && http.headers.x == "b"',
    'any(http.headers.x) == "a" && http.headers.x ^= "b"',
    'any(http.method) == "GET" && any(http.method) == "POST"',
    'lower(http.host) =^ ".com" && lower(http.host) == "a.org"',
    'http.path contains "x" && http.path == "/a"',
    'net.dst.port > 80 && net.dst.port < 81',
    'net.dst.port >= 8000 && net.dst.port <= 7000',
    'net.dst.port == 80 && net.dst.port != 80',
    'net.src.ip == 10.0.0.1 && net.src.ip == 10.0.0.2',
    'net.src.ip == 10.0.0.1 && net.src.ip in 192.168.0.0/16',
    'net.src.ip == ::1 && net.src.ip == ::2',
    'net.src.ip in 10.0.0.0/8 && net.src.ip in fd00::/8',
    'net.src.ip in 10.0.0.0/16 && net.src.ip not in 10.0.0.0/8',
  ],
  'expression-tautology': [
    'http.method != "GET" || http.method != "POST"',
    'http.method != "GET" || http.method != "POST" || http.method != "PUT" || http.path == "/a"',
    'http.host != "a.com" || http.host != "b.com"',
    'http.headers.x != "a" || http.headers.x != "b"',
    'any(http.headers.x) != "a" || http.headers.x != "b"',
    'any(http.headers.x) == "a" || http.headers.x != "a"',
    'net.src.ip not in 10.0.0.0/8 || net.src.ip not in 192.168.0.0/16',
    'net.src.ip not in 10.0.0.0/16 || net.src.ip in 10.0.0.0/8',
    'net.dst.port <= 80 || net.dst.port > 80',
    'net.dst.port != 80 || net.dst.port > 70',
    'http.method != "GET" || http.method == "GET"',
    '(http.path ^= "/a") || !(http.path ^= "/a")',
    'http.path ^= "/a" || !(http.path ^= "/a/b")',
    '!(http.method == "GET") || !(http.method == "POST")',
    '!(http.method == "GET" && http.method == "POST")',
    'http.path != "/a" || http.path ^= "/"',
    '(http.path ^= "/a" && http.method == "GET") || !(http.method == "GET" && http.path ^= "/a")',
    'http.path == "/a" || http.host == "b" || !(http.host == "b" || http.path == "/a")',
  ],
  'expression-duplicate': [
    'http.path == "/a" || http.path == "/b" || http.path == r#"/a"#',
    'http.method == "GET" && (http.path == "/a" && http.method=="GET")',
    'http.method == "GET" && (http.method == "GET" && http.path == "/a")',
    'http.path ^= "/a" && http.path ^= "/a/b" && http.path ^= "/a"',
    '(http.path ^= "/a" && http.method == "GET") || http.path ^= "/b" || (http.method == "GET" && http.path ^= "/a")',
    'net.src.ip in 10.0.0.0/8 || net.src.ip in 010.0.0.0/08',
    'net.src.ip == ::1 || net.src.ip == 0:0:0:0:0:0:0:1',
    'any(lower(http.headers.x)) == "a" || lower(any(http.headers.x)) == "a"',
    '!(http.path ^= "/a") && !((http.path ^= "/a"))',
  ],
  'expression-other-family': [
    'net.src.ip not in 10.0.0.0/8',
    'net.src.ip != 10.0.0.1 && http.path == "/a"',
    'net.dst.ip not in fd00::/8',
    '!(net.src.ip in 10.0.0.0/8)',
    '!((net.src.ip == ::1)) || http.path == "/a"',
    '!(net.src.ip in 10.0.0.0/8 || http.path == "/a")',
    'net.src.ip not in 10.0.0.0/8 && net.src.ip not in 192.168.0.0/16',
    'net.src.ip in 10.0.0.0/8 || (http.path == "/a" && (net.src.ip != 10.0.0.1))',
    'net.src.ip not in 10.0.0.0/8 && net.dst.ip in 10.0.0.0/8',
  ],
  'expression-alternative': [
    '(http.host == "a.com" && http.path ^= "/a") || http.path ^= "/b"',
    'http.path ^= "/b" || (http.host == "a.com" && (http.path ^= "/a" || http.path == "/c"))',
    '(http.host == "a.com" && http.path ^= "/a") || (http.path ^= "/b" && http.method == "GET")',
    '(http.path ^= "/a" && http.method == "GET") || http.method == "HEAD"',
    '(tls.sni == "a.com" && http.path ^= "/a") || http.path ^= "/b"',
    '(http.host == "a.com" && http.path ^= "/a") || (http.host == "a.com" && http.path ^= "/b") || http.method == "GET"',
    '(http.host == "a.com" && http.path ^= "/a") || (http.host == "b.com" && http.path ^= "/b") || (http.path == "/c")',
    '(http.host == "a.com" && http.method == "GET") || !(http.method == "GET" && http.path == "/a")',
  ],
  'expression-octal': ['http.path == "/a" && net.dst.port == 0443', 'http.path.segments.len >= 010'],
  'expression-notation': [
    'http.path == "/users/{id}"',
    'http.path ^= "/users/:id/orders"',
    'http.path ^= "/catalog/*"',
    'http.path == "/catalog/*" && http.method == "GET"',
    'http.path ^= r#"/reports/.+/raw"#',
    'http.path == "/a,/b"',
    'http.path contains "/[a-z]+/"',
    'any(http.headers.x) == "~*^beta"',
    'any(http.headers.x) == "a|b"',
    'any(http.headers.x) == "[a-z]+"',
    'any(http.headers.x) != "[a-z]+"',
    'http.path ~ "~/users/[0-9]+$"',
    'http.path ~ "~/users"',
    'any(http.headers.x) ~ "~*^beta"',
  ],
  'expression-starred-slash': [
    'http.path ~ "^/payments/*"',
    'http.path ~ r#"^/a/*/b$"#',
    'http.path~"^/a(/*)"',
  ],
  'expression-regex-dot': [
    'http.path ~ "^/v1.2/[0-9]+$"',
    'http.path ~ r#"^/index.html$|^/v1.2.3$"#',
    'http.host ~ "^[a-z]+[.]example.com$"',
    'any(http.headers.x) ~ "^1.2"',
  ],
  'expression-host-open': [
    'http.host ~ r#"example\\.com"#',
    'http.host ~ r#"^[a-z]+\\.example\\.com"#',
    'tls.sni ~ r#"www\\.example\\.(?:com|org)$"#',
    'http.host ~ r#"^a\\.com|^b\\.com"#',
  ],
};

/** Of these none shows the code. Where it would say that the answer is always the same, there is a request of the other. */
const silent: Readonly<Partial<Record<ProblemCode, readonly string[]>>> = {
  'expression-precedence': ['http.method == "GET" && (http.path == "/a" || http.path == "/b")'],
  'expression-absent': [
    'http.method != "GET" && http.path != "/a" && net.src.ip not in 10.0.0.0/8 && http.path.segments.len != 1',
    '!(any(http.headers.x_env) == "test")',
  ],
  'expression-all-values': ['any(http.headers.accept) == "a"', 'http.headers.x != "a"', 'tls.sni == "a"'],
  'expression-unanchored': [
    'http.path ~ r#"^/orders/\\d+$"#',
    'http.path ~ "(?i)^/orders" || http.path ~ "^(/a|/b)[0-9]" || http.path ~ "(^/a|^/b)[0-9]"',
    'http.path ~ r#"\\A/a|^/b|(?:^/c)d"# || http.path ~ "(?x) ^/a"',
    'http.path ~ ".*/orders/[0-9]+" || http.path ~ ".+/a"',
    'http.path ~ r#"\\.(jpg|png)$"# || http.path ~ "[.]php$"',
    'http.host ~ "example[.]com|example[.]org"',
  ],
  'expression-simple-regex': [
    'http.path ~ "^/orders/[0-9]+" || http.path ~ "^/(a|b)$" || http.path ~ "(?i)^/a$" || http.path ~ "^/a.b$"',
    // As a conversion writes it.
    '(http.method == r#"GET"#) && (http.path ~ r#"^/orders$"# || http.path ~ r#"^/a/"#)',
    'http.path ~ r#"^/\\d"# || http.path ~ "" || http.path ~ ".*" || http.path ~ "^$"',
  ],
  'expression-never': [
    'lower(http.method) == "get"',
    'http.method == "M-SEARCH"',
    'lower(http.path) == "/a%2fb"',
    'http.path == "/a%2Fb"',
    'http.path ^= "/."',
    'http.path ^= "/.."',
    'http.path ^= "/a/.well"',
    'http.path == "/.well-known/a"',
    'http.path contains "/."',
    'http.path =^ "."',
    'http.path contains "."',
    'http.path == "/café/*"',
    'http.path ^= "/a%2"',
    'http.host == "[::1]:8443"',
    'http.host == "EXAMPLE.com"',
    'http.host ^= "example.com"',
    'any(http.headers.X_Env) == "test"',
    'http.headers.x == "Test"',
    'http.path.segments.0 == ".well-known"',
    'http.path.segments.0 ^= "."',
    'http.path.segments.0_1 == "a/b"',
    'http.path.segments.0_1 ^= "a/"',
    'http.path.segments.0_2 contains "/b/"',
    'net.protocol ^= "http"',
    'net.dst.port == 65535 || net.dst.port < 1',
    'http.path.segments.len == 0',
  ],
  'expression-header-case': ['http.headers.x_env == "TEST"', 'http.queries.Env == "a"'],
  'expression-host-case': [
    'lower(http.host) == "example.com"',
    'http.host ~ "^[A-Z]"',
    'tls.sni == "Example.com"',
  ],
  'expression-contradiction': [
    'any(http.headers.x) == "a" && any(http.headers.x) == "b"',
    'any(http.queries.a) ^= "x" && any(http.queries.a) ^= "y"',
    'any(http.headers.x) == "a" && !(http.headers.x == "a")',
    '!(http.headers.x == "a") && !(http.headers.x != "a")',
    '!(any(http.headers.x) == "a") && any(http.headers.x) == "b"',
    'http.path ^= "/a" && http.path ^= "/a/b" && http.path =^ "b"',
    'http.path ^= "/a" && !(http.path ^= "/a/b") && http.path != "/a"',
    'http.path ^= "" && http.path == "/a"',
    'http.path == "/A" && lower(http.path) == "/a"',
    'net.dst.port >= 80 && net.dst.port <= 80',
    'net.dst.port > 80 && net.dst.port < 82',
    'net.src.ip in 10.0.0.0/8 && net.src.ip in 10.0.0.0/16 && net.src.ip not in 10.0.0.0/24',
    'net.src.ip not in 10.0.0.0/8 && net.src.ip not in 192.168.0.0/16',
    'http.path ^= "/a" || (http.path == "/b" && http.method == "GET")',
    'http.method == "GET" && (http.method == "GET" || http.path == "/a")',
    '!(http.method == "GET" && http.path == "/a") && http.method == "GET"',
  ],
  'expression-tautology': [
    'http.method == "GET" || http.method != "POST"',
    'http.method != "GET" && http.method != "POST"',
    'net.dst.port < 80 || net.dst.port > 80',
    'http.headers.x == "a" || !(any(http.headers.x) == "a")',
    'http.headers.x != "a" || http.queries.x != "b"',
    '!(any(http.headers.x) == "a") || !(any(http.headers.x) == "b")',
    'net.src.ip not in 10.0.0.0/8 || net.src.ip in 10.0.0.0/16',
    'http.path == "/a" || !(http.host == "b" || http.path == "/a")',
  ],
  'expression-duplicate': [
    'http.path == "/a" || http.path == "/A" || lower(http.path) == "/a"',
    'http.headers.x == "a" || any(http.headers.x) == "a"',
    'http.path == "/a" && (http.path == "/a" || http.method == "GET")',
    'http.path == "/a" && !(http.path == "/a" && http.method == "GET")',
  ],
  'expression-other-family': [
    'net.src.ip in 10.0.0.0/8 || net.dst.ip == ::1',
    'net.src.ip not in 10.0.0.0/8 && net.src.ip not in fd00::/8',
    'net.src.ip in 10.0.0.0/8 && (http.path == "/a" || net.src.ip != 10.0.0.1)',
    '!(net.src.ip in 10.0.0.0/8 || net.src.ip in fd00::/8)',
    'net.src.ip not in 10.0.0.0/8 && net.src.ip in 0.0.0.0/0',
    '!(net.src.ip not in 10.0.0.0/8)',
  ],
  'expression-alternative': [
    'http.host == "a.com" || http.path == "/b"',
    'http.host == "a.com" || (http.path ^= "/b" && http.method == "GET")',
    'http.host == "a.com" && ((http.path == "/a" && http.method == "GET") || http.path == "/b")',
    '(http.host == "a.com" && http.path ^= "/a") || (http.host == "b.com" && http.path ^= "/b")',
    '(http.host == "a.com" && http.path ^= "/a") || (tls.sni == "b.com" && http.path ^= "/b")',
    '(http.host == "a.com" && http.path == "/a") || (http.host != "b.com" && http.path.segments.0 == "b")',
    '!((http.host == "a.com" && http.path ^= "/a") || http.path ^= "/b")',
  ],
  'expression-octal': [
    'http.path.segments.len == 07 || http.path.segments.len == 09',
    'net.dst.port == 0x1BB',
  ],
  'expression-notation': [
    'http.path == "/v1.2/items(1)" || http.path ^= "/c++" || http.path == "/$batch" || http.path == "/a:b"',
    'any(http.headers.accept) == "*/*"',
    'http.path ~ "^/users/[^/]+$"',
    'http.path contains "{id}"',
  ],
  'expression-starred-slash': [
    'http.path ~ "^/a/*$" || http.path ~ "^/a/.*b$" || any(http.headers.x) ~ "a/*"',
  ],
  'expression-regex-dot': ['http.path ~ r#"^/a[0-9]+\\.json$"# || http.path ~ "^/a.+b.*c"'],
  'expression-host-open': [
    'http.host ~ r#"^[a-z]+\\.example\\.com$"# || http.host ~ r#"^api[0-9]*\\."# || http.host ~ "example"',
  ],
};

const tally: Tally = new Map();

let engine: Engine;
before(async () => {
  engine = await Engine.start();
});

test('there is a list of every code, and no other', () => {
  const ofExpressions = lintCodes
    .filter((code) => code.startsWith('expression-') && code !== 'expression-protocols')
    .sort();
  assert.deepEqual(Object.keys(fixes).sort(), ofExpressions);
  assert.deepEqual(Object.keys(shown).sort(), ofExpressions);
  assert.deepEqual([...Object.keys(silent), 'expression-net-port'].sort(), ofExpressions);
});

const random = (text: string) =>
  new Random(
    seed,
    [...text].reduce((sum, one) => sum * 31 + one.charCodeAt(0), 0),
  );

suite('what shows advice', () => {
  for (const [code, texts] of Object.entries(shown)) {
    for (const text of texts) {
      test(`${code}: ${text}`, () => {
        const advice = prove(engine, text, 'http', random(text), tally).filter((one) => one.code === code);
        assert.ok(advice.length > 0, `${code} is said of it`);
        if (code !== 'expression-never') return;
        for (const { fix, span } of advice) {
          // Of `!=` the fix makes something that can be false.
          const wanted = !text.slice(0, span.start).trimEnd().endsWith('!=');
          if (fix)
            assert.ok(canBe(engine, applied(text, fix.edits), wanted, 'http', random(text)), fixTitle(fix));
        }
      });
    }
  }
});

suite('what shows none', () => {
  for (const [code, texts] of Object.entries(silent)) {
    for (const text of texts) {
      test(`${code}: ${text}`, () => {
        prove(engine, text, 'http', random(text), tally);
        const codes = adviceOn(text, 'http')!.map((one) => one.code);
        assert.ok(!codes.some((one) => one === code), `[${codes}]`);
        const canBeTrue = code === 'expression-never' || code === 'expression-contradiction';
        if (canBeTrue || code === 'expression-tautology') {
          assert.ok(canBe(engine, text, canBeTrue, 'http', random(text)));
        }
      });
    }
  }
});

suite('what is generated', () => {
  test(`${count} expressions of which much can be said, seed ${seed}`, () => {
    for (let index = 0; index < count; index++) {
      const { text, subsystem } = generateAdvised(seed, index);
      prove(engine, text, subsystem, new Random(seed + 1, index), tally);
    }
  });

  test(`${count} expressions of the whole grammar`, () => {
    for (let index = 0; index < count; index++) {
      const { text, subsystem } = generate(seed + 2, index);
      prove(engine, text, subsystem, new Random(seed + 3, index), tally);
    }
  });
});

after(() => {
  const expected = Object.entries(fixes).flatMap(([code, kinds]) =>
    kinds.map((kind) => `${code}, ${kind === 'none' ? 'no fix' : `a fix that ${kind}`}`),
  );
  assert.deepEqual(
    [...tally.keys()].sort(),
    expected.sort(),
    'every kind of fix was proved, and there is no other',
  );
});

suite('before Gateway 3.4, where both operators bind alike', () => {
  const [a, b, c, d] = ['GET', 'PUT', 'POST', 'HEAD'].map((method) => `http.method == "${method}"`);
  for (const text of [
    `${a} && ${b} || ${c}`,
    `${a} || ${b} && ${c} || ${d}`,
    `(${a} || ${b} && ${c}) || ${d} && ${a}`,
  ]) {
    test(`the parentheses are those that the engine of then has not read: ${text}`, async () => {
      const gatewayVersion = [3, 3];
      const meant = engineTree(parse(text, 'alike').tree);
      let fixed = text;
      for (;;) {
        const { tree } = readExpression(fixed, { subsystem: 'http', gatewayVersion });
        const found = lint(tree!, fixed, { subsystem: 'http', gatewayVersion });
        const fix = found.find(({ code }) => code === 'expression-precedence')?.fix;
        if (!fix) break;
        fixed = applied(fixed, fix.edits);
      }
      assert.notEqual(fixed, text);
      assert.deepEqual((await engine.parse(fixed, 'http')).expression, meant);
    });
  }
});

suite('strip_path', () => {
  for (const [expression, kind] of [
    ['http.path =^ ".json"', 'start'],
    ['http.path ~ "/v[0-9]/"', 'start'],
    ['http.path ^= "/api" && http.path =^ ".json"', 'start'],
    ['(http.path =^ ".json" && http.method == "GET") || http.host == "example.com"', 'start'],
    ['http.path contains "/api/"', 'nothing'],
    ['http.path ^= "/a" || http.path contains "/api/"', 'nothing'],
  ] as const) {
    test(`cuts ${kind}, as is said, and nothing once it is off: ${expression}`, () => {
      const file = (strip: string) =>
        `_format_version: "3.0"\nroutes:\n  - expression: '${expression}'\n${strip}`;
      const snapshot = snapshotOf(file(''), { routerFlavor: 'expressions' });
      const diagnostics = diagnosticsOf(snapshot).filter(({ code }) => code === 'strip-path-cut');
      assert.ok(
        diagnostics.length > 0 &&
          diagnostics.every(({ message }) => String(message).includes(lineMessages[kind])),
      );

      const tree = readExpression(expression, { subsystem: 'http', gatewayVersion: [3, 9] }).tree!;
      const sent = requestsFor([tree], 'http', random(expression), 300).flatMap((values) => {
        const { matches, path: prefix } = interpret(tree, values);
        return matches ? [{ path: String(values['http.path']), prefix }] : [];
      });
      const isCutWrong = ({ path, prefix }: { path: string; prefix: string | null }) =>
        kind === 'nothing'
          ? prefix === null && sentOn(path, prefix) === path
          : prefix !== null && !path.startsWith(prefix);
      assert.ok(sent.some(isCutWrong), 'there is a request of which it is true');

      const range = { start: { line: 0, character: 0 }, end: snapshot.text.positionAt(file('').length) };
      const actions = codeActions(snapshot, { textDocument: snapshot.text, range, context: { diagnostics } });
      const fix = actions.find(({ title }) => title.startsWith('Set `strip_path: false`'))!;
      assert.ok(fix.title.endsWith('the service receives the whole path'));
      assert.equal(fix.isPreferred, false, 'it changes what the route does');
      const document = TextDocument.create(snapshot.text.uri, 'yaml', 0, file(''));
      const fixed = TextDocument.applyEdits(document, fix.edit!.changes![document.uri]!);
      assert.equal(fixed, file('    strip_path: false\n'));
      for (const { path } of sent) assert.equal(sentOn(path, null), path);
    });
  }
});

const lineMessages = {
  start: 'even if the match is not at the start',
  nothing: 'the service receives the whole path',
};

/**
 * What a service with the path `/` gets (Kong/kong `kong/router/atc.lua` `set_upstream_uri`, `kong/router/utils.lua`
 * `get_upstream_uri_v0`).
 *
 * @param prefix what was matched of the path; `null` without `strip_path`, or where nothing was
 */
function sentOn(path: string, prefix: string | null): string {
  const rest = Buffer.from(path)
    .subarray(Buffer.byteLength(prefix ?? '/'))
    .toString();
  return rest.startsWith('/') ? rest : `/${rest}`;
}
