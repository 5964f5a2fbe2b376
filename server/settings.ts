/** Settings as a client sends them: what is not as it should be is the default. */

import type { Settings } from './protocol.js';
import { routeMatchCalculations, routerFlavors } from './routes/gateway.js';

export const defaultSettings: Settings = {
  routerFlavor: 'auto',
  gatewayVersion: '3.9',
  routeMatchCalculation: 'original',
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
    codeLens: isOn('codeLens'),
    inlayHints: isOn('inlayHints'),
  };
}
