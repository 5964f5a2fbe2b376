import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { likelyFlavor } from '../../server/gateways/checks/likely-flavor.js';
import { judgeSettings } from '../../server/gateways/index.js';
import { type Folder, findIn } from '../support/gateway-folder.js';
import { showCodes, showProblem } from '../support/gateway-problems.js';

const compose = (lines: string, image = 'kong:3.9.1'): Folder => ({
  'compose.yaml': `services:\n  kong:\n    image: ${image}\n    environment:\n      ${lines}\n`,
});

const codesIn = (folder: Folder) => showCodes(folder, judgeSettings(findIn(folder)));

const shownIn = (folder: Folder) =>
  judgeSettings(findIn(folder)).map((problem) => showProblem(folder, problem));

suite('a router flavor by itself', () => {
  test('each of the three is taken', () => {
    for (const flavor of ['traditional_compatible', 'expressions', ' expressions ', '"expressions"']) {
      assert.deepEqual(codesIn(compose(`KONG_ROUTER_FLAVOR: ${flavor}`)), []);
    }
  });

  test('a value that Kong does not have, with the one that is meant', () => {
    const folder = compose('KONG_ROUTER_FLAVOR: traditional_compat');
    assert.deepEqual(shownIn(folder), [
      [
        'error flavor-unknown compose.yaml:5: KONG_ROUTER_FLAVOR: <|traditional_compat|>',
        "Kong does not start with this router flavor: write `traditional_compatible`. Kong: router_flavor has an invalid value: 'traditional_compat' (traditional, traditional_compatible, expressions)",
      ],
    ]);
  });

  test('an empty value is none of the three', () => {
    const folder = compose('KONG_ROUTER_FLAVOR: ""');
    assert.deepEqual(shownIn(folder), [
      [
        'error flavor-unknown compose.yaml:5: KONG_ROUTER_FLAVOR: "<|>"',
        "Kong does not start with this router flavor. Kong: router_flavor has an invalid value: 'nil' (traditional, traditional_compatible, expressions)",
      ],
    ]);
  });

  test('quotes in kong.conf are part of the value', () => {
    const folder: Folder = { 'kong.conf': 'database = off\nrouter_flavor = "expressions" # quoted\n' };
    assert.deepEqual(shownIn(folder), [
      [
        'error flavor-unknown kong.conf:2: router_flavor = <|"expressions"|> # quoted',
        'Kong does not start with this router flavor: write `expressions`. Kong: router_flavor has an invalid value: \'"expressions"\' (traditional, traditional_compatible, expressions)',
      ],
    ]);
  });

  test('what is filled in later is not judged', () => {
    for (const value of ['"{vault://env/flavor}"', '"{{ flavor }}"', '"$$(FLAVOR)"', '$' + '{FLAVOR}']) {
      assert.deepEqual(codesIn(compose(`KONG_ROUTER_FLAVOR: ${value}`)), [], value);
    }
  });

  test('what several gateways have of one variable is told once', () => {
    const service = 'image: kong:3.9.1, environment: { KONG_ROUTER_FLAVOR: $FLAVOR }';
    const folder: Folder = {
      '.env': 'FLAVOR=atc\n',
      'compose.yaml': `services:\n  a: { ${service} }\n  b: { ${service} }\n`,
    };
    const problems = judgeSettings(findIn(folder));
    assert.deepEqual(showCodes(folder, problems), ['flavor-unknown .env:1: FLAVOR=<|atc|>']);
    assert.equal(problems[0]?.gateways.length, 2);
  });

  test('Gateway 2 has no such setting, whatever is there', () => {
    for (const flavor of ['expressions', 'traditional', 'atc']) {
      assert.deepEqual(shownIn(compose(`KONG_ROUTER_FLAVOR: ${flavor}`, 'kong:2.8.5')), [
        [
          `warning flavor-not-in-version compose.yaml:5: KONG_ROUTER_FLAVOR: <|${flavor}|>`,
          'Gateway 2.8.5 has no `router_flavor`: it ignores this setting and always uses the traditional router.',
        ],
      ]);
    }
  });

  test('the old router is deprecated where it is written, not where it is a default', () => {
    assert.deepEqual(codesIn(compose('KONG_ROUTER_FLAVOR: traditional', 'kong:latest')), [
      'flavor-deprecated compose.yaml:5: KONG_ROUTER_FLAVOR: <|traditional|>',
    ]);
    assert.deepEqual(codesIn(compose('KONG_DATABASE: "off"', 'kong:2.8.5')), []);
  });
});

suite('a route_match_calculation by itself', () => {
  const calculation = (value: string, image: string) =>
    codesIn(compose(`KONG_ROUTE_MATCH_CALCULATION: ${value}`, image)).map((code) => code.split(' ')[0]);

  test('the patch releases that have it', () => {
    const having = [
      '3.4.3.19',
      '3.4.3.20',
      '3.4',
      '3.8.1.2',
      '3.9.1.2',
      '3.10.0.3',
      '3.10',
      '3.11.0.0',
      '3.14',
    ];
    const lacking = ['3.4.3.18', '3.4.2.0', '3.5.0.7', '3.7', '3.8.1.1', '3.9.1.1', '3.10.0.2', '2.8.4.13'];
    for (const version of having) {
      assert.deepEqual(calculation('strict', `kong/kong-gateway:${version}`), [], version);
    }
    for (const version of lacking) {
      const found = calculation('strict', `kong/kong-gateway:${version}`);
      assert.deepEqual(found, ['calculation-not-in-version'], version);
    }
  });

  test('the open-source Gateway has it in no version; what another registry holds is not known', () => {
    for (const image of ['kong:3.9.1', 'kong/kong:3.8', 'docker.io/library/kong:3.9', 'kong:3.9.1-ubuntu']) {
      assert.deepEqual(calculation('strict', image), ['calculation-not-in-version'], image);
    }
    for (const image of ['registry.example.com/kong:3.9', 'kong:latest']) {
      assert.deepEqual(calculation('strict', image), [], image);
    }
    assert.deepEqual(
      shownIn(compose('KONG_ROUTE_MATCH_CALCULATION: strict'))[0]?.[1],
      'The open-source Gateway 3.9.1 has no `route_match_calculation`: it ignores this setting and computes priorities as `original` does.',
    );
  });

  test('a value that it does not have', () => {
    const folder = compose('KONG_ROUTE_MATCH_CALCULATION: stict', 'kong/kong-gateway:3.11');
    assert.deepEqual(shownIn(folder), [
      [
        'warning calculation-unknown compose.yaml:5: KONG_ROUTE_MATCH_CALCULATION: <|stict|>',
        '`stict` is not a valid value of `route_match_calculation`: write `original` or `strict`.',
      ],
    ]);
  });
});

test('what is meant by what is written', () => {
  const meant: Readonly<Record<string, ReturnType<typeof likelyFlavor>>> = {
    traditional_compat: 'traditional_compatible',
    'traditional-compatible': 'traditional_compatible',
    'Traditional Compatible': 'traditional_compatible',
    traditonal_compatible: 'traditional_compatible',
    traditional_compatable: 'traditional_compatible',
    traditionnal: 'traditional',
    TRADITIONAL: 'traditional',
    expression: 'expressions',
    Expressions: 'expressions',
    "'expressions'": 'expressions',
    expresions: 'expressions',
    expessions: 'expressions',
    atc: 'expressions',
    'atc-router': 'expressions',
    '': null,
    x: null,
    strict: null,
    original: null,
    true: null,
    postgres: null,
  };
  for (const [text, flavor] of Object.entries(meant)) assert.equal(likelyFlavor(text), flavor, text);
});
