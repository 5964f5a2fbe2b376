/** Gateways that Terraform installs or starts. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findGateways } from '../../server/gateways/index.js';
import { SourceFile } from '../../server/text/index.js';

/** What of each gateway is known, and the text at the places where its flavor and version are written. */
function found(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([name, text]) => new SourceFile(`file:///w/${name}`, text));
  const textAt = (place: { uri: string; span: { start: number; end: number } } | null) =>
    place && sources.find(({ uri }) => uri === place.uri)!.text.slice(place.span.start, place.span.end);
  return findGateways(sources).gateways.map(({ kind, name, flavor, version, place }) => ({
    kind,
    name,
    flavor: flavor.value,
    at: textAt(flavor.place),
    version: version.value?.join('.') ?? null,
    place: textAt(place),
  }));
}

suite('gateways in Terraform', () => {
  test('helm_release: values in a heredoc, and `set` over them', () => {
    const release = `resource "helm_release" "kong" {
  name       = "gateway"
  repository = "https://charts.konghq.com"
  chart      = "kong"
  values = [<<-YAML
    image:
      tag: "3.9"
    env:
      router_flavor: "traditional"
  YAML
  ]

  set {
    name  = "env.router_flavor"
    value = local.flavor
  }
}
`;
    const locals = 'locals {\n  flavor = "expressions"\n}\n';
    const common = { kind: 'helm-release', name: 'gateway', version: '3.9', place: '"kong"' };
    assert.deepEqual(found({ 'main.tf': release, 'locals.tf': locals }), [
      { ...common, flavor: 'expressions', at: 'local.flavor' },
    ]);
    const without = release.replace(/\n {2}set \{[\s\S]*?\n {2}\}\n/, '');
    assert.deepEqual(found({ 'main.tf': without }), [
      { ...common, flavor: 'traditional', at: 'traditional' },
    ]);
  });

  test('helm_release: a file of values, yamlencode, and the list of the new provider', () => {
    const release = (rest: string) =>
      `resource "helm_release" "kong" {\n  name = "g"\n  repository = "https://charts.konghq.com"\n  chart = "ingress"\n  ${rest}\n}\n`;
    const values = 'gateway:\n  env:\n    router_flavor: expressions\n';
    const inFile = found({
      'main.tf': release('values = [file("${path.module}/values/kong.yaml")]'),
      'values/kong.yaml': values,
    });
    assert.ok(
      inFile.some(({ flavor, at }) => flavor === 'expressions' && at === 'expressions'),
      JSON.stringify(inFile),
    );
    const encoded = release(
      'values = [yamlencode({ gateway = { env = { router_flavor = "expressions" } } })]',
    );
    assert.deepEqual(
      found({ 'main.tf': encoded }).map(({ flavor, at }) => [flavor, at]),
      [['expressions', 'expressions']],
    );
    const listed = release('set = [{ name = "gateway.env.router_flavor", value = "expressions" }]');
    assert.deepEqual(
      found({ 'main.tf': listed }).map(({ flavor, at }) => [flavor, at]),
      [['expressions', 'expressions']],
    );
  });

  test('what only Terraform knows is not known', () => {
    const release = `resource "helm_release" "kong" {
  name       = "g"
  repository = "https://charts.konghq.com"
  chart      = "kong"
  values     = [templatefile("values.tftpl", { flavor = var.flavor })]
}
`;
    assert.deepEqual(
      found({ 'main.tf': release }).map(({ flavor }) => flavor),
      [null],
    );
  });

  test('other charts are passed over', () => {
    assert.deepEqual(found({ 'main.tf': 'resource "helm_release" "a" {\n  chart = "nginx"\n}\n' }), []);
  });

  test('ECS: container definitions by jsonencode, and as a text', () => {
    const task = (definitions: string) =>
      `resource "aws_ecs_task_definition" "kong" {\n  family = "kong"\n  container_definitions = ${definitions}\n}\n`;
    const common = { kind: 'ecs-task', name: 'gw', flavor: 'expressions', at: 'expressions', version: '3.9' };
    const encoded = task(`jsonencode([
    {
      name  = "gw"
      image = "kong:3.9"
      environment = [
        { name = "KONG_ROUTER_FLAVOR", value = "expressions" },
      ]
    },
  ])`);
    assert.deepEqual(found({ 'ecs.tf': encoded }), [{ ...common, place: 'gw' }]);
    const text = task(`<<-JSON
    [{ "name": "gw", "image": "kong:3.9",
       "environment": [{ "name": "KONG_ROUTER_FLAVOR", "value": "expressions" }] }]
  JSON
  `);
    assert.deepEqual(found({ 'ecs.tf': text }), [{ ...common, place: 'gw' }]);
  });

  test('containers of other providers: a list of variables, blocks of variables, a map', () => {
    const containers = `resource "docker_container" "edge" {
  name  = "edge"
  image = "kong:3.9.1"
  env   = ["KONG_DATABASE=off", "KONG_ROUTER_FLAVOR=expressions"]
}
resource "kubernetes_deployment_v1" "gateway" {
  metadata { name = "gateway" }
  spec {
    replicas = 3
    template {
      spec {
        container {
          name  = "proxy"
          image = "kong/kong-gateway:3.10"
          env {
            name  = "KONG_ROUTER_FLAVOR"
            value = "traditional_compatible"
          }
        }
      }
    }
  }
}
resource "azurerm_container_group" "kong" {
  container {
    name  = "kong"
    image = "kong:3.8"
    environment_variables = { KONG_ROUTER_FLAVOR = "traditional" }
  }
}
resource "docker_container" "db" {
  name  = "db"
  image = "postgres:16"
  env   = ["POSTGRES_USER=kong"]
}
`;
    const common = { kind: 'terraform-container' };
    assert.deepEqual(found({ 'main.tf': containers }), [
      {
        ...common,
        name: 'edge',
        flavor: 'expressions',
        at: 'expressions',
        version: '3.9.1',
        place: '"edge"',
      },
      {
        ...common,
        name: 'gateway',
        flavor: 'traditional_compatible',
        at: 'traditional_compatible',
        version: '3.10',
        place: '"gateway"',
      },
      { ...common, name: 'kong', flavor: 'traditional', at: 'traditional', version: '3.8', place: '"kong"' },
    ]);
  });

  test('objects of Kubernetes: kubernetes_manifest and kubectl_manifest', () => {
    const manifests = `locals {
  flavor = "expressions"
}
resource "kubernetes_manifest" "plane" {
  manifest = {
    apiVersion = "gateway-operator.konghq.com/v1beta1"
    kind       = "DataPlane"
    metadata   = { name = "plane", namespace = "kong" }
    spec = { deployment = { podTemplateSpec = { spec = { containers = [
      { name = "proxy", image = "kong/kong-gateway:3.12", env = [{ name = "KONG_ROUTER_FLAVOR", value = local.flavor }] }
    ] } } } }
  }
}
resource "kubectl_manifest" "edge" {
  yaml_body = <<-YAML
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: edge
    spec:
      template:
        spec:
          containers:
          - name: proxy
            image: kong:3.9
            env:
            - name: KONG_ROUTER_FLAVOR
              value: traditional
  YAML
}
`;
    assert.deepEqual(found({ 'main.tf': manifests }), [
      {
        kind: 'deployment',
        name: 'edge',
        flavor: 'traditional',
        at: 'traditional',
        version: '3.9',
        place: 'edge',
      },
      {
        kind: 'dataplane',
        name: 'plane',
        flavor: 'expressions',
        at: 'local.flavor',
        version: '3.12',
        place: 'plane',
      },
    ]);
  });
});
