/** Which controller reads the manifests, and with what settings: as the manifests and Helm values around them say. */

import { at, type DeclaredGateway, textOf, yamlDocuments } from '../gateways/index.js';
import {
  type ControllerName,
  type ControllerSettings,
  defaultControllerSettings,
  type KubernetesObject,
  newestVersions,
  type Version,
} from '../kubernetes/index.js';
import type { SourceFile } from '../text/index.js';
import { objectsIn } from './manifest-files.js';

/** What the caller says about the controller; `null` or absent if it is to be detected. */
export interface AskedController {
  readonly name?: ControllerName | undefined;
  readonly version?: Version | undefined;
  readonly featureGates?: ReadonlyMap<string, boolean> | undefined;
  readonly ingressClass?: string | undefined;
}

/** What files say of a controller. */
interface FoundController {
  readonly name?: ControllerName;
  readonly version?: Version;
  readonly featureGates?: ReadonlyMap<string, boolean>;
  readonly ingressClass?: string;
}

/** `kic`, `operator`, or one of them with a version: `kic@3.4.12`. `null` for anything else. */
export function parseController(text: string): Required<Pick<AskedController, 'name' | 'version'>> | null {
  const [name, version] = text.split('@');
  if (name !== 'kic' && name !== 'operator') return null;
  const numbers = version?.split('.').map(Number);
  if (numbers?.some((number) => !Number.isInteger(number))) return null;
  return { name, version: numbers ?? newestVersions[name] };
}

/** `RewriteURIs=true,KongServiceFacade=true`; `null` if it is no such list. */
export function parseGates(text: string): ReadonlyMap<string, boolean> | null {
  const gates = text.split(',').filter((gate) => gate.trim() !== '');
  const pairs = gates.map((gate) => gate.split('=').map((part) => part.trim()) as [string, string]);
  if (pairs.some(([, value]) => value !== 'true' && value !== 'false')) return null;
  return new Map(pairs.map(([name, value]) => [name, value === 'true']));
}

/**
 * What is asked goes first, then what the manifests of a controller or the values of its chart say, then what the
 * objects themselves show, then the ingress controller of the newest version.
 *
 * @param objects of the set
 * @param files of the workspace
 */
export function controllerSettings(
  objects: readonly KubernetesObject[],
  files: readonly SourceFile[],
  gateways: readonly DeclaredGateway[],
  gatewayVersion: Version,
  asked: AskedController,
): ControllerSettings {
  const found = [...objects.flatMap(controllerIn), ...files.flatMap((file) => file.once(controllersOfFile))];
  const name = asked.name ?? found.find((one) => one.name)?.name ?? shownBy(objects, gateways);
  const own = found.filter((one) => one.name === undefined || one.name === name);
  const first = <Key extends 'version' | 'featureGates' | 'ingressClass'>(key: Key) =>
    asked[key] ?? own.find((one) => one[key] !== undefined)?.[key];
  return {
    ...defaultControllerSettings,
    controller: name,
    version: first('version') ?? newestVersions[name],
    gateway: gatewayVersion,
    featureGates: gatesOf(name, first('featureGates') ?? new Map()),
    ingressClass: first('ingressClass') ?? defaultControllerSettings.ingressClass,
    listenerStatus: 'assumed',
  };
}

const combines = 'CombinedServicesFromDifferentHTTPRoutes';

/** The operator combines services unless its ControlPlane says otherwise (`controlplane_types.go`). */
const gatesOf = (name: ControllerName, gates: ReadonlyMap<string, boolean>): ReadonlyMap<string, boolean> =>
  name === 'operator' && !gates.has(combines) ? new Map([...gates, [combines, true]]) : gates;

const operatorGroups = /^gateway-operator\.konghq\.com$/;
const operatorKinds: ReadonlySet<string> = new Set([
  'KongRoute',
  'KongService',
  'KonnectGatewayControlPlane',
]);

function shownBy(objects: readonly KubernetesObject[], gateways: readonly DeclaredGateway[]): ControllerName {
  const isOperator = (object: KubernetesObject) =>
    operatorGroups.test(object.group) ||
    operatorKinds.has(object.kind) ||
    (object.kind === 'GatewayClass' &&
      object.root.get('spec', 'controllerName').text === 'konghq.com/gateway-operator');
  if (objects.some(isOperator)) return 'operator';
  const isOperated = gateways.some(({ controlled }) => controlled === 'operator');
  return isOperated && !gateways.some(({ controlled }) => controlled === 'ingress-controller')
    ? 'operator'
    : 'kic';
}

const mayRunController = /\bCONTROLLER_[A-Z_]+|ingress-controller\b|\bControlPlane\b|\bingressController:/;

function controllersOfFile(file: SourceFile): FoundController[] {
  if (!/\.(?:ya?ml|json)$/i.test(file.uri) || !mayRunController.test(file.text)) return [];
  return file.text.includes('apiVersion') ? objectsIn(file).objects.flatMap(controllerIn) : inValues(file);
}

const image =
  /(?:^|\/)(kubernetes-ingress-controller|kong-ingress-controller|kong-operator|gateway-operator)(?::v?(\d+(?:\.\d+)*))?/;

/** A workload that runs a controller, or a ControlPlane of the operator. */
function controllerIn(object: KubernetesObject): FoundController[] {
  if (object.kind === 'ControlPlane') return [controlPlane(object)];
  const containers = object.root.get('spec', 'template', 'spec', 'containers').items;
  return containers.flatMap((container) => {
    const [, program, version] = image.exec(container.get('image').text ?? '') ?? [];
    if (program === undefined) return [];
    const variables = new Map(
      container.get('env').items.map((one) => [one.get('name').text ?? '', one.get('value').text]),
    );
    const gates = parseGates(variables.get('CONTROLLER_FEATURE_GATES') ?? '');
    const ingressClass = variables.get('CONTROLLER_INGRESS_CLASS');
    return [
      {
        name: program.endsWith('operator') ? ('operator' as const) : ('kic' as const),
        ...(version?.includes('.') && { version: version.split('.').map(Number) }),
        ...(gates && gates.size > 0 && { featureGates: gates }),
        ...(ingressClass !== undefined && { ingressClass }),
      },
    ];
  });
}

/** Kong/kong-operator `api/gateway-operator/v2beta1/controlplane_types.go`. */
function controlPlane({ root }: KubernetesObject): FoundController {
  const spec = root.get('spec');
  const gates = new Map(
    spec
      .get('featureGates')
      .items.map((gate) => [gate.get('name').text ?? '', gate.get('state').text === 'enabled']),
  );
  const combined = spec.get('translation', 'combinedServicesFromDifferentHTTPRoutes').text;
  if (combined !== undefined) gates.set(combines, combined === 'enabled');
  const ingressClass = spec.get('ingressClass').text;
  return {
    name: 'operator',
    ...(gates.size > 0 && { featureGates: gates }),
    ...(ingressClass !== undefined && { ingressClass }),
  };
}

/** The values of the charts kong/kong and kong/ingress. */
function inValues(file: SourceFile): FoundController[] {
  return yamlDocuments(file).flatMap((root) => {
    const controller = at(root, 'controller', 'ingressController') ?? at(root, 'ingressController');
    if (!controller) return [];
    const ingressClass = textOf(at(controller, 'ingressClass'));
    const gates = parseGates(textOf(at(controller, 'env', 'feature_gates')) ?? '');
    const tag = textOf(at(controller, 'image', 'tag'));
    return [
      {
        name: 'kic' as const,
        ...(tag !== null &&
          /^v?\d+(?:\.\d+)+$/.test(tag) && { version: tag.replace(/^v/, '').split('.').map(Number) }),
        ...(ingressClass !== null && { ingressClass }),
        ...(gates && gates.size > 0 && { featureGates: gates }),
      },
    ];
  });
}
