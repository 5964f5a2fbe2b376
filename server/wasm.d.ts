/** Bundles for browsers have these files inside (`esbuild.mjs`). */
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
