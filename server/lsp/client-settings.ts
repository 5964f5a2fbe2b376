/** The settings of the client, for each document. */

import type { Connection } from 'vscode-languageserver';
import type { Settings } from '../protocol/index.js';
import { defaultSettings, readSettings } from '../workspace/index.js';

export class ClientSettings {
  readonly #connection: Connection;
  readonly #isAsked: () => boolean;
  readonly #known = new Map<string, Promise<Settings>>();
  /** For a client that cannot be asked: what it sent last of its own accord. */
  #sent = defaultSettings;

  /** @param isAsked whether the client answers `workspace/configuration` */
  constructor(connection: Connection, isAsked: () => boolean) {
    this.#connection = connection;
    this.#isAsked = isAsked;
  }

  /** The same promise until the settings change. */
  of(uri: string): Promise<Settings> {
    let answer = this.#known.get(uri);
    if (!answer) {
      answer = this.#isAsked()
        ? this.#connection.workspace
            .getConfiguration({ scopeUri: uri, section: 'kongRoutes' })
            // A client that cannot answer has no settings.
            .then(readSettings, () => defaultSettings)
        : Promise.resolve(this.#sent);
      this.#known.set(uri, answer);
    }
    return answer;
  }

  /** @param settings of `workspace/didChangeConfiguration` */
  changed(settings: unknown): void {
    this.#sent = readSettings((settings as { kongRoutes?: unknown } | null | undefined)?.kongRoutes);
    this.#known.clear();
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }
}
