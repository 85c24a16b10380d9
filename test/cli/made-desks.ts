import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DESKS, Desk, MADE_DESKS } from './phd.ts'

/** Before all tests: makes the databases that many of them begin with, by the built program. */
export default function makeDesks(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'phd-desks-'))
  for (const name of ['imported', 'equipped'] as const) {
    const desk = new Desk().putAll('desk').putAll('requests')
    try {
      const { code, stdout, stderr } = desk.start(['import', ...DESKS[name]])
      if (code !== 0) throw new Error(stderr || stdout)
      copyFileSync(desk.db, join(folder, `${name}.db`))
    } finally {
      desk.remove()
    }
  }
  process.env[MADE_DESKS] = folder
  return () => rmSync(folder, { recursive: true })
}
