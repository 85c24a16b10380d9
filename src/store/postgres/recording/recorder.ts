import type { RecordedBy } from '../../audit.ts'
import { laterOf, type Recording } from '../../recording.ts'
import type { Connection } from '../connection/connection.ts'

/** Says who records, and when; to be asked in the transaction that records, once nobody else can. */
export type Recorder = () => Promise<Recording>

/** The recorder of one connection: the server's clock is read once, so that what a command records has one time. */
export function recorderOf(link: Connection, { actor, statedNow }: RecordedBy): Recorder {
  if (statedNow !== null) return async () => ({ at: statedNow, actor, stated: true })
  let clock: string | null = null
  return async () => {
    const [row] = await link.lists<[now: string, audit: string | null, imports: string | null]>(
      `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         (SELECT at FROM audit ORDER BY id DESC LIMIT 1), (SELECT imported_at FROM imports ORDER BY id DESC LIMIT 1)`,
    )
    const [now = '', audit = null, imports = null] = row ?? []
    clock ??= now
    return { at: laterOf(laterOf(clock, audit), imports), actor, stated: false }
  }
}
