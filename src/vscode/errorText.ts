/** What a thrown value says, for a message to a person. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
