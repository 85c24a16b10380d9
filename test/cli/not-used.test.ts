/** Lists that a desk says it does not use: nothing waits for them, nothing of them is shown, and nothing is said about them that is unknown. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { optionalLists } from '../../src/records/kinds.ts'
import { atDesk, type Desk } from './phd.ts'

interface Listed {
  notUsed: string[]
  cannotTell: { code: string; kind: string | null }[]
  sections: { items: { code: string; key: string }[] }[]
  sources: { kind: string }[]
  gone: { key: string }[]
}

const ALL = optionalLists.map(({ kind }) => kind)
/** Sheets that a desk has or has not; of one that was never imported, nothing is asked. */
const SHEETS = ['vouchers', 'rebate_exceptions']

function settled(desk: Desk, notUsed: readonly string[]): Desk {
  const folder = join(desk.folder, '.config', 'phd')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ notUsed }))
  return desk
}

/** A desk with accounts and these other lists. */
function deskWith(desk: Desk, ...files: string[]): Desk {
  desk
    .putAll('desk')
    .putAll('requests')
    .putAll('leads')
    .putAll('deals')
    .put('lists/pse-vouchers.csv', 'lists/rebate-exceptions.csv')
  return desk.imports('sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', ...files)
}

const codesOf = ({ sections }: Listed): string[] => sections.flatMap(({ items }) => items.map(({ code }) => code))

describe('lists that are not used', () => {
  it('are not waited for: today, digest and doctor end as if nothing were missing, and the digest says what it leaves out', () =>
    atDesk((desk) => {
      deskWith(desk)
      const missing = desk.json<Listed>('today').cannotTell
      expect(new Set(missing.map(({ kind }) => kind))).toEqual(new Set(ALL.filter((kind) => !SHEETS.includes(kind))))
      expect(desk.phd('digest').code).toBe(4)
      settled(desk, ALL)
      expect(desk.phd('today').code).toBe(0)
      expect(desk.json<Listed>('today')).toMatchObject({ cannotTell: [], notUsed: ALL })
      expect(desk.phd('today', '--all').stdout).toContain('left out, not used by the settings: Salesforce deal registrations')
      const page = desk.phd('digest')
      expect(page.code).toBe(0)
      expect(page.stdout).toMatch(/not on this page: .*does not use by its settings: Salesforce deal registrations/)
      expect(page.stdout).toContain('shared leads, evaluation licenses')
    }))

  it('still cannot be told when they are asked for', () =>
    atDesk((desk) => {
      settled(deskWith(desk), ALL)
      expect(desk.phd('leads', 'recall').code).toBe(4)
      expect(desk.phd('evaluation', 'list').code).toBe(4)
      expect(desk.phd('deal', 'list').code).toBe(4)
    }))

  it('are left out though they were imported, which doctor notes; what was asked for in phd stays', () =>
    atDesk((desk) => {
      const lists = ['nfr-licenses.csv', 'nfr-requests.csv', 'letters-issued.csv', 'prospects.csv', 'evaluation-licenses.csv']
      deskWith(desk, 'staff.csv', ...lists, 'registrations-2026-11-20.csv', 'pse-vouchers.csv', 'rebate-exceptions.csv')
      desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
      const before = codesOf(desk.json<Listed>('today'))
      for (const code of ['license_request', 'lead_recall', 'evaluation_ends', 'deal_answer', 'rebate_pay', 'voucher_ends'])
        expect(before).toContain(code)
      desk.phd('digest', '--mark')
      settled(desk, ALL)
      const today = desk.json<Listed>('today')
      const lasting = ['accounts_unmapped', 'imports_made', 'letter_request', 'names_unlinked']
      expect(codesOf(today).filter((code) => !lasting.includes(code))).toEqual([])
      expect(codesOf(today)).toContain('letter_request')
      expect(today.sources.map(({ kind }) => kind).filter((kind) => ALL.includes(kind))).toEqual([])
      // What is only left out is not told as done.
      const later = desk.json<Listed>('digest', '--now', '2026-11-20T10:00:00Z')
      expect(later.gone).toEqual([])
      const { findings } = desk.json<{ findings: { code: string; message: string }[] }>('doctor')
      const noted = findings.filter(({ code }) => code === 'not_used_imported').map(({ message }) => message)
      expect(noted).toHaveLength(ALL.length)
      expect(noted.join()).toContain('prospects.csv')
    }))

  it('are checked when they are set: only lists that answers do without', () =>
    atDesk((desk) => {
      expect(desk.phd('config', 'set', 'notUsed', 'leads,evaluation_licenses').code).toBe(0)
      expect(desk.phd('config', 'get', 'notUsed').stdout).toBe('["leads","evaluation_licenses"]\n')
      for (const wrong of ['leds', 'accounts', 'leads,portal_users', '["calendar"]', '{"leads":true}']) {
        const { code, stderr } = desk.phd('config', 'set', 'notUsed', wrong)
        expect([code, stderr], wrong).toEqual([2, expect.stringContaining('expected a list of any of deal_registrations')])
      }
    }))
})
