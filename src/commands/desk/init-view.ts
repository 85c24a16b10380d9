import type { MadeDesk } from '../../store/engine.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { MAY } from './shared.ts'

type Init = MadeDesk & { place: string; dryRun: boolean }

/** What was made, and what is still to do (phd.desk-init/1). */
export function initView(init: Init, io: Pick<Io, 'prose'>): Rendering {
  const { place, desk, roles, toRun, dryRun } = init
  const json = () => ({ schema: 'phd.desk-init/1', place, desk, roles, toRun, dryRun })
  return {
    table: () => io.prose(`${linesOf(init).map(safeText).join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['place', 'desk', 'roles', 'to_run', 'dry_run'],
        [place, desk, roles, toRun.join('; '), String(dryRun)],
      ]),
  }
}

function linesOf(init: Init): string[] {
  return [deskLine(init), ...rolesLines(init)]
}

function deskLine({ desk, place, dryRun }: Init): string {
  if (desk === 'there') return `there is a desk at ${place} already; its records stay as they are`
  return dryRun ? `dry run, nothing was written: a desk would be made at ${place}` : `made a desk at ${place}`
}

function rolesLines({ roles, toRun, dryRun, desk }: Init): string[] {
  if (roles === 'there') return ['  its roles are there too; to give one to a login: phd desk grant <login> <reader|desk|admin>']
  if (roles === 'made') {
    return [
      dryRun ? '  its roles would be made:' : '  its roles:',
      `    phd_reader  may ${MAY.reader}`,
      `    phd_desk    may ${MAY.desk}`,
      `    phd_admin   may ${MAY.admin}`,
      ...(dryRun ? [] : ['  next, give one to each login: phd desk grant <login> <reader|desk|admin>']),
    ]
  }
  const again = desk === 'made' ? 'phd desk init' : 'phd desk init, as the login that made the desk'
  if (toRun.length === 0) return [`  it has no roles yet, and this login may not hand it over to them; to make them: ${again}`]
  return [
    '  it has no roles yet, for this login may not make them; an administrator of the server has to run:',
    ...toRun.map((statement) => `    ${statement};`),
    `  then: ${again}`,
  ]
}
