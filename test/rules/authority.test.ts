import { describe, expect, it } from 'vitest'
import { readAuthorities } from '../../src/reference/authorities.ts'
import { type Approved, type Authority, approvalsNeeded, granted } from '../../src/rules/authority.ts'
import { inForce } from '../../src/rules/policy.ts'
import type { Check } from '../../src/rules/verdict.ts'

const policy = inForce(readAuthorities().versions, '2026-11-20')
if (!policy) throw new Error('a version is in force')
const ED: Authority = { id: 'programs_director', title: 'Sr. Director of Programs', people: ['Ed Cepulis'], why: null }
const DANA: Authority = { id: 'channel_director', title: 'the channel manager’s manager', people: ['Dana Director'], why: null }
const SOMEBODY: Authority = { ...DANA, people: [], why: 'no column' }
const LEGAL: Authority = { id: 'legal', title: 'Legal', people: [], why: 'names no one' }
const ROLES = [ED, DANA, LEGAL]

const check = (id: Check['id'], outcome: Check['outcome'] = 'fail'): Check => ({
  id,
  outcome,
  expected: '',
  actual: null,
  reason: null,
  detail: null,
  source: null,
  handbook: { page: '', section: '' },
})
const plain: Approved = { checks: [], decision: 'approved', restricted: false, override: true, exception: false }
const needed = (approved: Partial<Approved>, roles = ROLES): string[][] =>
  approvalsNeeded({ ...plain, ...approved }, policy, roles).map((group) => group.map(({ id }) => id))

describe('the approvals a decision needs', () => {
  it.each<[string, Partial<Approved>, string[][]]>([
    ['a letter whose Open requirements are No', { checks: [check('open_reqs_met')] }, [['programs_director']]],
    [
      'a letter of a partner that is not authorized',
      { checks: [check('partner_authorized')] },
      [['programs_director', 'channel_director']],
    ],
    ['both', { checks: [check('partner_authorized'), check('open_reqs_met')] }, [['programs_director']]],
    ['a check that cannot be told, as if it said No', { checks: [check('open_reqs_met', 'unknown')] }, [['programs_director']]],
    [
      'a limit that cannot be told',
      { checks: [check('partner_authorized', 'pass'), check('within_limit', 'unknown')] },
      [['programs_director'], ['channel_director']],
    ],
    [
      'an agreement that cannot be told',
      { checks: [check('agreement', 'unknown')] },
      [['programs_director', 'channel_director']],
    ],
    ['a denial against a yes', { decision: 'denied' }, [['programs_director', 'channel_director']]],
    ['a restricted party', { restricted: true }, [['legal']]],
    ['a restricted party that fails', { restricted: true, checks: [check('open_reqs_met')] }, [['programs_director'], ['legal']]],
    ['more than the limit', { checks: [check('within_limit')] }, [['programs_director'], ['channel_director']]],
    [
      'an exception',
      { checks: [check('within_limit')], override: false, exception: true },
      [['programs_director'], ['channel_director']],
    ],
    ['neither', { override: false }, []],
  ])('for %s', (_, approved, expected) => {
    expect(needed(approved)).toEqual(expected)
  })
})

describe('approvers', () => {
  const grant = (groups: Authority[][], ...names: string[]) => granted(groups, names, ROLES, ['Ann Lee'])
  it.each<[string, Authority[][], string[], boolean]>([
    ['who hold the role', [[ED]], ['Ed Cepulis'], true],
    ['whose name is written otherwise', [[ED]], ['ed  CEPULIS'], true],
    ['who hold another role', [[ED]], ['Dana Director'], false],
    ['of any of the roles', [[ED, DANA]], ['Dana Director'], true],
    ['one for two', [[ED], [DANA]], ['Ed Cepulis'], false],
    ['both', [[ED], [DANA]], ['Dana Director', 'Ed Cepulis'], true],
    ['one twice', [[ED], [SOMEBODY]], ['Ed Cepulis', 'Ed Cepulis'], false],
    ['one by two spellings', [[ED], [SOMEBODY]], ['Ed Cepulis', 'ed cepulis (Programs)'], false],
    ['one whose role is not known', [[ED], [SOMEBODY]], ['Ed Cepulis', 'Bo Chen'], true],
    ['the channel manager himself, as his own manager', [[ED], [SOMEBODY]], ['Ed Cepulis', 'Ann Lee'], false],
    ['a name that no one is known to have', [[LEGAL]], ['Bo Chen'], true],
    ['the department, by what it is called', [[LEGAL]], ['Legal'], true],
    ['who are called as another role', [[SOMEBODY]], ['legal'], false],
    ['who hold another role, as one whose role is not known', [[LEGAL]], ['Ed Cepulis'], false],
    ['the channel manager, as one whose role is not known', [[LEGAL]], ['Ann Lee'], false],
    ['his manager, as one whose role is not known', [[LEGAL]], ['Dana Director'], false],
    ['one twice for two roles that are not known', [[SOMEBODY], [LEGAL]], ['Bo Chen', 'Chen, Bo'], false],
    ['two for two roles that are not known', [[SOMEBODY], [LEGAL]], ['Bo Chen', 'Cy Chen'], true],
    [
      'one who is known for two roles',
      [[ED], [{ ...DANA, people: ['Edward Cepulis'] }]],
      ['Ed Cepulis', 'Edward Cepulis'],
      false,
    ],
    ['someone other than the known manager', [[ED], [DANA]], ['Ed Cepulis', 'Bo Chen'], false],
  ])('%s', (_, groups, names, expected) => {
    expect(grant(groups, ...names).missing === null).toBe(expected)
  })
  it.each(['Lee, Ann', 'Lee Ann', 'A. Lee', 'Anne Lee', 'Ann K. Lee', 'ANN  LÉE', 'AnnLee', 'Lee', 'Ann Lee (EMEA)'])(
    'are not the channel manager as %s',
    (name) => expect(grant([[SOMEBODY]], name).missing).not.toBeNull(),
  )
  it.each(['Cepulis, Ed', 'Edward Cepulis', 'E. Cepulis', 'Cepulis'])('are not one man twice, as Ed Cepulis and %s', (name) =>
    expect(grant([[ED], [SOMEBODY]], 'Ed Cepulis', name).missing).not.toBeNull(),
  )
  it.each(['Bo Lee', 'Ann Chen', 'Amy Lee', 'Lena Anders', 'Leon Annan'])('may be called %s, who is not Ann Lee', (name) =>
    expect(grant([[SOMEBODY]], name).missing).toBeNull(),
  )
  it('whose role is unknown are named', () => {
    expect(grant([[ED], [SOMEBODY]], 'Bo Chen', 'Ed Cepulis')).toMatchObject({
      approvers: ['Ed Cepulis', 'Bo Chen'],
      unchecked: [{ name: 'Bo Chen' }],
    })
  })
})
