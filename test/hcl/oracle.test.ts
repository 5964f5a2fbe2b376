/**
 * Ours against HashiCorp's own parser: the same files are valid, with the same values; and after a mistake the blocks that
 * were not touched are still read. `KONG_ROUTES_HCL_CORPUS` names a folder with more files (public modules), and
 * `KONG_ROUTES_HCL_MISTAKES` how many mistakes are made in them.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Block, blocksOf, type HclFile, readHcl } from '../../server/hcl/index.js';
import { Random } from '../fuzz/random.js';
import { repositoryRoot } from '../support/vectors.js';
import { HclGenerator } from './generator.js';
import { mistakeIn } from './mistakes.js';
import { askOracle, asOracle, isSyntaxError } from './oracle.js';

const seed = Number(process.env.KONG_ROUTES_SEED ?? 1);
const mistakes = Number(process.env.KONG_ROUTES_HCL_MISTAKES ?? 1500);

const generated = Array.from({ length: 500 }, (_, i) => new HclGenerator(seed, i).file());

const folders = [
  fileURLToPath(new URL('test/fixtures/terraform', repositoryRoot)),
  ...(process.env.KONG_ROUTES_HCL_CORPUS ? [process.env.KONG_ROUTES_HCL_CORPUS] : []),
];

const written = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tf|tofu)$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8')),
);

/** What the oracle and we make of a text, unless it is not comparable. */
async function compare(text: string): Promise<'valid' | 'invalid' | 'other'> {
  const answer = await askOracle(text);
  const file = readHcl(text);
  if (answer.refused === undefined) {
    assert.deepEqual(file.problems, [], text);
    assert.deepEqual(JSON.parse(JSON.stringify(asOracle(file))), answer.value, text);
    return 'valid';
  }
  if (!isSyntaxError(answer.refused)) {
    assert.deepEqual(file.problems, [], `${answer.refused}\n${text}`);
    return 'other';
  }
  assert.notDeepEqual(file.problems, [], `${answer.refused}\n${text}`);
  return 'invalid';
}

suite('HCL and HashiCorp’s parser', () => {
  test('generated files have the same values', async () => {
    const outcomes = await Promise.all(generated.map(compare));
    assert.ok(outcomes.filter((outcome) => outcome === 'valid').length > 300);
  });

  test('files that people wrote are valid or not alike, with the same values', async () => {
    assert.ok(written.length >= 10);
    for (const text of written) await compare(text);
  });

  test('after a mistake, what is wrong is told, and the other blocks are found whole', async () => {
    const texts = process.env.KONG_ROUTES_HCL_CORPUS ? written : generated;
    const files = texts
      .map((text) => readHcl(text))
      .filter((file) => file.problems.length === 0 && blocksOf(file.body).length > 2);
    const random = new Random(seed, 7);
    let blocks = 0;
    let found = 0;
    let wrong = 0;
    for (let i = 0; i < mistakes; i++) {
      const file = random.pick(files);
      const mistake = mistakeIn(file, (count) => random.below(count));
      const { refused } = await askOracle(mistake.text);
      const after = readHcl(mistake.text);
      const isRefused = refused !== undefined && isSyntaxError(refused);
      assert.equal(
        after.problems.length > 0,
        isRefused,
        `${mistake.kind}\n${refused}\n${JSON.stringify(mistake.text)}`,
      );
      // A file that is valid all the same has other blocks.
      if (!isRefused) continue;
      wrong++;
      const whole = new Map(blocksOf(after.body).map((block) => [block.span.start, block]));
      for (const [index, block] of blocksOf(file.body).entries()) {
        if (index === mistake.block) continue;
        const moved = index > mistake.block ? mistake.moved : 0;
        blocks++;
        if (isSame(whole.get(block.span.start + moved), block, after, file)) found++;
      }
    }
    assert.ok(wrong > mistakes / 4, `only ${wrong} mistakes were any`);
    assert.ok(found / blocks >= 0.98, `${found} of ${blocks} blocks were found whole`);
    if (process.env.KONG_ROUTES_HCL_CORPUS)
      console.log({ files: files.length, wrong, blocks, found, rate: found / blocks });
  });
});

/** The same text, read the same way. */
function isSame(found: Block | undefined, block: Block, after: HclFile, before: HclFile): boolean {
  if (!found || found.close === null) return false;
  const textOf = ({ text }: HclFile, { span }: Block) => text.slice(span.start, span.end);
  if (textOf(after, found) !== textOf(before, block)) return false;
  const moved = found.span.start - block.span.start;
  return JSON.stringify(shape(found, 0)) === JSON.stringify(shape(block, moved));
}

/** What is in a block, and where. */
const shape = ({ body, labels }: Block, moved: number): unknown => [
  labels.map(({ text }) => text),
  body.items.map((item) =>
    item.kind === 'block'
      ? [item.type, shape(item, moved)]
      : [item.name, item.value.kind, item.value.span.start + moved, item.value.span.end + moved],
  ),
];
