import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { type EnvFormat, envVariables } from '../../server/gateways/settings/env-file.js';
import { interpolate } from '../../server/gateways/sources/interpolation.js';
import { knownText, textWithBlanks, written } from '../../server/gateways/sources/traced-text.js';
import { SourceFile } from '../../server/text/source-file.js';

/** The values of a file by their names; `null` for what is not known. */
function read(text: string, format?: EnvFormat): Record<string, string | null> {
  const variables = envVariables(new SourceFile('file:///.env', text), () => undefined, format);
  return Object.fromEntries(variables.map(({ name, filled }) => [name, filled && knownText(filled)]));
}

suite('environment files', () => {
  // Those that say where they are from are in compose-spec/compose-go `dotenv/godotenv_test.go`.
  const lines: readonly (readonly [text: string, values: Readonly<Record<string, string | null>>])[] = [
    ['FOO=bar', { FOO: 'bar' }],
    ['FOO =bar', { FOO: 'bar' }],
    ['FOO= bar', { FOO: 'bar' }],
    ['FOO: bar', { FOO: 'bar' }],
    ['FOO="bar"', { FOO: 'bar' }],
    ["FOO='bar'", { FOO: 'bar' }],
    ['FOO="escaped\\"bar"', { FOO: 'escaped"bar' }],
    ["FOO='it\\'s'", { FOO: "it's" }],
    ['FOO="a\\nb\\tc\\\\d"', { FOO: 'a\nb\tc\\d' }],
    ["FOO='a\\nb'", { FOO: 'a\\nb' }],
    ['FOO="\\$bar"', { FOO: '$bar' }],
    ['FOO="$$bar"', { FOO: '$bar' }],
    ["FOO='$bar'", { FOO: '$bar' }],
    ['FOO=bar # comment', { FOO: 'bar' }],
    ['FOO=bar# no comment', { FOO: 'bar# no comment' }],
    ['FOO="bar#baz" # comment', { FOO: 'bar#baz' }],
    ['FOO="two\nlines"\nBAR=x', { FOO: 'two\nlines', BAR: 'x' }],
    ['export FOO=bar', { FOO: 'bar' }],
    ['exported=bar', { exported: 'bar' }],
    ['export=bar', { export: 'bar' }],
    ['# FOO=bar\n\nBAR=x\r\nBAZ=y\r\n', { BAR: 'x', BAZ: 'y' }],
    ['\uFEFFFOO=bar', { FOO: 'bar' }],
    ['FOO.BAR-baz=x', { 'FOO.BAR-baz': 'x' }],
    ['FOO=', { FOO: '' }],
    ['FOO=""', { FOO: '' }],
    ['FOO\nBAR=x', { FOO: null, BAR: 'x' }],
    ['FOO=a=b', { FOO: 'a=b' }],
    ['A=x\nFOO=$A-${A}y', { A: 'x', FOO: 'x-xy' }],
    ['A=x\nFOO="${A:-y}"', { A: 'x', FOO: 'x' }],
    ['FOO=$A\nA=x', { FOO: null, A: 'x' }],
    ['A=x\nA=y', { A: 'y' }],
    // What Compose refuses is passed over.
    ['FOO!=bar\nBAR=x', { BAR: 'x' }],
    ['FOO="bar\nBAR=x', { BAR: 'x' }],
    ['FOO=${\nBAR=x', { FOO: null, BAR: 'x' }],
  ];
  for (const [text, values] of lines) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(read(text), values);
    });
  }

  test('as they are', () => {
    assert.deepEqual(read('# A=b\n\n  FOO="bar" # $x\r\nBAR\nBAZ=\n', 'raw'), {
      FOO: '"bar" # $x',
      BAR: null,
      BAZ: '',
    });
  });

  const pieceOfText = fc.constantFrom(
    'A',
    '=',
    ':',
    '"',
    "'",
    '\\',
    '#',
    ' ',
    '\n',
    '\r\n',
    '$',
    '{',
    '}',
    ':-',
    'é',
    '😀',
    'export ',
  );

  test('never throws, and every place has its text', () => {
    const texts = fc.array(pieceOfText, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.constantFrom<EnvFormat>('dotenv', 'raw'), (text, format) => {
        for (const { name, namePlace, filled } of envVariables(
          new SourceFile('file:///.env', text),
          () => undefined,
          format,
        )) {
          assert.equal(text.slice(namePlace.span.start, namePlace.span.end), name);
          for (const { place, verbatim, text: value } of filled ?? []) {
            if (verbatim) assert.equal(text.slice(place.span.start, place.span.end), value);
          }
        }
      }),
    );
  });
});

suite('variables in texts', () => {
  const lookup = (name: string) =>
    ({ SET: written('', 0, 'set'), EMPTY: written('', 0, ''), NESTED: written('', 0, '$SET') })[name];
  const fill = (text: string) => {
    const filled = interpolate(written('', 0, text), lookup);
    return filled && knownText(filled);
  };

  // compose-spec/compose-go `template/template_test.go`
  const texts: readonly (readonly [text: string, filled: string | null])[] = [
    ['', ''],
    ['plain', 'plain'],
    ['$SET', 'set'],
    ['a${SET}b', 'asetb'],
    ['$SET.$SET', 'set.set'],
    ['$$SET', '$SET'],
    ['$$$SET', '$set'],
    ['$', '$'],
    ['a$', 'a$'],
    ['$1', '$1'],
    ['$ SET', '$ SET'],
    ['${SET:-default}', 'set'],
    ['${EMPTY:-default}', 'default'],
    ['${EMPTY-default}', ''],
    ['${UNSET-default}', 'default'],
    ['${UNSET:-}', ''],
    ['${UNSET:-a b:c-d}', 'a b:c-d'],
    ['${UNSET:-${EMPTY:-$SET}}', 'set'],
    ['${UNSET:-${SET}-${SET}}!', 'set-set!'],
    ['${UNSET:-$$SET}', '$SET'],
    ['${UNSET:-{}}', '{}'],
    ['${UNSET:-{a}}', '{a}'],
    ['${UNSET:-{}', '{'],
    ['${UNSET:-{}}x}', '{}}x'],
    ['${SET:+text}', 'text'],
    ['${SET+$SET-$SET}', 'set-set'],
    ['${EMPTY:+text}', ''],
    ['${EMPTY+text}', 'text'],
    ['${SET:?message}', 'set'],
    ['${EMPTY?message}', ''],
    ['$NESTED', '$SET'],
    // Not known: the shell may set it.
    ['$UNSET', null],
    ['${UNSET:?message}', null],
    ['${UNSET+text}', null],
    // Refused.
    ['${EMPTY:?message}', null],
    ['${}', null],
    ['${SET', null],
    ['${ SET}', null],
    ['${SET:}', null],
    ['${SET!x}', null],
    ['${1}', null],
    ['${UNSET:-a\nb}', null],
  ];
  for (const [text, filled] of texts) {
    test(JSON.stringify(text), () => {
      assert.equal(fill(text), filled);
    });
  }

  test('never throws, and every place has its text', () => {
    const parts = fc.constantFrom(
      '$',
      '{',
      '}',
      'SET',
      'EMPTY',
      'UNSET',
      ':',
      '-',
      '+',
      '?',
      'x',
      ' ',
      '\n',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const filled = interpolate(written('file:///x', 0, text), () => undefined) ?? [];
        for (const { place, verbatim, text: value } of filled) {
          if (verbatim && value !== null) assert.equal(text.slice(place.span.start, place.span.end), value);
        }
        if (!text.includes('$')) assert.equal(textWithBlanks(filled), text);
      }),
    );
  });
});
