import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { helmGateways } from '../../server/gateways/helm/helm-gateways.js';
import { kubernetesGateways } from '../../server/gateways/kubernetes/kubernetes-gateways.js';
import { SourceFile } from '../../server/text/source-file.js';
import { corpusFolder, corpusMissing } from '../support/corpus-folder.js';
import { showSetting } from './folder.js';

suite('gateways in the manifests and charts of the corpus', { skip: corpusMissing }, () => {
  const files = corpusMissing
    ? []
    : readdirSync(corpusFolder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return new SourceFile(pathToFileURL(path).href, readFileSync(path, 'utf8'));
        })
        .sort((a, b) => (a.uri < b.uri ? -1 : 1));
  const root = pathToFileURL(`${corpusFolder}/`).href;

  test('each is found, with its flavor and version', () => {
    const found = files.flatMap((file) => {
      const found = [kubernetesGateways([file]), helmGateways([file])];
      const gateways = found.flatMap(({ gateways }) => gateways);
      const written = found.flatMap(({ written }) => written);
      return gateways.map((gateway) => {
        const { flavor, version, kind, name, controlled, replicas, role, database } = gateway;
        const from = {
          files: [new SourceFile(file.uri.replace(root, 'file:///work/'), file.text)],
          marks: {},
        };
        const moved = (setting: typeof flavor | typeof version) => ({
          ...setting,
          place: setting.place && { ...setting.place, uri: from.files[0]!.uri },
        });
        return [
          `${kind} ${name}`,
          showSetting(from, moved(flavor)),
          showSetting(from, moved(version)),
          [role, database, `${replicas} replicas`, controlled].filter(Boolean).join(', '),
          `${written.length} written`,
        ];
      });
    });
    assert.deepEqual(found, [
      [
        'helm-release kong',
        'traditional, written at flavor-helm/01-chart-kong-defaults.yaml:114:19 traditional',
        '3.9, image kong:3.9 at flavor-helm/01-chart-kong-defaults.yaml:151:9 3.9',
        'traditional, off, 1 replicas, ingress-controller',
        '1 written',
      ],
      [
        'deployment ingress-kong',
        'expressions, written at flavor-manifest/01-kic-dbless.yaml:75:18 expressions',
        'null, kong-default',
        'traditional, off, 1 replicas, ingress-controller',
        '1 written',
      ],
      [
        'deployment proxy-kong',
        'traditional, written at flavor-manifest/02-kic-multi-gw-postgres.yaml:79:18 traditional',
        'null, kong-default',
        'traditional, postgres, 2 replicas, ingress-controller',
        '1 written',
      ],
      [
        'deployment kong-dp',
        'traditional, written at flavor-manifest/03-hybrid-dp.yaml:115:18 traditional',
        '3.0.0.0, image kong/kong-gateway:3.0.0.0-alpine at flavor-manifest/03-hybrid-dp.yaml:116:34 3.0.0.0',
        'data_plane, off, 1 replicas',
        '1 written',
      ],
      [
        'gateway-configuration kong',
        'traditional_compatible, operator-default',
        '3.15, image kong/kong-gateway:3.15 at operator/01-gatewayconfiguration-httproute.yaml:14:38 3.15',
        'traditional, off, 1 replicas, operator',
        '0 written',
      ],
      [
        'dataplane dataplane-example',
        'traditional_compatible, operator-default',
        '3.9, image kong:3.9 at operator/02-dataplane.yaml:17:23 3.9',
        'traditional, off, 1 replicas',
        '0 written',
      ],
    ]);
  });
});
