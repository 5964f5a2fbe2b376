import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expressionVectors } from '../support/vectors.js';

const judge = (subsystem: string, texts: readonly unknown[], ...args: string[]) =>
  runCli(['expression', '--subsystem', subsystem, ...args], {
    input: texts.map((text) => `${JSON.stringify(text)}\n`).join(''),
  });

const answersOf = (stdout: string): Answer[] =>
  stdout === ''
    ? []
    : stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));

interface Answer {
  readonly ok: boolean;
  readonly problems: readonly { code: string; message: string; start: number; end: number }[];
}

suite('expression', () => {
  test('answers each line with one line', async () => {
    const { stdout, stderr, code } = await judge('http', [
      'http.path == "/a"',
      '日 == 1 && http.path = "/b"',
      'net.port == 80',
    ]);
    assert.deepEqual(answersOf(stdout), [
      { ok: true, problems: [] },
      {
        ok: false,
        problems: [
          {
            code: 'expression-syntax',
            message: 'Expected a field or `(`, found `日`.',
            start: 0,
            end: 1,
          },
          {
            code: 'expression-unknown-operator',
            message: '`=` is not an operator: write `==`.',
            start: 20,
            end: 21,
          },
        ],
      },
      {
        ok: true,
        problems: [
          {
            code: 'expression-net-port',
            message:
              '`net.port` is deprecated. Kong replaces it with `net.dst.port`, but will stop doing so: write `net.dst.port`.',
            start: 0,
            end: 8,
          },
        ],
      },
    ]);
    assert.equal(stderr, '');
    assert.equal(code, 1);
  });

  test('offsets are in UTF-16 units', async () => {
    const { stdout } = await judge('http', ['http.path == "🦍" && http.x == "a"']);
    const text = '"🦍" && ';
    const start = 'http.path == '.length + text.length;
    assert.deepEqual(
      answersOf(stdout)[0]?.problems.map(({ start, end }) => ({ start, end })),
      [{ start, end: start + 'http.x'.length }],
    );
  });

  test('exit 0 where all are right, also where there is none', async () => {
    assert.equal((await judge('stream', ['tls.sni == "a"'])).code, 0);
    assert.deepEqual(await judge('http', []), { code: 0, stdout: '', stderr: '' });
  });

  test('the subsystem decides which fields exist, the version which syntax', async () => {
    assert.equal((await judge('stream', ['http.path == "/a"'])).code, 1);
    assert.equal((await judge('http', ['net.port == 80'])).code, 0);
    assert.equal((await judge('http', ['!(net.port == 80)'])).code, 0);
    assert.equal((await judge('http', ['!(net.port == 80)'], '--gateway', '3.5')).code, 1);
  });

  for (const [line, what] of [
    ['http.path', 'no JSON'],
    ['5', 'no text'],
  ]) {
    test(`a line that is ${what} ends it with one clear line`, async () => {
      const { stdout, stderr, code } = await runCli(['expression', '--subsystem', 'http'], {
        input: `"http.path == \\"/a\\""\n${line}\n"http.path == \\"/b\\""\n`,
      });
      assert.deepEqual(answersOf(stdout), [{ ok: true, problems: [] }]);
      assert.equal(
        stderr,
        'kong-routes: line 2 of standard input is not a JSON string such as "http.path == \\"/a\\""\n',
      );
      assert.equal(code, 2);
    });
  }

  for (const subsystem of ['http', 'stream']) {
    test(`Kong’s verdict on every vector of the subsystem ${subsystem}`, async () => {
      const vectors = expressionVectors().filter(({ schema }) => schema === subsystem);
      const { stdout } = await judge(
        subsystem,
        vectors.map(({ expression }) => expression),
      );
      const answers = answersOf(stdout);
      assert.ok(vectors.length > 0);
      assert.equal(answers.length, vectors.length);
      for (const [i, { id, expression, kong }] of vectors.entries()) {
        // What crashes Kong is not accepted either.
        assert.equal(answers[i]?.ok, kong.valid ?? false, `${id} ${expression}`);
      }
    });
  }
});
