/** Whether manifests have anything to do with Kong: clusters have other ingress controllers, too. */

import type { DeclaredGateway } from '../gateways/index.js';
import type { KubernetesObject, ReadManifests } from '../kubernetes/index.js';
import type { SourceFile } from '../text/index.js';
import type { AskedController } from './controller-settings.js';
import { manifestFiles } from './manifest-files.js';

/** Kinds from which a controller creates routes. */
export const routeKinds: ReadonlySet<string> = new Set([
  ...['Ingress', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'TCPIngress', 'UDPIngress'],
  'KongRoute',
]);

/** Kinds that say whose the routes are. */
const gatewayKinds: ReadonlySet<string> = new Set(['Gateway', 'GatewayClass']);

const isKongGroup = ({ group }: KubernetesObject): boolean => /(?:^|\.)konghq\.com$/.test(group);

const isAnnotated = ({ annotations }: KubernetesObject): boolean =>
  annotations.keys.some((key) => key.startsWith('konghq.com/'));

const kongControllers = /^konghq\.com\//;

/**
 * Whether a file has objects that Kong's controllers look at, in a set in which something is Kong's.
 *
 * @param own what is read in the file
 * @param objects of the set
 * @param isKongAround asked where nothing in the objects says whose they are
 */
export function isOfKong(
  own: ReadManifests,
  objects: readonly KubernetesObject[],
  isKongAround: () => boolean,
  { name, ingressClass = 'kong' }: AskedController,
): boolean {
  const isSeen = own.objects.some(
    (one) => routeKinds.has(one.kind) || gatewayKinds.has(one.kind) || isKongGroup(one) || isAnnotated(one),
  );
  if (!isSeen) return false;
  if (name !== undefined || own.objects.some((one) => isKongGroup(one) || isAnnotated(one))) return true;
  const classes = own.objects
    .filter(({ kind }) => kind === 'Ingress')
    .map(
      ({ annotations, root }) =>
        annotations.text('kubernetes.io/ingress.class') || root.get('spec', 'ingressClassName').text,
    );
  if (classes.includes(ingressClass)) return true;
  const controllers = objects
    .filter(({ kind }) => kind === 'GatewayClass' || kind === 'IngressClass')
    .map(({ root }) => root.get('spec', 'controllerName').text ?? root.get('spec', 'controller').text ?? '');
  if (controllers.some((one) => kongControllers.test(one) || one.includes('konghq.com'))) return true;
  if (controllers.length > 0 || classes.some((one) => one !== undefined)) return false;
  // Nothing shows which controller the objects are for. Ingresses without a class are for every controller that accepts them.
  const isGatewayApi = own.objects.some(({ kind }) => routeKinds.has(kind) && kind !== 'Ingress');
  return isGatewayApi || isKongAround();
}

/** Whether a controller configures one of the gateways, or a manifest names a group of Kong's. */
export const isKongIn = (files: readonly SourceFile[], gateways: readonly DeclaredGateway[]): boolean =>
  gateways.some(({ controlled }) => controlled !== null) ||
  manifestFiles(files).some((file) => file.once(namesKong));

const namesKong = ({ text }: SourceFile): boolean => text.includes('konghq.com');
