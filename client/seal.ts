/** A token as the server alone can read it: see `SealedToken`, and `server/running/seal.ts` for the other half. */

import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { SealedToken, SealingKey } from '../server/protocol.js';

const purpose = 'kong-routes admin token';

export function seal(token: string, { publicKey }: SealingKey): SealedToken {
  const ecdh = createECDH('prime256v1');
  const own = ecdh.generateKeys('base64');
  const secret = ecdh.computeSecret(publicKey, 'base64');
  const key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const text = `${cipher.update(token, 'utf8', 'base64')}${cipher.final('base64')}`;
  return { publicKey: own, iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), text };
}
