/** The Gateway of a document, and places in files. */
export {};
//# sourceMappingURL=gateway.js.map