/** Settings as a client sends them. A value of the wrong type or form becomes the default. */

import type { GatewayOfRoutes, Settings } from '../protocol/index.js';
import { routeMatchCalculations, routerFlavors } from '../routes/index.js';

export const defaultSettings: Settings = {
  routerFlavor: 'auto',
  gatewayVersion: 'auto',
  routeMatchCalculation: 'auto',
  gateways: [],
  kubernetesController: 'auto',
  adminApi: [],
  lints: {},
  codeLens: true,
  inlayHints: true,
};

/** @param answer what `workspace/configuration` or `workspace/didChangeConfiguration` has for the section */
export function readSettings(answer: unknown): Settings {
  const given = (answer ?? {}) as Partial<Record<keyof Settings, unknown>>;
  const isOn = (key: 'codeLens' | 'inlayHints') => {
    const value = given[key];
    return typeof value === 'boolean' ? value : defaultSettings[key];
  };
  return {
    routerFlavor:
      routerFlavors.find((flavor) => flavor === given.routerFlavor) ?? defaultSettings.routerFlavor,
    gatewayVersion:
      typeof given.gatewayVersion === 'string' ? given.gatewayVersion : defaultSettings.gatewayVersion,
    routeMatchCalculation:
      routeMatchCalculations.find((calculation) => calculation === given.routeMatchCalculation) ??
      defaultSettings.routeMatchCalculation,
    gateways: Array.isArray(given.gateways) ? given.gateways.flatMap(readEntry) : defaultSettings.gateways,
    kubernetesController:
      typeof given.kubernetesController === 'string'
        ? given.kubernetesController
        : defaultSettings.kubernetesController,
    adminApi: Array.isArray(given.adminApi)
      ? given.adminApi.filter((address) => typeof address === 'string')
      : defaultSettings.adminApi,
    lints: readLints(given.lints),
    codeLens: isOn('codeLens'),
    inlayHints: isOn('inlayHints'),
  };
}

const severities = ['off', 'hint', 'information', 'warning'] as const;

function readLints(given: unknown): Settings['lints'] {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([code, severity]) => {
      const known = severities.find((one) => one === severity);
      return known ? [[code, known]] : [];
    }),
  );
}

/** An entry that names no files is about none. */
function readEntry(entry: unknown): GatewayOfRoutes[] {
  const given = (entry ?? {}) as Partial<Record<keyof GatewayOfRoutes, unknown>>;
  if (typeof given.routes !== 'string' || given.routes === '') return [];
  const flavor = routerFlavors.find((one) => one === given.flavor);
  return [
    {
      routes: given.routes,
      ...(typeof given.gateway === 'string' && given.gateway !== '' && { gateway: given.gateway }),
      ...(flavor && { flavor }),
      ...(typeof given.version === 'string' && { version: given.version }),
    },
  ];
}
