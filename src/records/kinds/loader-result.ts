/** What a loader said of one row that was loaded. */
export interface LoaderResult {
  file: string
  line: number
  /** The record, as it is in the file. */
  id: string
  /** The owner that was loaded; empty where the file does not have it. */
  ownerId: string
  outcome: 'updated' | 'created' | 'error' | 'unprocessed' | 'unknown' | 'ids_disagree'
  /** The words of the loader. */
  message: string
}
