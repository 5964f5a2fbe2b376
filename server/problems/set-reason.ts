/** Why gateways belong together: codes with closed arguments, and the words. */

import { listed } from '../text/index.js';

export type SetReason =
  | { readonly code: 'control-plane'; readonly control: string; readonly planes: readonly string[] }
  | { readonly code: 'controller'; readonly kind: string; readonly name: string; readonly gateways: number }
  | { readonly code: 'service'; readonly service: string; readonly gateways: number }
  | { readonly code: 'same-database'; readonly gateways: readonly string[] }
  | { readonly code: 'database'; readonly name: string; readonly host: string; readonly gateways: number }
  | { readonly code: 'compose-files'; readonly files: readonly string[]; readonly service: string }
  | { readonly code: 'kustomize-overlays'; readonly overlays: readonly string[]; readonly base: string }
  | { readonly code: 'chart-values'; readonly files: readonly string[]; readonly chart: string };

const all = (gateways: number) => (gateways === 2 ? 'both' : `all ${gateways}`);

/** A clause without a full stop. */
export function setReasonWords(reason: SetReason): string {
  switch (reason.code) {
    case 'control-plane':
      return `${reason.control} is the control plane of ${listed(reason.planes)}`;
    case 'controller':
      return `the controller of ${reason.kind} ${reason.name} discovers ${all(reason.gateways)}`;
    case 'service':
      return `Service ${reason.service} sends requests to ${all(reason.gateways)}`;
    case 'same-database':
      return `${listed(reason.gateways)} use the same database`;
    case 'database':
      return `${all(reason.gateways)} use the database ${reason.name} at ${reason.host}`;
    case 'compose-files':
      return `${listed(reason.files)} each define the service ${reason.service}`;
    case 'kustomize-overlays':
      return `${listed(reason.overlays)} are overlays of ${reason.base}`;
    case 'chart-values':
      return `${listed(reason.files)} are values of ${reason.chart} for different environments`;
  }
}
