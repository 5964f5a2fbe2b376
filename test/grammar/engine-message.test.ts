/** Kong's own words: those that were recorded, and those of the real engine for what is made here. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EngineMessage,
  engineMessage,
  type GatewayVersion,
  type Subsystem,
} from '../../grammar/index.js';
import { generate } from '../fuzz/generator.js';
import { Random } from '../fuzz/random.js';
import { Engine } from '../support/engine.js';
import { askKong, seenByTheEngine } from '../support/kong.js';
import { expressionVectors } from '../support/vectors.js';

const vectors = expressionVectors();
const seed = Number(process.env.KONG_ROUTES_SEED ?? 20_260_101);

/** With atc-router 1.7.1, as in the vectors. */
const gateway310: GatewayVersion = [3, 10];
/** With atc-router 1.6, as the engine in WebAssembly. */
const gateway39: GatewayVersion = [3, 9];

const ask = (text: string, subsystem: Subsystem = 'http', gatewayVersion = gateway39) =>
  engineMessage(text, { subsystem, gatewayVersion });

/** As Kong puts it into an answer. */
function asKongWrites(message: EngineMessage | null): string | null {
  if (message?.kind !== 'refusal') return message && 'panic';
  return `Router Expression failed validation: ${message.text}`;
}

test('every recorded answer of Kong, the whole text', () => {
  let refusals = 0;
  for (const { id, expression, schema, kong, message } of vectors) {
    const answer = ask(expression, schema, gateway310);
    if (kong.valid) {
      assert.equal(answer, null, id);
    } else if (kong.crash) {
      assert.deepEqual(answer, { kind: 'panic' }, id);
    } else if (expression === '') {
      // Kong does not ask the engine, which has an answer all the same.
      assert.equal(kong.errors?.expression, 'length must be at least 1', id);
      assert.deepEqual(
        answer,
        { kind: 'refusal', text: ` --> 1:1\n  |\n1 | \n  | ^---\n  |\n  = ${message}` },
        id,
      );
    } else {
      assert.equal(asKongWrites(answer), kong.errors?.['@entity']?.[0], id);
      refusals++;
    }
  }
  assert.equal(refusals, 241);
});

/** What Kong says by the real engine: the text, `panic`, or `null` where it accepts the expression. */
async function realAnswer(engine: Engine, text: string, subsystem: Subsystem): Promise<string | null> {
  const answer = await engine.answer(seenByTheEngine(text), subsystem);
  // The engine in WebAssembly has no buffer that cuts its words.
  if (answer.status === 'refused') return Buffer.from(answer.text).subarray(0, 4096).toString();
  if (answer.status === 'panic') return 'panic';
  // The bindings cannot hand over a tree with an integer beyond those of a double.
  const withSmallIntegers = text.replace(/(?<![\w.])(?:0x[0-9A-Fa-f]{13,}|[0-9]{16,})/g, '1');
  const kong = await askKong(engine, withSmallIntegers, subsystem);
  return kong.status === 'refused' ? kong.message! : null;
}

async function compare(engine: Engine, text: string, subsystem: Subsystem): Promise<void> {
  const ours = ask(text, subsystem);
  const answer = ours?.kind === 'refusal' ? ours.text : ours && 'panic';
  assert.equal(answer, await realAnswer(engine, text, subsystem), `${subsystem}: ${JSON.stringify(text)}`);
}

test('where pest’s text is hard to get right', async (t) => {
  const engine = await Engine.start();
  const texts = {
    'nothing but white space': ' \t\r\n ',
    'a line break where the error is': 'net.dst.port == 0x\n1',
    'CR and LF where the error is': 'net.dst.port == 0x\r\n1',
    'a CR that ends no line': 'http.path\r == "a" and\r\nhttp.path == "b"',
    'a tab before the error': '\thttp.path ==\tb',
    'characters of two and of four bytes before the error': 'http.path == "ü😀" and',
    'a line of two digits': `${'\n'.repeat(9)}http.path = "a"`,
    'from line 9 to line 10': `${'\n'.repeat(8)}http.path ~ "(\n"`,
    'a span over two lines': 'http.path ~ "(\n\t\tand more"',
    'a span over two lines, its last column the smaller': 'http.path ~ "(\na"',
    'a span over four lines': '\tlower(foo(\n\r\n\r\nhttp.path\n)) == "a"',
    'a span of one character': 'http.path ~ 5',
    'one attempt within a rule': 'lower(1)',
    'several attempts within a rule': 'lower() == "a"',
    'a string that is not closed': 'http.path == "a',
    'a raw string that is not closed': 'http.path == r#"a"',
    'an operator that begins like another': 'http.path =< "a"',
    'an error behind an earlier one that did not matter': '(http.path == "a" && (http.path == "b" || )',
  };
  for (const [name, text] of Object.entries(texts)) await t.test(name, () => compare(engine, text, 'http'));
});

test('of several mistakes the one that Kong reports', async (t) => {
  const engine = await Engine.start();
  const texts = {
    'syntax before all': 'net.src.ip not  in 1.1.1.1 && foo(http.path) == "a" and',
    'the panic before errors of the parser': 'foo(http.path) == "a" && !(net.src.ip not  in 10.0.0.0/8)',
    'but in one predicate the function before the panic': 'foo(net.src.ip) not  in 10.0.0.0/8',
    'and the panic before the constant': 'net.src.ip not  in 10.0.0.1/8',
    'the inner function first': 'foo(bar(http.path)) == "a"',
    'the parser before the validation': 'unknown == 1 || http.path ~ "("',
    'the constant before the regex operator': 'http.path ~ 9223372036854775808',
    'the regex operator before the validation': 'unknown ~ -0x10',
    'the first of the parser': 'http.path ~ "(" && net.src.ip == 1.2.3.400',
    'the validation before the segments': 'http.path.segments.01 == "a" || unknown == 1',
    'the segments beside a large integer':
      'http.path.segments.01 == "a" && net.dst.port == 9223372036854775807',
    'the segments last': 'http.path.segments.01 == "a" || http.path == "b"',
  };
  for (const [name, text] of Object.entries(texts)) await t.test(name, () => compare(engine, text, 'http'));
});

test('the text that Kong quotes is the one that it gave the engine', () => {
  const quoted = (text: string, version?: GatewayVersion) => {
    const message = ask(text, 'http', version);
    return message?.kind === 'refusal' ? message.text.split('\n')[2] : message;
  };
  assert.equal(quoted('net.port == 80 and'), '1 | net.dst.port == 80 and');
  assert.equal(quoted('net.port == 80 and', [3, 5]), '1 | net.port == 80 and');
  assert.equal(quoted('http.path == "a" and\0 more'), '1 | http.path == "a" and');
});

test('the crate cidr accepts leading zeros before Gateway 3.10', () => {
  const text = 'net.src.ip in 010.0.0.0/8';
  assert.equal(ask(text), null);
  assert.equal(
    asKongWrites(ask(text, 'http', gateway310))?.split(' = ')[1],
    "couldn't parse address in network: invalid IPv4 address syntax",
  );
});

test('Kong’s buffer holds 4096 bytes', () => {
  const answers = ['"', '"a'].map((start) => ask(start + 'ü'.repeat(5000)));
  const texts = answers.map((answer) => (answer?.kind === 'refusal' ? answer.text : ''));
  assert.equal(Buffer.byteLength(texts[0]!), 4096);
  // The second is cut within a character.
  assert.equal(texts[1], ` --> 1:1\n  |\n1 | "a${'ü'.repeat(2038)}\ufffd`);
});

test('long and deep texts are read', () => {
  const predicate = 'http.path == "a"';
  const nested = (open: string, depth: number) => `${open.repeat(depth)}${predicate}${')'.repeat(depth)}`;
  const accepted = [
    nested('(', 300),
    nested('!(', 50_000),
    `${'lower('.repeat(50_000)}http.path${')'.repeat(50_000)} == "a"`,
    `http.path == "${'a'.repeat(10_000)}"`,
    Array(2_000).fill(predicate).join(' || '),
  ];
  const refused = [
    nested('!(', 300).slice(0, -1),
    'lower('.repeat(10_000),
    '!'.repeat(10_000),
    `${'('.repeat(300)}a`,
    `${predicate} && `.repeat(2_000),
    `http.path == "${'a'.repeat(10_000)}\\d"`,
    `${' '.repeat(10_000)}1`,
  ];
  for (const text of accepted) assert.equal(ask(text), null, text.slice(0, 20));
  for (const text of refused) assert.equal(ask(text)?.kind, 'refusal', text.slice(0, 20));
});

test(`3000 generated expressions, seed ${seed}: our words are Kong's`, async () => {
  const engine = await Engine.start();
  for (let index = 0; index < 3000; index++) {
    const { text, subsystem } = generate(seed, index);
    await compare(engine, text, subsystem);
  }
});

test(`3000 recorded expressions, damaged, seed ${seed}: our words are Kong's`, async () => {
  const engine = await Engine.start();
  const random = new Random(seed);
  const strangers = [...'()!&|"\\#=~^<>-/.:09xrn_a \t\r\nüß😀', '\r\n', 'not', 'in', 'r#"', '0x'];
  for (let i = 0; i < 3000; i++) {
    const { expression, schema } = random.pick(vectors);
    const characters = [...expression];
    for (let damage = random.between(1, 3); damage > 0; damage--) {
      const at = random.below(characters.length + 1);
      const removed = random.below(3);
      characters.splice(at, removed, ...(random.chance(0.7) ? [random.pick(strangers)] : []));
    }
    await compare(engine, characters.join(''), schema);
  }
});
