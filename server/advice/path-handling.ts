/** `path_handling: v1` is for the old router alone. Source: Kong/kong `kong/db/schema/entities/routes.lua`, `kong/router/atc.lua`. */

import { engineOf } from '../flavors/index.js';
import { subsystemOf } from '../routes/index.js';
import { type FieldLint, removeField } from './advice.js';

export const pathHandling: FieldLint = ({ route, gateway }) => {
  const isNew = engineOf(gateway, subsystemOf(route)) === 'atc';
  if (route.path_handling !== 'v1' || !isNew) return [];
  const args = { field: 'path_handling', why: 'router', flavor: gateway.flavor } as const;
  const change = removeField('path_handling');
  return [{ code: 'field-without-effect', args, path: ['path_handling'], isAtKey: true, change }];
};
