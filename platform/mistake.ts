/** A mistake in a declaration: where it stands, from the root of its document, and a sentence with what would be right. */
export type Mistake = { path: readonly (string | number)[]; sentence: string };
