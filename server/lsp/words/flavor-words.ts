/** What router flavors are, in words. */

import type { GatewayVersion } from '../../../grammar/index.js';
import { acceptsTraditionalFields, hasFlavors, type RouterFlavor } from '../../routes/index.js';

/** For a menu, next to the name. */
export const flavorTitles: Readonly<Record<RouterFlavor, string>> = {
  traditional: 'the router before 3.0, deprecated',
  traditional_compatible: "Kong's default",
  expressions: 'routes with an expression',
};

/** @param version of the Gateway; `null` if it is not known */
export function describeFlavor(flavor: RouterFlavor, version: GatewayVersion | null): string {
  if (version !== null && !hasFlavors(version)) {
    return 'Gateway 2 has no router flavors: it always uses the traditional router.';
  }
  switch (flavor) {
    case 'traditional':
      return 'The router of Kong before 3.0. Routes have traditional fields. Deprecated: the next major version removes it.';
    case 'traditional_compatible':
      return "Kong's default since 3.0. Routes have traditional fields, which Kong translates into expressions when it builds the router.";
    case 'expressions':
      return `Routes have an \`expression\` and a \`priority\`${fieldsSentence(version)}.`;
  }
}

function fieldsSentence(version: GatewayVersion | null): string {
  if (version === null) return ', from Gateway 3.7 on also traditional fields instead';
  return acceptsTraditionalFields({ flavor: 'expressions', version })
    ? ', or traditional fields'
    : ', and no traditional fields before Gateway 3.7';
}
