import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeDesk } from '../../bench/make-desk.ts'
import { atDesk, type Desk } from './phd.ts'

interface Recorded {
  action: string
  body: Record<string, number>
}

/** The numbers that entries of an action say, oldest first. */
function recorded(desk: Desk, action: string, ...names: string[]): (number | undefined)[][] {
  const { entries } = JSON.parse(desk.phd('audit', 'list', '--action', action, '--json').stdout) as { entries: Recorded[] }
  return entries.map(({ body }) => names.map((name) => body[name]))
}

describe('a plan with more changes than one entry of the audit tells of', () => {
  it('is exported and loaded in one step each, whatever the number of entries', () =>
    atDesk((desk) => {
      // Six of seven are partners that the tables give an owner, for most of them another one.
      writeDesk(desk.folder, 7000, 0)
      desk.imports('accounts.csv', 'staff.csv')
      const planned = JSON.parse(desk.phd('cam', 'plan', '--out', 'plan.json', '--json').stdout) as {
        counts: { changes: number }
      }
      const { changes } = planned.counts
      expect(changes).toBeGreaterThan(5000)
      expect(changes).toBeLessThan(10_000)
      expect(desk.phd('cam', 'export', 'plan.json', '--max-changes', '10000', '--out', 'out').code).toBe(0)
      expect(recorded(desk, 'cam_exported', 'changes', 'held')).toEqual([
        [5000, 0],
        [changes - 5000, 0],
      ])
      const lines = readFileSync(join(desk.folder, 'out', 'account-owners.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
      expect(new Set(lines).size).toBe(changes)
      const rows = lines.map((line) => line.split(','))

      // The last one fails, and is of the second part.
      const [failed] = rows.slice(-1)
      desk.write('success.csv', 'ID,OWNERID,STATUS', ...rows.slice(0, -1).map((row) => `${row},Item Updated`))
      desk.write('error.csv', 'ID,OWNERID,ERROR', `${failed},UNABLE_TO_LOCK_ROW`)
      const told = JSON.parse(desk.phd('cam', 'reconcile', 'success.csv', 'error.csv', '--json').stdout)
      expect([told.done.length, told.failed.length, told.status]).toEqual([changes - 1, 1, 'reconciled'])
      expect(recorded(desk, 'cam_reconciled', 'done', 'failed', 'left')).toEqual([
        [5000, 0, 1],
        [changes - 5001, 1, 1],
      ])
      const [plan] = JSON.parse(desk.phd('cam', 'plans', '--json').stdout).plans
      expect(plan).toMatchObject({ state: 'open', changes, failed: 1, done: changes - 1 })
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))
})
