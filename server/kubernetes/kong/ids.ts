/** The ids that the controllers give to entities, from their names. Source: Kong/go-kong `kong/ids.go`. */

import { createHash } from 'node:crypto';

const kongNamespace = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

/** A UUID of version 5: of the SHA-1 of a namespace and a name. */
function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** @param workspace the name of the workspace, where the controller is given one */
export function entityId(entities: 'routes' | 'services', name: string, workspace: string | null): string {
  const key = workspace === null ? name : `${workspace}/${name}`;
  return uuid5(uuid5(kongNamespace, entities), key);
}
