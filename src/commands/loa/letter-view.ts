import type { Partner } from '../../partners/partner.ts'
import type { DeskRequest } from '../../requests/request.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

interface RecordedLetter {
  partner: Partner
  date: string
  lastDay: string
  request: DeskRequest | null
  isDryRun: boolean
}

/** A letter that was recorded (phd.letter/1). */
export function letterView({ partner, date, lastDay, request, isDryRun }: RecordedLetter, io: Pick<Io, 'prose'>): Rendering {
  const status = isDryRun ? 'dry_run' : 'recorded'
  const { id, name } = partner
  const json = () => ({
    schema: 'phd.letter/1',
    status,
    subject: { kind: 'partner', id, name },
    date,
    lastDay,
    request: request?.id ?? null,
  })
  return {
    table: () => {
      const of = request ? `, for request ${request.id}` : ''
      const head = isDryRun ? 'dry run, nothing recorded' : 'recorded'
      return io.prose(`${safeText(`${head}: the letter of ${name} (${id}) dated ${date}${of}; its last day is ${lastDay}`)}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['partner_id', 'partner', 'date', 'last_day', 'request', 'status'],
        [id, name, date, lastDay, String(request?.id ?? ''), status],
      ]),
  }
}
