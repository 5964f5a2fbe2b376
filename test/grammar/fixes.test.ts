/** What was most likely meant: the text after the fix, which the real engine accepts, or that there is none. */

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  engineMessage,
  type Language,
  parseGatewayVersion,
  readExpression,
  type Subsystem,
} from '../../grammar/index.js';
import { fixTitle } from '../../server/problems/fix-titles.js';
import { messageOf, problems as table } from '../../server/problems/messages.js';
import { generate } from '../fuzz/generator.js';
import { Engine } from '../support/engine.js';
import { isRefused, seenByTheEngine } from '../support/kong.js';
import { wrongExpressions } from '../support/wrong-expressions.js';

let engine: Engine;
before(async () => {
  engine = await Engine.start();
});

const languageOf = (version = '3.9', subsystem: Subsystem = 'http'): Language => ({
  subsystem,
  gatewayVersion: parseGatewayVersion(version)!,
});

/** Fixes the first problem that has a fix, until none has one. */
function fixed(text: string, language: Language): { text: string; titles: string[] } {
  const titles: string[] = [];
  let now = text;
  for (;;) {
    const fix = readExpression(now, language).problems.find((problem) => problem.fix)?.fix;
    if (!fix || titles.length > 20) return { text: now, titles };
    titles.push(fixTitle(fix));
    now = applied(now, fix.edits);
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
function assertReported(problem: ReturnType<typeof readExpression>['problems'][number]): void {
  const { fix, code } = problem;
  if (!fix || !table[code].hint) return;
  const title = fixTitle(fix);
  const meant = `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  assert.ok(messageOf(problem).includes(`: ${meant}.`), messageOf(problem));
}

describe('one obvious fix after the other makes it right', () => {
  for (const [wrong, right, ...titles] of wrongExpressions) {
    it(wrong, async () => {
      const { problems } = readExpression(wrong, languageOf());
      const { text, titles: found } = fixed(wrong, languageOf());
      assert.equal(text, right);
      if (titles.length > 0) assert.deepEqual(found, titles);
      for (const problem of problems) assertReported(problem);
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
      assert.equal(fixed(wrong, languageOf('3.5')).text, wrong);
    }
  });

  it('no field is written that has no value in the version', () => {
    assert.equal(fixed('http.port == 80', languageOf('3.5')).text, 'net.port == 80');
    assert.equal(fixed('http.client_ip == 10.0.0.1', languageOf('3.5')).text, 'http.client_ip == 10.0.0.1');
    const [unknown] = readExpression('http.client_ip == 10.0.0.1', languageOf('3.5')).problems;
    assert.match(
      messageOf(unknown!),
      /HTTP routes have `http\.headers\.\*`.* `net\.port` `net\.protocol` `tls\.sni`\./,
    );
    const stream = fixed('client.port == 80', languageOf('3.5', 'stream')).text;
    assert.equal(stream, 'net.src.port == 80');
  });

  it('a raw string for a Gateway without them', () => {
    const { text } = fixed('http.path == r#"/a"#', languageOf('3.3'));
    assert.equal(text, 'http.path == "/a"');
  });
});

it('every fix is within its text, and a single mistake is gone with it, for the engine too', async () => {
  let count = 0;
  for (let index = 0; index < 20_000; index++) {
    const { text, subsystem } = generate(20_261_123, index);
    const language = languageOf('3.9', subsystem);
    const { problems } = readExpression(text, language);
    for (const { fix, span, code } of problems) {
      if (!fix) continue;
      count++;
      let last = 0;
      for (const edit of [...fix.edits].sort((a, b) => a.span.start - b.span.start)) {
        assert.ok(last <= edit.span.start && edit.span.end <= text.length, `${code} of ${text}`);
        last = edit.span.end;
      }
      if (problems.length > 1) continue;
      const after = readExpression(applied(text, fix.edits), language).problems;
      const isThere = after.some((other) => other.code === code && other.span.start === span.start);
      assert.ok(!isThere, `${code} ${fixTitle(fix)} of ${JSON.stringify(text)}`);
      if (isRefused(after)) continue;
      const fixedText = seenByTheEngine(applied(text, fix.edits));
      const { status } = await engine.answer(fixedText, subsystem);
      // The binding throws for integers that a double cannot hold.
      const isLarge = /\d{16}|[0-9A-Fa-f]{14}/.test(fixedText);
      assert.ok(status === 'accepted' || isLarge, `${code} ${fixTitle(fix)} of ${JSON.stringify(text)}`);
    }
  }
  assert.ok(count > 500, `${count} fixes`);
});
