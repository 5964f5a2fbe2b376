import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Block } from '../../server/pages/blocks.js';
import { bodyOf, escapeHtml } from '../../server/pages/html.js';
import { markdownOf, pieces } from '../../server/pages/markdown.js';
import { diffOf } from '../../server/plan/plan-blocks.js';
import type { At } from '../../server/plan/plan-model.js';
import { pageOf } from '../../server/plan/plan-page.js';
import { wholeLines } from '../../server/plan/whole-lines.js';
import { planOf } from './planned.js';

const at: At = {
  uri: 'file:///w/a b/k.yml',
  file: 'a b/k.yml',
  range: { start: { line: 4, character: 2 }, end: { line: 4, character: 3 } },
};

const paragraph = (text: string): Block => ({ kind: 'paragraph', text: [text] });

suite('blocks as Markdown', () => {
  const cases: readonly (readonly [text: string, markdown: string])[] = [
    ['plain text', 'plain text'],
    ['a `code` b', 'a `code` b'],
    ['`` a`b `` c', '`` a`b `` c'],
    ['*no* [link](x) _em_ snake_case', '\\*no\\* \\[link\\](x) \\_em\\_ snake_case'],
    ['<b> & `<b> & *`', '&lt;b&gt; &amp; `<b> & *`'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['> no quote', '&gt; no quote'],
    ['one\n  two', 'one two'],
  ];
  for (const [text, markdown] of cases) {
    test(text, () => assert.equal(markdownOf([paragraph(text)]), `${markdown}\n`));
  }

  test('a link is a path that GitHub shows a line of', () => {
    assert.equal(
      markdownOf([{ kind: 'list', items: [['see ', { at, text: 'a_b/k.yml:5' }]] }]),
      '- see [a_b/k.yml:5](a%20b/k.yml#L5)\n',
    );
  });

  test('a table keeps bars, also those in code, and the lines of a cell', () => {
    const rows = [[[['`a || b`']], [['one | two'], ['three']]]];
    assert.equal(
      markdownOf([{ kind: 'table', head: ['A', 'B'], rows }]),
      '| A | B |\n| --- | --- |\n| `a \\|\\| b` | one \\| two<br>three |\n',
    );
  });

  test('nothing in code ends its fence', () => {
    const text = 'a\n```\nb';
    assert.equal(markdownOf([{ kind: 'code', language: 'diff', text }]), '````diff\na\n```\nb\n````\n');
  });

  test('a summary is HTML', () => {
    const block: Block = { kind: 'details', summary: ['`a<b` & c'], blocks: [paragraph('x')] };
    assert.equal(
      markdownOf([block]),
      '<details>\n<summary><code>a&lt;b</code> &amp; c</summary>\n\nx\n\n</details>\n',
    );
  });
});

suite('blocks as HTML', () => {
  test('whatever a text is, it is only text', () => {
    const anyBlock = fc
      .tuple(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('paragraph', 'heading', 'list', 'table', 'code', 'details'),
      )
      .map(([text, kind]): Block => {
        switch (kind) {
          case 'heading':
            return { kind, level: 2, text: [text] };
          case 'list':
            return { kind, items: [[text, { at: { ...at, uri: text, file: text }, text }]] };
          case 'table':
            return { kind, head: [text], rows: [[[[text]]]] };
          case 'code':
            return { kind, language: 'diff', text };
          case 'details':
            return { kind, summary: [text], blocks: [paragraph(text)] };
          default:
            return paragraph(text);
        }
      });
    fc.assert(
      fc.property(anyBlock, (block) => {
        const html = bodyOf([block], ({ uri }) => uri);
        const rest = html
          .replace(
            /<\/?(?:p|h2|ul|li|div class="table"|div|table|thead|tbody|tr|td|th|br|pre|code class="diff"|code|ins|del|span|details|summary)>/g,
            '',
          )
          .replace(/<th scope="(?:col|row)">/g, '')
          .replace(/<a href="[^"<>]*">|<\/a>/g, '');
        assert.doesNotMatch(rest, /[<>]/);
        assert.doesNotMatch(rest, /&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test('escapes what ends an attribute', () => {
    assert.equal(escapeHtml(`<&>"'`), '&lt;&amp;&gt;&quot;&#39;');
  });

  test('says the same as the Markdown', () => {
    const routes = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: \'!(http.path == "/a")\'\n';
    const blocks = pageOf(planOf({ 'kong.yaml': routes }, 'traditional', 'expressions@3.9'));
    const words = (text: string) => text.match(/[\p{L}\d]+/gu) ?? [];
    const html = bodyOf(blocks)
      .replace(/<a href="[^"]*">/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replace(/&[a-z]+;/g, ' ');
    const markdown = markdownOf(blocks, () => '')
      .replace(/<\/?(?:details|summary|code|br)>/g, ' ')
      .replace(/&[a-z]+;/g, ' ')
      .replace(/^```\w*$/gm, '')
      .replace(/\]\(\)/g, ' ');
    assert.deepEqual(words(html), words(markdown));
  });
});

test('code in a text is between backticks, as many as needed', () => {
  assert.deepEqual(pieces('a `b` `` c`d `` e`'), [
    { isCode: false, text: 'a ' },
    { isCode: true, text: 'b' },
    { isCode: false, text: ' ' },
    { isCode: true, text: 'c`d' },
    { isCode: false, text: ' e`' },
  ]);
});

suite('edits as readers see them', () => {
  test('in whole lines', () => {
    const text = 'one\ntwo: x\nthree\n';
    const edit = { span: { start: 9, end: 10 }, newText: 'y\n  z' };
    assert.deepEqual(wholeLines(text, edit), { before: 'two: x', after: 'two: y\n  z' });
  });

  test('what is removed with its line break removes no other line', () => {
    const text = 'one\r\ntwo\r\nthree';
    const lines = wholeLines(text, { span: { start: 5, end: 10 }, newText: '' });
    assert.deepEqual(lines, { before: 'two', after: '' });
    assert.equal(diffOf(lines.before, lines.after), '-two');
  });

  test('lines that stay occur once', () => {
    assert.equal(diffOf('a\nb\nc', 'a\nx\ny\nc'), ' a\n-b\n+x\n+y\n c');
    assert.equal(diffOf('a', 'a\na'), ' a\n+a');
  });
});
