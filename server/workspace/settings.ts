/** Settings as a client sends them: what is not as it should be is the default. */

import type { GatewayOfRoutes, Settings } from '../protocol.js';
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
  const told = (answer ?? {}) as Partial<Record<keyof Settings, unknown>>;
  const isOn = (key: 'codeLens' | 'inlayHints') => {
    const value = told[key];
    return typeof value === 'boolean' ? value : defaultSettings[key];
  };
  return {
    routerFlavor:
      routerFlavors.find((flavor) => flavor === told.routerFlavor) ?? defaultSettings.routerFlavor,
    gatewayVersion:
      typeof told.gatewayVersion === 'string' ? told.gatewayVersion : defaultSettings.gatewayVersion,
    routeMatchCalculation:
      routeMatchCalculations.find((calculation) => calculation === told.routeMatchCalculation) ??
      defaultSettings.routeMatchCalculation,
    gateways: Array.isArray(told.gateways) ? told.gateways.flatMap(readEntry) : defaultSettings.gateways,
    kubernetesController:
      typeof told.kubernetesController === 'string'
        ? told.kubernetesController
        : defaultSettings.kubernetesController,
    adminApi: Array.isArray(told.adminApi)
      ? told.adminApi.filter((address) => typeof address === 'string')
      : defaultSettings.adminApi,
    lints: readLints(told.lints),
    codeLens: isOn('codeLens'),
    inlayHints: isOn('inlayHints'),
  };
}

const gravities = ['off', 'hint', 'information', 'warning'] as const;

function readLints(told: unknown): Settings['lints'] {
  if (typeof told !== 'object' || told === null) return {};
  return Object.fromEntries(
    Object.entries(told).flatMap(([code, gravity]) => {
      const known = gravities.find((one) => one === gravity);
      return known ? [[code, known]] : [];
    }),
  );
}

/** An entry that names no files is about none. */
function readEntry(entry: unknown): GatewayOfRoutes[] {
  const told = (entry ?? {}) as Partial<Record<keyof GatewayOfRoutes, unknown>>;
  if (typeof told.routes !== 'string' || told.routes === '') return [];
  const flavor = routerFlavors.find((one) => one === told.flavor);
  return [
    {
      routes: told.routes,
      ...(typeof told.gateway === 'string' && told.gateway !== '' && { gateway: told.gateway }),
      ...(flavor && { flavor }),
      ...(typeof told.version === 'string' && { version: told.version }),
    },
  ];
}
