import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findIn, showGateways, showPlace } from '../support/gateway-folder.js';

/** The one gateway of a folder with this kong.conf. */
function only(text: string, path = 'kong.conf'): Record<string, unknown> {
  const gateways = showGateways({ [path]: text });
  assert.equal(gateways.length, 1, JSON.stringify(gateways));
  return gateways[0]!;
}

const flavorOf = (text: string) => only(`database = off\n${text}`).flavor;

suite('kong.conf', () => {
  test('the settings of a file', () => {
    const text = [
      '# Kong',
      'role = control_plane',
      'database = postgres # as always',
      'router_flavor = expressions',
      'route_match_calculation=strict',
      'declarative_config = /etc/kong/kong.yml',
      '',
    ].join('\n');
    assert.deepEqual(only(text, 'deploy/kong.conf'), {
      is: 'kong.conf kong.conf',
      place: 'deploy/kong.conf:1: <|# Kong|>',
      flavor: 'expressions | written | deploy/kong.conf:4: router_flavor = <|expressions|>',
      version: 'null | kong-default | nowhere',
      calculation: 'strict | written | deploy/kong.conf:5: route_match_calculation=<|strict|>',
      role: 'control_plane',
      database: 'postgres',
      reads: ['file:///etc/kong/kong.yml', 'deploy/kong.yml'],
    });
  });

  test('as Kong reads a value', () => {
    for (const [line, flavor] of [
      ['router_flavor = expressions', 'expressions | written | kong.conf:2: router_flavor = <|expressions|>'],
      [
        '  router_flavor=expressions\t ',
        'expressions | written | kong.conf:2: router_flavor=<|expressions|>',
      ],
      [
        'router_flavor = expressions # new',
        'expressions | written | kong.conf:2: router_flavor = <|expressions|> # new',
      ],
      [
        'router_flavor = expressions#new',
        'expressions | written | kong.conf:2: router_flavor = <|expressions|>#new',
      ],
      ['router-flavor = expressions', 'expressions | written | kong.conf:2: router-flavor = <|expressions|>'],
      // Quotes are part of the value, and Kong refuses it.
      [
        'router_flavor = "expressions"',
        'null of “"expressions"” | written | kong.conf:2: router_flavor = <|"expressions"|>',
      ],
      [
        "router_flavor = 'expressions'",
        "null of “'expressions'” | written | kong.conf:2: router_flavor = <|'expressions'|>",
      ],
      [
        'router_flavor = traditional_compat',
        'null of “traditional_compat” | written | kong.conf:2: router_flavor = <|traditional_compat|>',
      ],
      [
        'router_flavor = expressions; x',
        'null of “expressions; x” | written | kong.conf:2: router_flavor = <|expressions; x|>',
      ],
      ['router_flavor = a=b', 'null of “a=b” | written | kong.conf:2: router_flavor = <|a=b|>'],
      ['router_flavor =', 'null of “” | written | kong.conf:2: router_flavor =<|>'],
      ['router_flavor = # none', 'null of “” | written | kong.conf:2: router_flavor = <|># none'],
      ['router_flavor = exp\\#x', 'null of “exp#x” | written | kong.conf:2: router_flavor = <|exp\\#x|>'],
      [
        'router_flavor = {vault://env/flavor}',
        'null | unknown the secret {vault://env/flavor} | kong.conf:2: router_flavor = <|{vault://env/flavor}|>',
      ],
      [
        'router_flavor = traditional\nrouter_flavor = expressions',
        'expressions | written | kong.conf:3: router_flavor = <|expressions|>',
      ],
      [
        'router_flavor = \\\n# between\n  expressions',
        'expressions | written | kong.conf:4: <|expressions|>',
      ],
      [
        'router_flavor = expressions\r',
        'expressions | written | kong.conf:2: router_flavor = <|expressions|>',
      ],
      ['# router_flavor = expressions', 'traditional_compatible | kong-default | nowhere'],
      [' ; router_flavor = expressions', 'traditional_compatible | kong-default | nowhere'],
      ['ROUTER_FLAVOR = expressions', 'traditional_compatible | kong-default | nowhere'],
      ['router_flavor: expressions', 'traditional_compatible | kong-default | nowhere'],
      // Kong looks for no section.
      ['[kong]\nrouter_flavor = expressions', 'traditional_compatible | kong-default | nowhere'],
    ] as const) {
      assert.equal(flavorOf(line), flavor, line);
    }
  });

  test('a value that goes on in the next line is replaced as a whole', () => {
    const folder = { 'kong.conf': 'router_flavor = express\\\nions\n' };
    const [gateway] = findIn(folder).gateways;
    assert.equal(gateway!.flavor.value, 'expressions');
    assert.deepEqual(gateway!.flavor.place!.span, { start: 16, end: 29 });
  });

  test('where a flavor can be written', () => {
    for (const [text, insertion] of [
      ['database = off\n', 'kong.conf:2: <|> ← router_flavor = %s\n'],
      ['database = off', 'kong.conf:1: database = off<|> ← \nrouter_flavor = %s\n'],
      ['database = off\r\n', 'kong.conf:2: <|> ← router_flavor = %s\r\n'],
      [
        'database = off\n#router_flavor = traditional_compatible  # default\n',
        'kong.conf:2: <|#router_flavor = traditional_compatible|>  # default ← router_flavor = %s',
      ],
      ['database = off\n[other]\nx = 1\n', 'kong.conf:2: <|>[other] ← router_flavor = %s\n'],
      ['database = off\nplugins = a \\\n', 'kong.conf:2: <|>plugins = a \\ ← router_flavor = %s\n'],
    ] as const) {
      assert.equal(only(text).insertion, insertion, text);
    }
  });

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
    assert.ok(!is('pg.conf', 'listen_addresses = "*"\nport = 5432\n'));
  });

  test('the template beside a kong.conf is no gateway, and what it says is written', () => {
    const folder = {
      'kong.conf': 'router_flavor = expressions\n',
      'kong.conf.default': 'router_flavor = atc\n',
    };
    const { gateways, written } = findIn(folder);
    assert.deepEqual(
      gateways.map(({ name }) => name),
      ['kong.conf'],
    );
    assert.deepEqual(
      written.map(({ key, keyPlace, place, text, unread }) => [
        key,
        showPlace(folder, keyPlace),
        showPlace(folder, place),
        text,
        unread,
      ]),
      [
        [
          'router_flavor',
          'kong.conf:1: <|router_flavor|> = expressions',
          'kong.conf:1: router_flavor = <|expressions|>',
          'expressions',
          null,
        ],
        [
          'router_flavor',
          'kong.conf.default:1: <|router_flavor|> = atc',
          'kong.conf.default:1: router_flavor = <|atc|>',
          'atc',
          null,
        ],
      ],
    );
  });
});
