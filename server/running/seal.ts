/**
 * Tokens on their way from an editor: sealed for this process alone, so that a trace of the conversation
 * (`kongRoutes.trace.server`), a log of it or a report of a crash holds none. It is no protection of the channel itself,
 * which is a pipe to a child process; the key is made anew in each process and agreed on anew for each token.
 */

import { createDecipheriv, createECDH, type ECDH, hkdfSync } from 'node:crypto';
import type { SealedToken } from '../protocol.js';

/** What both sides put into the derivation (`client/seal.ts`). */
const purpose = 'kong-routes admin token';

export class SealedTokens {
  readonly #ecdh: ECDH = createECDH('prime256v1');
  /** For the client, in base64. */
  readonly publicKey: string;

  constructor() {
    this.publicKey = this.#ecdh.generateKeys('base64');
  }

  /** @returns `null` for what was not sealed for this process */
  open({ publicKey, iv, tag, text }: SealedToken): string | null {
    try {
      const secret = this.#ecdh.computeSecret(publicKey, 'base64');
      const key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'), {
        authTagLength: 16,
      });
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      return `${decipher.update(text, 'base64', 'utf8')}${decipher.final('utf8')}`;
    } catch {
      return null;
    }
  }
}
