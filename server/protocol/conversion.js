/** Conversions, previews, and a route as a curl command. */
export {};
//# sourceMappingURL=conversion.js.map