// `node:timers/promises` for bundles that run in a browser.

/** Lets everything else go first. `setTimeout` would wait for at least 4 ms. */
export const setImmediate = () =>
  /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    })
  );

/**
 * @template Value
 * @param {number} milliseconds
 * @param {Value} [value]
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<Value | undefined>}
 */
export const setTimeout = (milliseconds, value, { signal } = {}) =>
  new Promise((resolve, reject) => {
    const timer = globalThis.setTimeout(() => resolve(value), milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
