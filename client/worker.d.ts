/** What browsers have and the types of Node do not. */

export {};

declare global {
  class Worker {
    constructor(url: string);
    terminate(): void;
  }
}
