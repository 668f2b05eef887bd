/** What cannot be set up or run on this machine, as one sentence for a person: what is missing, what would bring it. */
export class ToolError extends Error {}
