import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from './phd.ts'

export const HOSTILE: readonly string[] = [
  'val_proto_values.csv',
  'ok_quotes_commas_newlines.csv',
  'str_backslash_quotes.csv',
  'uni_emoji_astral.csv',
]
/** Who is forgotten. */
export const PERSON = 'mei.smith0@cobaltlabs10.example'

/** Some weeks of a desk: imports, the same again, an undo, rejects, requests, decisions, letters, aliases, a pruning, a person forgotten. */
export function lived(desk: Desk): void {
  const done = (...args: string[]): void => {
    const { code, stderr, stdout } = desk.phd(...args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`)
  }
  desk.equipped()
  done('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
  done('loa', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts')
  done('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Ann\tLee \\N "x" \u{1f600}')
  done('loa', 'letter', 'Lumen Labs 4 Ltd', '--date', '2026-11-20')
  done('partner', 'alias', 'add', 'Lumen; DROP TABLE audit', 'Lumen Labs 4 Ltd')
  done('partner', 'alias', 'add', 'Lumen two', 'Lumen Labs 4 Ltd')
  done('partner', 'alias', 'remove', 'Lumen two')
  // A newer list that lacks some, says others otherwise, and has a row that is wrong.
  const [head = '', ...rows] = desk.read('impartner-users.csv').trimEnd().split('\n')
  const newer = [head, ...rows.slice(0, -3).map((row, i) => (i % 7 === 0 ? row.replace(',True', ',False') : row)), 'x,,,']
  mkdirSync(join(desk.folder, 'later'))
  writeFileSync(join(desk.folder, 'later/impartner-users.csv'), `${newer.join('\n')}\n`)
  desk.touch('later/impartner-users.csv', '2026-11-21T09:00:00Z')
  const { code, stdout, stderr } = desk.phd(
    'import',
    'later/impartner-users.csv',
    '--now',
    '2026-11-21T09:00:00Z',
    '--allow-shrink',
  )
  // A row is rejected.
  if (code !== 1) throw new Error(stdout + stderr)
  done('import', 'sfdc-accounts.csv', '--now', '2026-11-22T09:00:00Z')
  desk.put(...HOSTILE.map((file) => `hostile/${file}`))
  for (const file of HOSTILE) desk.phd('import', file, '--now', '2026-11-23T09:00:00Z')
  done('prune', '--older-than', '2026-11-22', '--yes', '--now', '2026-11-24T09:00:00Z')
  const [newest] = desk.json<{ imports: { id: number }[] }>('imports', 'list').imports.slice(-1)
  done('imports', 'undo', String(newest?.id), '--yes', '--now', '2026-11-24T10:00:00Z')
  done('forget', PERSON, '--yes', '--now', '2026-11-24T11:00:00Z')
}
