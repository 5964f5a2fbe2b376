import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { helmGateways } from '../../server/gateways/helm/helm-gateways.js';
import { kubernetesGateways } from '../../server/gateways/kubernetes/kubernetes-gateways.js';
import { SourceFile } from '../../server/text/source-file.js';
import { namesIn, ownFolder, readFrom } from '../support/corpus-folder.js';
import { showSetting } from './folder.js';

suite('gateways in the manifests and charts of every kind', () => {
  const files = namesIn(ownFolder).map(
    (name) => new SourceFile(pathToFileURL(join(ownFolder, name)).href, readFrom(ownFolder, name)),
  );
  const root = pathToFileURL(`${ownFolder}/`).href;

  test('each is found, with its flavor and version', () => {
    const found = files.flatMap((file) => {
      const found = [kubernetesGateways([file]), helmGateways([file])];
      const gateways = found.flatMap(({ gateways }) => gateways);
      const written = found.flatMap(({ written }) => written);
      return gateways.map((gateway) => {
        const { flavor, version, kind, name, controlled, replicas, role, database } = gateway;
        const from = {
          files: [new SourceFile(file.uri.replace(root, 'file:///folder/'), file.text)],
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
        'traditional, written at helm/values.yaml:7:19 traditional',
        '3.9, image kong:3.9 at helm/values.yaml:4:9 3.9',
        'traditional, off, 1 replicas, ingress-controller',
        '1 written',
      ],
      [
        'deployment kong-dp',
        'traditional, written at kubernetes/data-plane.yaml:15:50 traditional',
        '3.10.0.1, image kong/kong-gateway:3.10.0.1 at kubernetes/data-plane.yaml:10:36 3.10.0.1',
        'data_plane, off, 1 replicas',
        '1 written',
      ],
      [
        'dataplane edge',
        'traditional_compatible, operator-default',
        '3.9, image kong:3.9 at kubernetes/data-plane.yaml:27:25 3.9',
        'traditional, off, 1 replicas',
        '1 written',
      ],
      [
        'deployment ingress-kong',
        'expressions, written at kubernetes/dbless.yaml:15:22 expressions',
        '3.9, image kong:3.9 at kubernetes/dbless.yaml:12:23 3.9',
        'traditional, off, 2 replicas, ingress-controller',
        '1 written',
      ],
    ]);
  });
});
