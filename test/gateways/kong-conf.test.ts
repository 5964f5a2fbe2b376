import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn, flavorIn } from './found.js';

suite('kong.conf', () => {
  test('the settings of a file', () => {
    const { gateways, written, insertions } = findIn({
      'deploy/kong.conf': `<|# Kong|>
role = control_plane
database = postgres # as always
router_flavor = <|expressions|>
route_match_calculation=<|strict|>
declarative_config = conf/kong.yml
`,
    });
    assert.deepEqual(gateways, [
      {
        gateway: 'kong.conf kong.conf at deploy/kong.conf#1',
        flavor: 'expressions, written at deploy/kong.conf#2',
        version: 'null, kong-default',
        calculation: 'strict, written at deploy/kong.conf#3',
        role: 'control_plane',
        database: 'postgres',
        reads: ['deploy/conf/kong.yml', 'deploy/kong.yml'],
      },
    ]);
    assert.deepEqual(written, ['router_flavor expressions at deploy/kong.conf#2']);
    assert.deepEqual(insertions, [null]);
  });

  const at1 = 'written at kong.conf#1';
  const unset = 'traditional_compatible, kong-default';
  const lines: readonly (readonly [line: string, flavor: string])[] = [
    ['router_flavor = <|expressions|>', `expressions, ${at1}`],
    ['  router_flavor=<|expressions|>\t ', `expressions, ${at1}`],
    ['router_flavor = <|expressions|> # new', `expressions, ${at1}`],
    ['router_flavor = <|expressions|>#new', `expressions, ${at1}`],
    ['router-flavor = <|expressions|>', `expressions, ${at1}`],
    ['router_flavor = <|expressions|>\r', `expressions, ${at1}`],
    ['router_flavor = traditional\nrouter_flavor = <|expressions|>', `expressions, ${at1}`],
    ['router_flavor = \\\n# between\n  <|expressions|>', `expressions, ${at1}`],
    ['router_flavor = <|express\\ \nions|>', `expressions, ${at1}`],
    // Quotes are part of the value, and Kong refuses it; it does with a setting that is there and empty, too.
    ['router_flavor = <|"expressions"|>', `null ("\\"expressions\\""), ${at1}`],
    ["router_flavor = <|'expressions'|>", `null ("'expressions'"), ${at1}`],
    ['router_flavor = <|traditional_compat|>', `null ("traditional_compat"), ${at1}`],
    ['router_flavor = <|expressions; x|>', `null ("expressions; x"), ${at1}`],
    ['router_flavor = <|a=b|>', `null ("a=b"), ${at1}`],
    ['router_flavor =<|>', `null (""), ${at1}`],
    ['router_flavor = <|># none', `null (""), ${at1}`],
    ['router_flavor = <|a\\#b|>', `null ("a#b"), ${at1}`],
    [
      'router_flavor = <|{vault://env/flavor}|>',
      'null, unknown (the secret {vault://env/flavor}) at kong.conf#1',
    ],
    ['# router_flavor = expressions', unset],
    [' ; router_flavor = expressions', unset],
    ['ROUTER_FLAVOR = expressions', unset],
    ['router_flavor: expressions', unset],
    ['[kong]\nrouter_flavor = expressions', unset],
  ];
  for (const [line, flavor] of lines) {
    test(`as Kong reads ${JSON.stringify(line)}`, () => {
      assert.equal(flavorIn({ 'kong.conf': `database = off\n${line}` }), flavor);
    });
  }

  const places: readonly (readonly [text: string, insertion: string])[] = [
    ['database = off\n<|>', 'kong.conf#1 ← "router_flavor = %s\\n"'],
    ['database = off<|>', 'kong.conf#1 ← "\\nrouter_flavor = %s\\n"'],
    ['database = off\r\n<|>', 'kong.conf#1 ← "router_flavor = %s\\r\\n"'],
    [
      'database = off\n<|#router_flavor = traditional_compatible|>  # default\n',
      'kong.conf#1 ← "router_flavor = %s"',
    ],
    ['database = off\n<|>[other]\nx = 1\n', 'kong.conf#1 ← "router_flavor = %s\\n"'],
    ['database = off\n<|>plugins = a \\\n', 'kong.conf#1 ← "router_flavor = %s\\n"'],
  ];
  for (const [text, insertion] of places) {
    test(`where a flavor can be written in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(findIn({ 'kong.conf': text }).insertions, [insertion]);
    });
  }

  test('files that are Kong’s, and files that are not', () => {
    const is = (path: string, text: string) => findIn({ [path]: text }).gateways.length === 1;
    assert.ok(is('kong.conf', 'log_level = debug\n'));
    assert.ok(is('kong.conf.default', '#database = postgres\n'));
    assert.ok(is('conf/kong-dp.conf', 'role = data_plane\n'));
    assert.ok(is('gateway.conf', 'router_flavor = expressions\n'));
    assert.ok(is('gateway.conf', 'proxy_listen = 0.0.0.0:8000\nadmin_listen = off\n'));
    assert.ok(!is('gateway.conf', 'database = postgres\nlog_level = notice\n'));
    assert.ok(!is('kong.conf', 'server {\n  listen 80;\n}\n'));
    assert.ok(!is('supervisor/kong.conf', '[program:kong]\ncommand = kong start\n'));
    assert.ok(!is('kong.conf', ''));
    assert.ok(!is('kong.txt', 'router_flavor = expressions\n'));
    assert.ok(!is('kongfu.conf', 'database = postgres\n'));
    assert.ok(!is('pg.conf', 'listen_addresses = "*"\nport = 5432\n'));
  });

  test('the template next to a kong.conf is no gateway, and what it says is written', () => {
    const { gateways, written } = findIn({
      'kong.conf': 'router_flavor = <|expressions|>\n',
      'kong.conf.default': 'router_flavor = <|atc|>\n',
    });
    assert.deepEqual(
      gateways.map(({ flavor }) => flavor),
      ['expressions, written at kong.conf#1'],
    );
    assert.deepEqual(written, [
      'router_flavor expressions at kong.conf#1',
      'router_flavor atc at kong.conf.default#1',
    ]);
  });
});
