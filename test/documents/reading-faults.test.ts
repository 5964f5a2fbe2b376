import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument } from '../../server/documents/index.js';
import { deepestNesting, shallowJson, shallowYaml } from '../../server/text/index.js';
import { Random } from '../fuzz/random.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

const head = '_format_version: "3.0"\nroutes:\n- name: first\n  paths: [/first]\n';
const tail = '- name: last\n  paths: [/last]\n';

/** Codes with the text that each is about, and the names of the routes that are read. */
function reported(text: string, language: 'yaml' | 'json' = 'yaml') {
  const snapshot = snapshotOf(
    text,
    { routerFlavor: 'traditional_compatible', gatewayVersion: '3.9' },
    language,
  );
  return {
    problems: diagnosticsOf(snapshot).map(({ code, range }) => [code, snapshot.text.getText(range)] as const),
    routes: snapshot.document.routes.map(({ body }) =>
      body.entries
        .flatMap(({ key, value }) => (key === 'name' && value.kind === 'scalar' ? [value.value] : []))
        .join(),
    ),
  };
}

test('what ends several brackets at once is reported once', () => {
  const { syntaxProblems } = readDocument(`${head}plugins: ${'['.repeat(deepestNesting)}\n`, 'yaml');
  const places = syntaxProblems.map((problem) => JSON.stringify(problem));
  assert.ok(places.length > 0);
  assert.equal(new Set(places).size, places.length);
});

suite('what is nested too deeply', () => {
  for (const levels of [deepestNesting, 10_000, 100_000]) {
    const deep = `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    const nested: Record<string, string> = {
      'flow lists': `  x: ${deep}\n`,
      'flow mappings': `  x: ${'{ a: '.repeat(levels)}1${' }'.repeat(levels)}\n`,
      'lists on one line': `  x:\n    ${'- '.repeat(levels)}x\n`,
      'never closed': `plugins: ${'['.repeat(levels)}\n`,
    };
    for (const [name, lines] of Object.entries(nested)) {
      test(`YAML, ${levels} levels: ${name}`, () => {
        const { problems, routes } = reported(`${head}${lines}`);
        const codes = problems.map(([code]) => code);
        assert.ok(codes.includes('document-too-deep'), `${codes}`);
        assert.ok(!problems.some(([, text]) => text === ''), 'each has a range');
        assert.ok(routes.includes('first'));
      });
    }
    test(`YAML, ${levels} levels: every other route is read`, () => {
      const { problems, routes } = reported(`${head}- name: deep\n  paths: ${deep}\n${tail}`);
      assert.deepEqual(
        problems.map(([code]) => code),
        ['document-too-deep'],
      );
      assert.deepEqual(routes, ['first', 'deep', 'last']);
    });
    test(`JSON, ${levels} levels`, () => {
      const routes = `[{"name":"first","paths":["/a"]},{"name":"deep","paths":${deep}},{"name":"last","paths":["/b"]}]`;
      const found = reported(`{"_format_version":"3.0","routes":${routes}}`, 'json');
      assert.deepEqual(
        found.problems.map(([code]) => code),
        ['document-too-deep'],
      );
      assert.deepEqual(found.routes, ['first', 'deep', 'last']);
    });
  }

  test('blocks of many lines', () => {
    const lines = Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    const { problems, routes } = reported(`${head}${tail}plugins:\n${lines}\n`);
    assert.ok(problems.some(([code]) => code === 'document-too-deep'));
    assert.deepEqual(routes, ['first', 'last']);
  });

  test('brackets, quotes and marks of the lexer in any order: every character keeps its place', () => {
    const pieces = [...'[{]},"\'#\u001f\u0002\u0018x', 'a: ', '\n', '  ', '- ', '---\n', '|\n'];
    const random = new Random(20261129);
    let cut = 0;
    for (let i = 0; i < 60; i += 1) {
      const text = Array.from({ length: 3_000 }, () =>
        random.chance(0.9) ? '[' : pieces[random.below(pieces.length)],
      ).join('');
      const { text: shallow, tooDeep } = shallowYaml(text);
      assert.equal(shallow.length, text.length);
      assert.deepEqual(shallowYaml(shallow).tooDeep, [], 'nothing too deep is left');
      for (const [j, { start, end }] of tooDeep.entries())
        assert.ok(start < end && start >= (tooDeep[j - 1]?.end ?? 0), 'spans are in order, and apart');
      if (tooDeep.length > 0) cut += 1;
    }
    assert.ok(cut > 10, `${cut}`);
  });

  test('what is not too deep stays as it is', () => {
    const levels = deepestNesting - 10;
    for (const text of [
      `${head}  x: ${'['.repeat(levels)}${']'.repeat(levels)}\n`,
      `${head}  x: "${'['.repeat(2_000)}"\n`,
      `${head}# ${'- '.repeat(2_000)}\n`,
      `${head}  x: |\n${' '.repeat(2_000)}text\n`,
    ]) {
      assert.deepEqual(shallowYaml(text), { text, tooDeep: [] });
      assert.deepEqual(readDocument(text, 'yaml').syntaxProblems, []);
    }
    const json = `{"x":"${'['.repeat(2_000)}\\"[","y":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    assert.deepEqual(shallowJson(json), { text: json, tooDeep: [] });
  });
});

suite('texts that are not UTF-8, or have other line ends', () => {
  /** As an editor shows bytes of UTF-16 that it took for UTF-8. */
  const utf16 = (text: string, bom: boolean) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le'),
    );
  const big = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  test('UTF-16 is named, whatever its order and mark', () => {
    for (const text of [
      utf16(head, true),
      utf16(head, false),
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(big(head)),
    ]) {
      const { problems, routes } = reported(text);
      assert.deepEqual(
        problems.map(([code]) => code),
        ['document-encoding'],
      );
      assert.deepEqual(routes, []);
    }
    const json = JSON.stringify({ _format_version: '3.0', routes: [{ name: 'a', paths: ['/a'] }] });
    assert.deepEqual(
      reported(utf16(json, true), 'json').problems.map(([code]) => code),
      ['document-encoding'],
    );
  });

  test('of other files nothing is reported', () => {
    assert.deepEqual(reported(utf16('a: b\n', true)).problems, []);
    assert.deepEqual(reported('a: b\rc: d\r').problems, []);
  });

  test('lines that end with CR alone are named, at the first', () => {
    const { problems, routes } = reported(head.replaceAll('\n', '\r'));
    assert.deepEqual(problems, [['document-line-ends', '\r']]);
    assert.deepEqual(routes, []);
    assert.deepEqual(reported(`${head}- name: last\r  paths: [/last]\n`).problems, [
      ['document-line-ends', '\r'],
    ]);
  });

  test('CRLF and a byte order mark are read', () => {
    const { problems, routes } = reported(`\ufeff${(head + tail).replaceAll('\n', '\r\n')}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(routes, ['first', 'last']);
  });

  for (const character of ['\0', '\x1b', '\x7f', '\x9b']) {
    test(`YAML does not allow U+${character.charCodeAt(0).toString(16).padStart(4, '0')}`, () => {
      const { problems } = reported(`${head}- name: "a${character}b"\n  paths: [/b]\n`);
      assert.deepEqual(problems, [['document-syntax', character]]);
    });
  }

  test('and allows what reads from right to left, and what has no width', () => {
    assert.deepEqual(reported(`${head}  tags: ["\u202e\u200b\u2066"]\n`).problems, []);
  });
});

suite('commands with white space that is none to a shell', () => {
  for (const space of ['\u00a0', '\ufeff', '\v', '\f', '\u2028', '\\\r', '\\']) {
    test(JSON.stringify(space), () => {
      const text = `curl -X POST ${space} http://localhost:8001/routes -d paths=/a\ncurl http://a ${space}`;
      // It comes to an end.
      assert.equal(readDocument(text, 'text').text, text);
    });
  }
});

suite('as many routes as memory allows', () => {
  const count = 130_000;
  const entries = Array.from({ length: count }, (_, i) => `{"name":"r${i}","paths":["/r${i}"]}`);
  test('a list of more routes than a call has arguments, in YAML and JSON', () => {
    const json = `{"_format_version":"3.0","routes":[${entries.join(',\n')}]}`;
    assert.equal(readDocument(json, 'json').routes.length, count);
    const yaml = `_format_version: "3.0"\nservices:\n- name: s\n  routes:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
    assert.equal(readDocument(yaml, 'yaml').routes.length, count);
  });
});
