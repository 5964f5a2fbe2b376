/** Texts of settings → values. */

import { type GatewayVersion, parseGatewayVersion } from '../../../grammar/index.js';
import {
  hasFlavors,
  type RouteMatchCalculation,
  type RouterFlavor,
  routeMatchCalculations,
  routerFlavors,
} from '../../routes/index.js';

/**
 * White space around it is not part of it (Kong/kong `kong/conf_loader/parse.lua`, `parse_value`).
 *
 * @returns `null` if Kong would refuse to start with it, as with nothing at all
 */
export const parseFlavor = (text: string | null): RouterFlavor | null =>
  routerFlavors.find((flavor) => flavor === text?.trim()) ?? null;

/** @returns `null` if Kong would refuse to start with it */
export const parseCalculation = (text: string | null): RouteMatchCalculation | null =>
  routeMatchCalculations.find((calculation) => calculation === text?.trim()) ?? null;

/** Kong 2 has no such setting, and the router of that name. */
export const defaultFlavor = (version: GatewayVersion | null): RouterFlavor =>
  version !== null && !hasFlavors(version) ? 'traditional' : 'traditional_compatible';

/** The images that hold Kong Gateway, whatever the registry in front of them. */
const gatewayImages = /(?:^|\/)(?:kong|kong-ee|kong\/kong-(?:gateway(?:-dev)?|ee))$/;

/** Whether a container's image is Kong Gateway: `kong:3.9.1`, `kong/kong-gateway:3.14.0.8-ubuntu`, `registry/kong:3.4`. */
export const isGatewayImage = (image: string): boolean => gatewayImages.test(imageName(image));

/** An image without its tag and digest. */
export const imageName = (image: string): string => splitImage(image).name;

/**
 * Repositories whose tags are Gateway versions: Kong's own, mirrors of these, and the builds of Bitnami and Supabase. The
 * tag of another image, such as `registry.example.com/platform/kong:1.4.0`, is the version of that image.
 */
const versionedImages =
  /^(?:(?:(?:[^/]*[.:][^/]*|localhost)\/)?kong|(?:.*\/)?(?:library\/kong|kong\/kong(?:-gateway(?:-dev)?|-ee)?|(?:bitnami|bitnamilegacy|supabase)\/kong|kong-ee))$/;

/**
 * The Gateway version in the tag of an image, and where in the text it is.
 *
 * @returns `null` if the tag is not a version (`latest`, `nightly`, a digest), or not one of the Gateway
 */
export function versionOfImage(
  image: string,
): { version: GatewayVersion; start: number; end: number } | null {
  const { name, tag, tagStart } = splitImage(image);
  if (!versionedImages.test(name)) return null;
  const numbers = /^v?(\d+(?:\.\d+)+)(?![\d.])/.exec(tag ?? '');
  const version = numbers && parseGatewayVersion(numbers[1]!);
  if (!version) return null;
  const start = tagStart + numbers[0].indexOf(numbers[1]!);
  return { version, start, end: start + numbers[1]!.length };
}

/** `registry:5000/name:tag@digest`: the colon of a port comes before a slash. */
function splitImage(image: string): { name: string; tag: string | null; tagStart: number } {
  const end = image.indexOf('@') === -1 ? image.length : image.indexOf('@');
  const colon = image.lastIndexOf(':', end - 1);
  if (colon === -1 || image.indexOf('/', colon) !== -1) {
    return { name: image.slice(0, end), tag: null, tagStart: end };
  }
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, end), tagStart: colon + 1 };
}
