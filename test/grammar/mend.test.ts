/** What was most likely meant: the text after the mend, which the real engine takes, or that there is none. */

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  engineMessage,
  type Language,
  parseGatewayVersion,
  readExpression,
  type Subsystem,
} from '../../grammar/index.js';
import { messageOf, problems as table } from '../../server/problems/messages.js';
import { generate } from '../fuzz/generator.js';
import { Engine } from '../support/engine.js';
import { isRefused, seenByTheEngine } from '../support/kong.js';

let engine: Engine;
before(async () => {
  engine = await Engine.start();
});

const languageOf = (version = '3.9', subsystem: Subsystem = 'http'): Language => ({
  subsystem,
  gatewayVersion: parseGatewayVersion(version)!,
});

/** Mends the first problem that has one, until there is none. */
function mended(text: string, language: Language): { text: string; titles: string[] } {
  const titles: string[] = [];
  let now = text;
  for (;;) {
    const mend = readExpression(now, language).problems.find((problem) => problem.mend)?.mend;
    if (!mend || titles.length > 20) return { text: now, titles };
    titles.push(mend.title);
    now = applied(now, mend.edits);
  }
}

function applied(
  text: string,
  edits: readonly { span: { start: number; end: number }; newText: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
}

/** The message says what was meant, be it in the words of the quick fix. */
function assertTold(problem: ReturnType<typeof readExpression>['problems'][number]): void {
  const { mend, code } = problem;
  if (!mend || !table[code].hint) return;
  const meant = `${mend.title.charAt(0).toLowerCase()}${mend.title.slice(1)}`;
  assert.ok(messageOf(problem).includes(`: ${meant}.`), messageOf(problem));
}

describe('one obvious mend after the other makes it right', () => {
  for (const [wrong, right, ...titles] of [
    ['http.path = "/a"', 'http.path == "/a"', 'Write `==`'],
    ['http.path === "/a"', 'http.path == "/a"', 'Write `==`'],
    ['http.path <> "/a"', 'http.path != "/a"', 'Write `!=`'],
    ['http.path =~ "/a"', 'http.path ~ "/a"', 'Write `~`'],
    ['http.path matches "/a"', 'http.path ~ "/a"', 'Write `~`'],
    ['http.path startsWith "/a"', 'http.path ^= "/a"', 'Write `^=`'],
    ['http.path !~ "/a"', '!(http.path ~ "/a")', 'Write `!( … ~ … )`'],
    ['http.path !~"/a"', '!(http.path ~"/a")', 'Write `!( … ~ … )`'],
    ['http.path == "/a" and http.method == "GET"', 'http.path == "/a" && http.method == "GET"', 'Write `&&`'],
    ['http.path == "/a" OR http.path == "/b"', 'http.path == "/a" || http.path == "/b"', 'Write `||`'],
    ['http.path == "/a" | http.path == "/b"', 'http.path == "/a" || http.path == "/b"', 'Write `||`'],
    ['not http.path == "/a"', '!(http.path == "/a")', 'Write `!( … )`'],
    [
      'http.method == "GET" && not http.path == "/a"',
      'http.method == "GET" && !(http.path == "/a")',
      'Write `!( … )`',
    ],
    ['not (http.path == "/a")', '!(http.path == "/a")'],
    [
      '!http.path == "/a" && http.method == "GET"',
      '!(http.path == "/a") && http.method == "GET"',
      'Write `!( … )`',
    ],
    ['! http.path == "/a"', '!(http.path == "/a")', 'Write `!( … )`'],
    ["http.path == '/a'", 'http.path == "/a"', 'Write `"/a"`'],
    ["http.path == '/\"a'", 'http.path == "/\\"a"', 'Write `"/\\"a"`'],
    ["http.path = '/a'", 'http.path == "/a"', 'Write `==`', 'Write `"/a"`'],
    ['http.path == /a', 'http.path == "/a"', 'Write `"/a"`'],
    ['http.method == GET', 'http.method == "GET"', 'Write `"GET"`'],
    [
      'http.headers.X-Request-Id == "1"',
      'http.headers.x_request_id == "1"',
      'Write `http.headers.x_request_id`',
    ],
    ['http.header.x == "1"', 'http.headers.x == "1"', 'Write `http.headers.x`'],
    ['http.query.x == "1"', 'http.queries.x == "1"', 'Write `http.queries.x`'],
    ['http.uri == "/a"', 'http.path == "/a"', 'Write `http.path`'],
    ['request.path == "/a"', 'http.path == "/a"', 'Write `http.path`'],
    ['http.methd == "GET"', 'http.method == "GET"', 'Write `http.method`'],
    ['HTTP.Path == "/a"', 'http.path == "/a"', 'Write `http.path`'],
    ['net.src.address == 1.1.1.1', 'net.src.address == 1.1.1.1'],
    ['http.path ~ "^/\\d+"', 'http.path ~ r#"^/\\d+"#', 'Write it as a raw string'],
    ['http.path ~ "\\w\\\\d\\"" ', 'http.path ~ r#"\\w\\d""# ', 'Write it as a raw string'],
    ['http.path == r#"/a"', 'http.path == r#"/a"#', 'Insert `#`'],
    [
      'http.path == r#"/a" && http.method == "GET"',
      'http.path == r#"/a"# && http.method == "GET"',
      'Insert `#`',
    ],
    ['http.path == r#"/a', 'http.path == r#"/a"#', 'Insert `"#`'],
    ['http.path == "/a', 'http.path == "/a"', 'Insert `"`'],
    ['http.path == "/a && http.port', 'http.path == "/a" && http.port', 'Insert `"`'],
    ['(http.path == "/a"', '(http.path == "/a")', 'Insert `)`'],
    ['lower(http.path == "/a"', 'lower(http.path) == "/a"', 'Insert `)`'],
    ['http.path == "/a")', 'http.path == "/a"', 'Remove the `)`'],
    ['net.src.ip in 10.1.2.3/8', 'net.src.ip in 10.0.0.0/8', 'Write `10.0.0.0/8`'],
    ['http.path == "/a";', 'http.path == "/a"', 'Remove the `;`'],
    ['http.path == "/a" # the old one', 'http.path == "/a"', 'Remove the comment'],
    ['http.path == "/a" // the old one\n', 'http.path == "/a"\n', 'Remove the comment'],
    ['net.src.ip not  in 10.0.0.0/8', 'net.src.ip not in 10.0.0.0/8', 'Write `not in`'],
    ['net.port == 80', 'net.dst.port == 80', 'Write `net.dst.port`'],
    ['net.dst.port == "80"', 'net.dst.port == 80', 'Write `80`'],
    ['http.headers.x == 1', 'http.headers.x == "1"', 'Write `"1"`'],
    ['net.src.ip == "10.0.0.1"', 'net.src.ip == 10.0.0.1', 'Write `10.0.0.1`'],
    ['net.src.ip == 10.0.0.0/8', 'net.src.ip in 10.0.0.0/8', 'Write `in`'],
    ['net.src.ip==10.0.0.0/8', 'net.src.ip in 10.0.0.0/8', 'Write `in`'],
    ['net.src.ip!=fd00::/8', 'net.src.ip not in fd00::/8', 'Write `not in`'],
    ['http.path*="/a"', 'http.path contains"/a"', 'Write `contains`'],
    ['net.src.ip in 10.0.0.1', 'net.src.ip == 10.0.0.1', 'Write `==`'],
    ['lower(net.dst.port) == 80', 'net.dst.port == 80', 'Remove `lower( … )`'],
    ['any(lower(net.src.ip)) == 1.1.1.1', 'any(net.src.ip) == 1.1.1.1', 'Remove `lower( … )`'],
    ['http.path.segments.01 == "a"', 'http.path.segments.1 == "a"', 'Write `http.path.segments.1`'],
    ['http.path.segments.2_1 == "a"', 'http.path.segments.1_2 == "a"', 'Write `http.path.segments.1_2`'],
    ['http.path not == "/a"', '!(http.path == "/a")', 'Write `!( … == … )`'],
    ['http.path !^= "/a"', '!(http.path ^= "/a")', 'Write `!( … ^= … )`'],
    ['http.path!contains "/a"', '!(http.path contains "/a")', 'Write `!( … contains … )`'],
    ['http.path not contains "/a"', '!(http.path contains "/a")', 'Write `!( … contains … )`'],
    ['http.path is not "/a"', 'http.path != "/a"', 'Write `!=`'],
    ['http.path starts with "/a"', 'http.path ^= "/a"', 'Write `^=`'],
    ['http.path.endsWith("/a")', 'http.path =^ "/a"', 'Write `http.path =^ "/a"`'],
    ['!!(http.path == "/a")', '(http.path == "/a")', 'Remove `!!`'],
    ['lower http.path == "/a"', 'lower(http.path) == "/a"', 'Write `( … )`'],
    ['http.path == `/a`', 'http.path == "/a"', 'Write `"/a"`'],
    ['http.path == “/a”', 'http.path == "/a"', 'Write `"/a"`'],
    ["http.path ~ '^/\\d+$'", 'http.path ~ r#"^/\\d+$"#', 'Write `r#"^/\\d+$"#`'],
    ["http.path == 'it''s'", "http.path == 'it''s'"],
    ['http.path == r"/a"', 'http.path == "/a"', 'Write `"/a"`'],
    ['http.headers.x == null', 'http.headers.x == null'],
    ['http.headers["X-Name"] == "a"', 'http.headers.x_name == "a"', 'Write `http.headers.x_name`'],
    ['any(http.queries["q"]) == "a"', 'any(http.queries.q) == "a"', 'Write `http.queries.q`'],
    ['http.path.segments[0] == "a"', 'http.path.segments.0 == "a"', 'Write `http.path.segments.0`'],
    ['http.path == "/a && http.method == "GET"', 'http.path == "/a" && http.method == "GET"', 'Insert `"`'],
    ['net.src.ip in "10.0.0.0/8"', 'net.src.ip in 10.0.0.0/8', 'Write `10.0.0.0/8`'],
    [
      'net.src.ip in (10.0.0.0/8, fd00::/8)',
      '(net.src.ip in 10.0.0.0/8 || net.src.ip in fd00::/8)',
      'Write `( … || … )`',
    ],
    [
      'http.method not in ("GET", "POST")',
      '(http.method != "GET" && http.method != "POST")',
      'Write `( … && … )`',
    ],
    [
      'http.path == "/a" && http.method == ("GET" || "POST")',
      'http.path == "/a" && (http.method == "GET" || http.method == "POST")',
      'Write `( … || … )`',
    ],
    [
      'http.method == "GET" || "POST"',
      'http.method == "GET" || http.method == "POST"',
      'Insert `http.method == `',
    ],
    ['"/a" == http.path', 'http.path == "/a"', 'Write `http.path == "/a"`'],
    [
      'http.path == "/a" /* c */ && http.method == "GET"',
      'http.path == "/a" && http.method == "GET"',
      'Remove the comment',
    ],
    ['http.path == "/a" # c && http.method == "GET"', 'http.path == "/a" # c && http.method == "GET"'],
  ] as const) {
    it(wrong, async () => {
      const { problems } = readExpression(wrong, languageOf());
      const { text, titles: found } = mended(wrong, languageOf());
      assert.equal(text, right);
      if (titles.length > 0) assert.deepEqual(found, titles);
      for (const problem of problems) assertTold(problem);
      const verdict = await engine.parse(seenByTheEngine(right), 'http');
      const isRight = !isRefused(readExpression(right, languageOf()).problems);
      assert.equal(verdict.status === 'ok', isRight, `the engine: ${verdict.message}`);
      if (!isRefused(problems)) return;
      const answer = await engine.answer(wrong, 'http');
      // Where the engine has nothing to say, it is Kong's schema that refuses.
      const kong = engineMessage(wrong, languageOf());
      const theirs = answer.status === 'refused' ? answer.text : 'illformed http.path.segments.* field';
      assert.deepEqual(
        kong,
        answer.status === 'panic' ? { kind: 'panic' } : { kind: 'refusal', text: theirs },
      );
    });
  }

  it('for a Gateway without negations none is written', () => {
    for (const wrong of ['!http.path == "/a"', 'not http.path == "/a"', 'http.path !~ "/a"']) {
      assert.equal(mended(wrong, languageOf('3.5')).text, wrong);
    }
  });

  it('a raw string for a Gateway without them', () => {
    const { text } = mended('http.path == r#"/a"#', languageOf('3.3'));
    assert.equal(text, 'http.path == "/a"');
  });
});

it('every mend lies within its text, and a mistake that stands alone is gone with it, for the engine too', async () => {
  let count = 0;
  for (let index = 0; index < 20_000; index++) {
    const { text, subsystem } = generate(20_261_123, index);
    const language = languageOf('3.9', subsystem);
    const { problems } = readExpression(text, language);
    for (const { mend, span, code } of problems) {
      if (!mend) continue;
      count++;
      let last = 0;
      for (const edit of [...mend.edits].sort((a, b) => a.span.start - b.span.start)) {
        assert.ok(last <= edit.span.start && edit.span.end <= text.length, `${code} of ${text}`);
        last = edit.span.end;
      }
      if (problems.length > 1) continue;
      const after = readExpression(applied(text, mend.edits), language).problems;
      const isThere = after.some((other) => other.code === code && other.span.start === span.start);
      assert.ok(!isThere, `${code} ${mend.title} of ${JSON.stringify(text)}`);
      if (isRefused(after)) continue;
      const mendedText = seenByTheEngine(applied(text, mend.edits));
      const { status } = await engine.answer(mendedText, subsystem);
      // The binding throws for integers that a double cannot hold.
      const isLarge = /\d{16}|[0-9A-Fa-f]{14}/.test(mendedText);
      assert.ok(status === 'accepted' || isLarge, `${code} ${mend.title} of ${JSON.stringify(text)}`);
    }
  }
  assert.ok(count > 500, `${count} mends`);
});
