/** The ids that the controllers give to entities, from their names. Source: Kong/go-kong `kong/ids.go`. */

import { uuidV5 } from '../../text/index.js';

const kongNamespace = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

/** @param workspace the name of the workspace, where the controller is given one */
export function entityId(entities: 'routes' | 'services', name: string, workspace: string | null): string {
  const key = workspace === null ? name : `${workspace}/${name}`;
  return uuidV5(uuidV5(kongNamespace, entities), key);
}
