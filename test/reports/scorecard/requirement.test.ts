import { expect, it } from 'vitest'
import { countCertified, requirementVerdict, type SourceCount } from '../../../src/reports/scorecard/requirement.ts'
import type { CertifiedRow } from '../../../src/reports/scorecard/rows.ts'
import { ARCHITECT, only, row, SALES_PRO } from './rows.ts'

const OPEN = [
  { id: 'sales', credential: 'sales', people: 2, courses: ['Sales Core Training'] },
  { id: 'solution_architect', credential: 'solution architect', people: 1, courses: [] },
]
const LIST = { file: 'certifications.csv', lastSeenAt: '2026-12-01T00:00:00Z' }
const bo = { person: 'bo@acme.example', name: 'Bo' }

function counted(rows: readonly CertifiedRow[], doubts: { unsure?: CertifiedRow[]; isRejected?: boolean; isOld?: boolean } = {}) {
  const all = { unsure: [], isRejected: false, isOld: false, ...doubts, ...LIST }
  return countCertified(rows, only('acme'), '2026-12-01', OPEN, all)
}

const verdict = (sources: readonly SourceCount[]) => requirementVerdict({ track: 'Open', policy: '2025', needed: OPEN }, sources)

it('counts a person once for a credential, and for each credential that the person holds', () => {
  const rows = [row(), row({ ...SALES_PRO }), row({ ...ARCHITECT })]
  expect(counted(rows)).toMatchObject({ have: { sales: 1, solution_architect: 1 }, met: false })
  expect(counted([...rows, row(bo)])).toMatchObject({ have: { sales: 2, solution_architect: 1 }, met: true })
})

it('counts a person on the last day, and not after it', () => {
  const rows = [row(), row({ ...ARCHITECT }), row({ ...bo, expires: '2026-12-01' })]
  expect(counted(rows).met).toBe(true)
  expect(counted([...rows.slice(0, 2), row({ ...bo, expires: '2026-11-30' })]).met).toBe(false)
})

it('counts no badge without a credential, and nobody who left or moved', () => {
  const gone = { partner: null, by: 'left' } as const
  const rows = [row(), row({ ...ARCHITECT }), row({ ...bo, now: gone }), row({ ...bo, badge: 'Duo Wizard', credential: null })]
  expect(counted(rows)).toMatchObject({ have: { sales: 1 }, met: false })
})

it('says what is missing of each credential', () => {
  expect(verdict([counted([row()])])).toMatchObject({
    code: 'missing',
    by: 'certifications',
    credentials: [
      { id: 'sales', needed: 2, have: 1, missing: 1 },
      { id: 'solution_architect', needed: 1, have: 0, missing: 1 },
    ],
  })
})

it('cannot tell who is missing while rows are rejected, doubtful, or may be the partner’s', () => {
  const rows = [row(), row({ ...ARCHITECT })]
  expect(counted(rows, { isRejected: true })).toMatchObject({ met: null, why: 'rejected' })
  expect(counted([...rows, row({ ...bo, isDoubtful: true })])).toMatchObject({ met: null, why: 'rejected' })
  expect(counted(rows, { unsure: [row({ ...bo, partner: null })] })).toMatchObject({ met: null, why: 'unlinked' })
  expect(counted(rows, { unsure: [row({ ...bo, partner: null, expires: '2026-01-01' })] })).toMatchObject({ met: false })
  expect(counted([...rows, row(bo)], { isRejected: true })).toMatchObject({ met: true })
})

it('cannot tell by an old list', () => {
  expect(verdict([counted([row(), row(bo), row({ ...ARCHITECT })], { isOld: true })])).toMatchObject({
    code: 'cannot_tell',
    why: 'stale',
  })
})

it('cannot tell where lists contradict each other, and keeps what each says', () => {
  const users = { by: 'portal_users', have: { sales: 2, solution_architect: 1 }, met: true, why: null, ...LIST } as const
  expect(verdict([counted([row()]), users])).toMatchObject({
    ...{ code: 'cannot_tell', why: 'sources_disagree', by: 'certifications' },
    sources: [{ met: false }, { by: 'portal_users', met: true }],
  })
  expect(verdict([counted([row()]), { ...users, met: null, why: 'stale' }])).toMatchObject({ code: 'missing' })
})

it('cannot tell without a list or a track, and asks nothing of a track without requirements', () => {
  expect(verdict([])).toMatchObject({ code: 'cannot_tell', why: 'missing', credentials: [{ have: null, missing: null }, {}] })
  expect(requirementVerdict({ track: null, policy: '2025', needed: null }, [])).toMatchObject({
    code: 'cannot_tell',
    why: 'no_track',
  })
  expect(requirementVerdict({ track: 'Technology', policy: '2025', needed: null }, [])).toMatchObject({ code: 'no_requirement' })
})
