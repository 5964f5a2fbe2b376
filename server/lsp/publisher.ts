/** Checks open documents, and publishes their diagnostics. */

import { setImmediate, setTimeout } from 'node:timers/promises';
import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import type { TableFile } from '../checks/index.js';
import { mayDeclareGateways } from '../gateways/index.js';
import { SourceFile, uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { diagnostics, firstDiagnostics, gatewayDiagnostics, laterDiagnostics } from './diagnostics.js';
import type { Session } from './session.js';
import { ShiftedDiagnostics } from './shifted-diagnostics.js';
import { inSlices } from './slices.js';
import { isLarge, tableOf } from './table-diagnostics.js';
import { pause } from './typing.js';

export class Publisher {
  readonly #session: Session;
  /** The Gateway that each open document was last checked for. */
  readonly #checkedFor = new Map<string, string>();
  /** Of each open file of Terraform, the other files of its directory as they were when it was last checked. */
  readonly #readWith = new Map<string, readonly unknown[] | undefined>();
  /** Of each open document, what is checking it: a newer check ends the one before. */
  readonly #checks = new Map<string, symbol>();
  /** Of each open document, what was found last of a large table that it is part of. */
  readonly #ofTable = new Map<string, ShiftedDiagnostics>();
  /** Of each open document, the other files of its table as they were when it was last checked. */
  readonly #tableWith = new Map<string, readonly unknown[]>();
  /** Open documents that are checked in the next pause. */
  readonly #waiting = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** A fault in checking one document is logged, and the others go on being served. */
  check(uri: string): void {
    const { console } = this.#session.connection;
    this.#publish(uri).catch((error: Error) => console.error(`${uri} was not checked: ${error.stack}`));
  }

  checkAll(): void {
    for (const { uri } of this.#session.texts.all()) this.check(uri);
  }

  closed(uri: string): void {
    this.#checkedFor.delete(uri);
    this.#waiting.delete(uri);
    this.#readWith.delete(uri);
    this.#checks.delete(uri);
    this.#ofTable.delete(uri);
    this.#tableWith.delete(uri);
    void this.#session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Checks the open documents whose Gateway is another one now, or has other routes in other files. */
  async filesChanged(): Promise<void> {
    const { texts, workspace } = this.#session;
    let isOther = false;
    for (const { uri } of texts.all()) {
      const settings = await this.#session.settingsOf(uri);
      const text = texts.get(uri);
      const isWaiting = this.#waiting.delete(uri);
      if (!text || !(isWaiting || this.#checkedFor.has(uri))) continue;
      const snapshot = workspace.snapshot(text, settings);
      const isSame =
        this.#checkedFor.get(uri) === gatewayKey(snapshot) && this.#isReadAsBefore(uri, snapshot);
      if (isSame && !isWaiting) {
        const others = otherFiles(uri, tableOf(snapshot));
        if (!isSameList(others, this.#tableWith.get(uri) ?? [])) this.check(uri);
        continue;
      }
      isOther ||= !isSame;
      this.check(uri);
    }
    if (isOther) this.refresh();
    this.#gatewayChanged();
  }

  /** Asks the editor to repeat the requests that it sends by itself. */
  refresh(): void {
    const { connection, client } = this.#session;
    if (client.codeLensRefresh) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
    if (client.inlayHintRefresh) void connection.sendRequest(InlayHintRefreshRequest.type).catch(() => {});
  }

  #isReadAsBefore(uri: string, { document }: Snapshot): boolean {
    return isSameList(this.#readWith.get(uri) ?? [], document.terraform?.siblings ?? []);
  }

  #gatewayChanged(): void {
    const { connection, client } = this.#session;
    if (client.gatewayChanged) void connection.sendNotification('kongRoutes/gatewayChanged');
  }

  /** Checks a document in slices, and stops when there is a newer version of it or of the settings. */
  async #publish(uri: string): Promise<void> {
    const { texts, workspace, files, connection } = this.#session;
    const current = Symbol(uri);
    this.#checks.set(uri, current);
    const asked = this.#session.settingsOf(uri);
    await asked;
    // Several changes that arrived together are checked once.
    await setImmediate();
    const version = texts.get(uri)?.version;
    const isStale = () =>
      texts.get(uri)?.version !== version ||
      this.#session.settingsOf(uri) !== asked ||
      this.#checks.get(uri) !== current;
    if (version === undefined || isStale()) return;
    const snapshot = await this.#session.snapshotOf(uri);
    if (!snapshot || isStale()) return;
    if (declaresOnly(snapshot)) {
      const source = workspace.source(uri);
      if (source && source.text !== snapshot.text.getText()) {
        // Its gateways are looked at in the next pause, and it is checked then.
        this.#waiting.add(uri);
        return;
      }
      files.applyEdits();
    }
    const key = gatewayKey(snapshot);
    const before = this.#checkedFor.get(uri);
    this.#checkedFor.set(uri, key);
    this.#readWith.set(uri, snapshot.document.terraform?.siblings);
    if (before !== key) this.#gatewayChanged();

    const table = tableOf(snapshot);
    this.#tableWith.set(uri, otherFiles(uri, table));
    // Of a large file that was just opened, errors are shown while advice is still looked for.
    if (before === undefined && isLarge(table)) {
      const first = await inSlices(firstDiagnostics(snapshot), isStale);
      if (!first) return;
      await connection.sendDiagnostics({ uri, version, diagnostics: first.result });
    }
    const made = await inSlices(diagnostics(snapshot, table), isStale);
    if (!made) return;
    const text = snapshot.text.getText();
    const shown = this.#ofTable.get(uri);
    const old = (isLarge(table) && shown?.in(text)) || [];
    await connection.sendDiagnostics({ uri, version, diagnostics: [...made.result, ...old] });
    if (!isLarge(table)) {
      this.#ofTable.delete(uri);
      return;
    }
    // The first publication does not follow an edit.
    if (before !== undefined) await setTimeout(pause);
    if (isStale()) return;
    const later = await inSlices(laterDiagnostics(snapshot, table), isStale);
    if (!later) return;
    this.#ofTable.set(uri, new ShiftedDiagnostics(uri, text, later.result));
    if (later.result.length + old.length === 0) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: [...made.result, ...later.result] });
  }
}

/** The other files of a table, as they were read; the same objects for as long as they do not change. */
const otherFiles = (uri: string, table: readonly TableFile[]): readonly unknown[] =>
  table.flatMap((file) => (uriKey(file.uri) === uriKey(uri) ? [] : [file.analysis.document]));

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** Whether there is nothing to check in a document but the settings of gateways. */
const declaresOnly = ({ document, text }: Snapshot): boolean =>
  document.kind === null && mayDeclareGateways(new SourceFile(text.uri, text.getText()));

/** Equal for equal gateways, known for the same reasons, and with the same problems. */
function gatewayKey(snapshot: Snapshot): string {
  const { gateway, flavorReason, versionReason, calculationReason } = snapshot;
  const problems = gatewayDiagnostics(snapshot);
  return JSON.stringify([gateway, flavorReason, versionReason, calculationReason, problems]);
}
