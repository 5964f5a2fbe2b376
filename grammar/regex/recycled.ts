/**
 * A library in WebAssembly that is replaced before it crashes the process. WebAssembly never gives memory back, and
 * an instance that failed once is in an unknown state: both are cured by a new instance, as the old one is garbage.
 */

/** What an instance was asked, or that no instance could answer. */
export type Answer<Result> = { readonly result: Result } | 'failed';

export class Recycled<Library> {
  readonly #load: () => Library;
  readonly #isSpent: (library: Library) => boolean;
  #library: Library | null = null;

  /**
   * @param load makes a new instance
   * @param isSpent whether an instance has grown too large to go on with
   */
  constructor(load: () => Library, isSpent: (library: Library) => boolean = () => false) {
    this.#load = load;
    this.#isSpent = isSpent;
  }

  /**
   * Asks an instance. Where it fails, a new one is asked once more: the fault may have been what others left in it.
   *
   * @param work may throw for any reason. Nothing of the instance may outlive it.
   */
  use<Result>(work: (library: Library) => Result): Answer<Result> {
    const isNew = this.#library === null;
    const first = this.#try(work);
    return first === 'failed' && !isNew ? this.#try(work) : first;
  }

  #try<Result>(work: (library: Library) => Result): Answer<Result> {
    try {
      this.#library ??= this.#load();
      const library = this.#library;
      const result = work(library);
      if (this.#isSpent(library)) this.#library = null;
      return { result };
    } catch {
      this.#library = null;
      return 'failed';
    }
  }
}
