/**
 * Every reader gets texts that nobody meant to write: real files with bytes and structure changed, and every beginning of
 * real files. Nothing may throw, and nothing may take long. `KONG_ROUTES_MUTATIONS` sets how many there are;
 * `docs/robustness.md` has the report of the long run.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { regexJudge } from '../../grammar/index.js';
import { readDocument, rereadDocument } from '../../server/documents/index.js';
import { findGateways } from '../../server/gateways/index.js';
import { readHcl, readHclJson } from '../../server/hcl/index.js';
import { readManifests } from '../../server/kubernetes/index.js';
import { SourceFile } from '../../server/text/index.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';
import { repositoryRoot } from '../support/vectors.js';
import { Random } from './random.js';

const count = Number(process.env.KONG_ROUTES_MUTATIONS ?? 1_500);
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_261_128);

/** So long a text of a few kilobytes may take on a slow machine, in milliseconds. */
const mostTime = 10_000;

interface Original {
  readonly name: string;
  readonly text: string;
}

const root = fileURLToPath(repositoryRoot);

/** Real files of every kind, but the large ones. */
const originals: readonly Original[] = [
  'examples',
  'test/fixtures/files',
  'test/fixtures/gateways',
  'test/fixtures/terraform',
]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((name) => statSync(join(root, name)).isFile())
  .sort()
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
  .filter(({ text }) => text.length < 12_000);

const pieces = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '"',
    "'",
    '`',
    ':',
    ': ',
    '- ',
    '#',
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '<<: *a\n',
    '!!str ',
    '%',
    '---\n',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\0',
    '\x1b[2J',
    '\ufeff',
    '\u202e',
    '\ud800',
    '😀',
    '{{ .x }}',
    '{% if %}',
    '<%= x %>',
    '${{ env "X" }}',
    '${x}',
  ],
  ...[
    '_format_version: "3.0"\n',
    'routes:\n',
    'expression: ',
    '"~/(a',
    '\\p{Garay}',
    '&& ',
    '|| ',
    '!(',
    'any(',
    '== ',
    'r#"',
    '9'.repeat(40),
    '['.repeat(700),
  ],
];

/** Of bytes and of lines: what a slip of a keyboard, a merge or a broken disk makes of a text. */
function mutated(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const lines = text.split('\n');
  const line = random.below(lines.length);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + pieces[random.below(pieces.length)]! + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(Math.min(text.length, at + random.between(1, 20)));
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.below(0x1_0000)) + text.slice(at + 1);
    case 4:
      return lines.toSpliced(line, 1).join('\n');
    case 5:
      return lines.toSpliced(line, 0, lines[random.below(lines.length)]!).join('\n');
    case 6:
      return lines.with(line, `${' '.repeat(random.below(6))}${lines[line]!.trimStart()}`).join('\n');
    default:
      return text.slice(at) + text.slice(0, at);
  }
}

const languageOf = (name: string) =>
  name.endsWith('.json')
    ? 'json'
    : /\.(?:tf|tofu|hcl)$/.test(name)
      ? 'terraform'
      : name.endsWith('.kong-expr')
        ? 'kong-expression'
        : 'yaml';

/** Everything that reads texts, on this one. */
function readAll({ name, text }: Original, before: string): void {
  const language = languageOf(name);
  diagnosticsOf(snapshotOf(text, {}, language));
  const format = ({ json: 'json', terraform: 'hcl', 'kong-expression': 'expression', yaml: 'yaml' } as const)[
    language
  ];
  const whole = readDocument(text, format);
  const again = rereadDocument(readDocument(before, format), text);
  assert.deepEqual(
    again.routes.map(({ start, path }) => [start, path]),
    whole.routes.map(({ start, path }) => [start, path]),
  );
  assert.deepEqual(again.syntaxProblems, whole.syntaxProblems);
  findGateways([new SourceFile(`file:///w/${name}`, text)]);
  readManifests([{ file: name, text }]);
  readHcl(text);
  readHclJson(text);
  const line = text
    .slice(text.length >> 1)
    .split('\n', 1)[0]!
    .slice(0, 200);
  regexJudge.judge(line);
  diagnosticsOf(snapshotOf(line, {}, 'kong-expression'));
}

/** @returns how long the slowest text took, and which it was */
function tryAll(
  cases: Iterable<{ readonly what: string; readonly original: Original; readonly text: string }>,
) {
  let slowest = { time: 0, what: '' };
  let tried = 0;
  for (const { what, original, text } of cases) {
    const begun = performance.now();
    try {
      readAll({ ...original, text }, original.text);
    } catch (error) {
      throw new Error(`${what}: ${JSON.stringify(text)}`, { cause: error });
    }
    const time = performance.now() - begun;
    if (time > slowest.time) slowest = { time, what };
    tried++;
  }
  return { ...slowest, tried };
}

suite('readers of every kind', () => {
  test(`${count} mutations`, (context) => {
    assert.ok(originals.length >= 30, `${originals.length} files`);
    function* mutations() {
      for (let i = 0; i < count; i++) {
        const random = new Random(seed, i);
        const original = originals[random.below(originals.length)]!;
        let { text } = original;
        for (let times = random.between(1, 4); times > 0; times--) text = mutated(text, random);
        yield { what: `seed ${seed}, number ${i}, ${original.name}`, original, text };
      }
    }
    const { time, what, tried } = tryAll(mutations());
    context.diagnostic(`${tried} texts, the slowest ${time.toFixed(0)} ms: ${what}`);
    assert.ok(time < mostTime, `${what} took ${time} ms`);
  });

  test('beginnings of real files, at each place where one may have stopped to type', (context) => {
    const step = Number(process.env.KONG_ROUTES_PREFIX_STEP ?? 97);
    function* beginnings() {
      for (const original of originals.filter(({ text }) => text.length < 3_000))
        for (let end = 0; end < original.text.length; end += step)
          yield { what: `${original.name}, ${end}`, original, text: original.text.slice(0, end) };
    }
    const { time, what, tried } = tryAll(beginnings());
    context.diagnostic(`${tried} texts, the slowest ${time.toFixed(0)} ms: ${what}`);
    assert.ok(time < mostTime, `${what} took ${time} ms`);
  });
});
