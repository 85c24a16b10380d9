import { describe, expect, it } from 'vitest'
import { type ApprovedLicense, inList } from '../../src/partners/nfr-evidence.ts'
import type { License } from '../../src/rules/nfr-types.ts'

const DAY = '2026-11-20'

function license(users: number, start: string, end: string, changed: Partial<License> = {}): License {
  return {
    type: 'saas',
    typeName: 'SaaS',
    users,
    start,
    end,
    addOn: false,
    source: null,
    approvedAs: null,
    uncertain: null,
    ...changed,
  }
}
/** A license that was approved while the list had `listedThen`. */
function approved(of: License, ...listedThen: readonly License[]): ApprovedLicense {
  return { partnerId: 'p', license: of, listedThen, mark: null }
}
const missing = (all: readonly ApprovedLicense[], ...listed: readonly License[]): number[] =>
  inList(all, listed).missing.map(({ license: { users } }) => users)

const running = license(10, '2025-12-01', '2026-12-01')
const addOn = license(5, DAY, '2026-12-01', { addOn: true })
const renewal = license(10, '2026-12-01', '2027-12-01')
const fresh = license(10, DAY, '2027-11-20')

describe('an approved license', () => {
  it.each<[string, readonly ApprovedLicense[], readonly License[], readonly number[]]>([
    ['counts as long as no list has it', [approved(fresh)], [], [10]],
    ['is its own row of the list', [approved(fresh)], [fresh], []],
    ['may begin a day sooner there, for days differ by zone', [approved(fresh)], [license(10, '2026-11-19', '2027-11-19')], []],
    ['may begin later there', [approved(fresh)], [license(10, '2026-11-24', '2027-11-24')], []],
    ['is not a row from before it', [approved(fresh)], [license(10, '2026-11-18', '2027-11-18')], [10]],
    ['is not a row from after its time', [approved(fresh)], [license(10, '2027-11-20', '2028-11-20')], [10]],
    ['is not a row of another type', [approved(fresh)], [license(10, DAY, '2027-11-20', { type: 'self_managed' })], [10]],
    ['is not a row that may be another partner’s', [approved(fresh)], [{ ...fresh, uncertain: 'ambiguous' }], [10]],
    ['is not a row that was there already', [approved(fresh, fresh)], [fresh], [10]],
    ['is what such a row has grown by', [approved(addOn, running)], [{ ...running, users: 15 }], []],
    ['counts as far as such a row has not grown by it', [approved(addOn, running)], [{ ...running, users: 13 }], [2]],
    ['counts as far as its row has fewer users', [approved(fresh)], [{ ...fresh, users: 6 }], [4]],
    [
      'may be two rows',
      [approved(fresh)],
      [
        { ...fresh, users: 6 },
        { ...fresh, users: 4, start: '2026-11-21' },
      ],
      [],
    ],
    ['is not part of a row that is another one’s', [approved(fresh), approved(license(4, DAY, '2027-11-20'))], [fresh], [4]],
    [
      'goes to the row that fits it, in whatever order they stand',
      [approved(license(3, DAY, '2027-11-20')), approved(fresh)],
      [fresh, license(3, '2026-11-21', '2027-11-21')],
      [],
    ],
    ['that is added is not a row of a renewal', [approved(addOn, running)], [running, renewal], [5]],
    ['that renews is not what the running one has grown by', [approved(renewal, running)], [{ ...running, users: 20 }], [10]],
    [
      'that renews is the running row once that is extended',
      [approved(renewal, running)],
      [{ ...running, end: '2027-12-01' }],
      [],
    ],
    ['that renews is its own row', [approved(renewal, running)], [running, renewal], []],
  ])('%s', (_, all, listed, left) => {
    expect(missing(all, ...listed)).toEqual(left)
  })

  it('is told with the row that has it', () => {
    const one = approved(fresh)
    expect(inList([one], [running, fresh]).found).toEqual(new Map([[fresh, one]]))
  })

  it('is told with the row that fits it exactly, where others have room for it too', () => {
    const [few, many] = [approved(license(3, DAY, '2027-11-20')), approved(fresh)]
    const three = license(3, '2026-11-21', '2027-11-21')
    const { found } = inList([few, many], [fresh, three])
    expect([found.get(fresh), found.get(three)]).toEqual([many, few])
  })
})
