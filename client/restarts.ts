/** What happens when the language server ends by itself: it is started again, each time a little later, and not for ever. */

import * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
} from 'vscode-languageclient';
import { choices, messages } from './client-words.js';
import { restartDelay } from './restart-delay.js';

export class Restarts implements ErrorHandler {
  #ends: readonly number[] = [];

  /** What was wrong in a message is in the log; the server goes on. */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue };
  }

  async closed(): Promise<CloseHandlerResult> {
    const now = Date.now();
    const delay = restartDelay(this.#ends, now);
    this.#ends = [...this.#ends, now];
    if (delay === null) {
      void this.#say(messages.endedTooOften, choices.restart);
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    void this.#say(messages.ended);
    await new Promise((resolve) => setTimeout(resolve, delay));
    return { action: CloseAction.Restart, handled: true };
  }

  async #say(text: string, ...more: readonly string[]): Promise<void> {
    const chosen = await vscode.window.showWarningMessage(text, choices.showLog, ...more);
    if (chosen === choices.showLog) await vscode.commands.executeCommand('kongRoutes.showLog');
    if (chosen === choices.restart) await vscode.commands.executeCommand('kongRoutes.restartServer');
  }
}
