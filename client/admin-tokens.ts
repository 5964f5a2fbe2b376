/** Tokens of Admin APIs: in VS Code's secret storage and nowhere else, each for one address. */

import * as vscode from 'vscode';

/** Which addresses there is a token for: the secret storage cannot be listed. */
const index = 'kongRoutes.addressesWithToken';

const secretOf = (address: string) => `kongRoutes.adminToken ${address}`;

/** An address as the server shows it. */
export function addressKey(address: string): string {
  const text = address.trim();
  if (!URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '').replace(/\/core-entities$/, '')}`;
}

export class AdminTokens {
  readonly #context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  async get(address: string): Promise<string | null> {
    return (await this.#context.secrets.get(secretOf(addressKey(address)))) ?? null;
  }

  /**
   * Asks for a token and keeps it.
   *
   * @param reason what the node says
   * @returns whether one was given
   */
  async ask(address: string, reason: string): Promise<boolean> {
    const key = addressKey(address);
    const token = await vscode.window.showInputBox({
      title: `Token for ${key}`,
      prompt: `${reason}.${isOpen(key) ? ' The token will be sent unencrypted, because the URL starts with http:.' : ''}`,
      placeHolder: 'Kong-Admin-Token',
      password: true,
      ignoreFocusOut: true,
    });
    if (!token?.trim()) return false;
    await this.#context.secrets.store(secretOf(key), token.trim());
    await this.#context.globalState.update(index, [...new Set([...this.#addresses(), key])]);
    return true;
  }

  /** @returns how many there were */
  async forgetAll(): Promise<number> {
    const addresses = this.#addresses();
    for (const address of addresses) await this.#context.secrets.delete(secretOf(address));
    await this.#context.globalState.update(index, undefined);
    return addresses.length;
  }

  #addresses(): readonly string[] {
    return this.#context.globalState.get<string[]>(index, []);
  }
}

/** In clear text, to another machine. */
function isOpen(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
