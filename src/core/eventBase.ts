/** What each event carries beside its own fields. */
export interface EventBase {
  readonly schema_version: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  /** What came after what, whatever the clock said: rises in the data folder. Absent in what older versions wrote. */
  readonly order?: number;
}
