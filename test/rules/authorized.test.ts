import { describe, expect, it } from 'vitest'
import { readAuthorizedPolicyFile, readLoaPolicies, readNfrPolicies } from '../../src/reference/reference.ts'
import type { LoaEvidence } from '../../src/rules/loa.ts'
import { type NfrEvidence, TECHNICAL } from '../../src/rules/nfr-types.ts'
import { policyFor } from '../../src/rules/policy.ts'
import { decideAuthorized } from '../../src/rules/standing/authorized.ts'
import { type AuthorizedPolicy, type AuthorizedVerdict, SALES } from '../../src/rules/standing/authorized-types.ts'
import type { Fact, Source } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T07:00:00.000Z'
const MAX_AGE = 30
const EXACTLY_MAX_AGE = '2026-10-21T07:00:00.000Z'
const ONE_SECOND_MORE = '2026-10-21T06:59:59.000Z'

const source = (lastSeenAt = NOW): Source => ({ kind: 'k', importId: 1, file: 'f.csv', line: 2, column: 'c', lastSeenAt })
const fact = <T>(value: T, lastSeenAt = NOW): Fact<T> => ({ value, source: source(lastSeenAt), doubt: null })

/** What a row of the table changes of a partner that may do everything. */
interface Given {
  status?: string | null
  track?: string | null
  contract?: string | null | 'no column'
  clickThrough?: boolean | null
  /** People with a sales training: with an active account, and the others; null: no portal users. */
  sales?: readonly [active: number, inactive: number] | null
  /** The dashboard's counts of sales trainings; null: no dashboard. */
  counted?: number | null
  seen?: string
  restricted?: string
  day?: string
}

function ask(given: Given = {}): AuthorizedVerdict {
  const { status = 'Authorized', track = 'Open', contract = '2024-05-01', clickThrough = true, seen = NOW } = given
  const { sales = [1, 0], counted = 2, restricted = null, day = '2026-11-20' } = given
  const now = day === '2026-11-20' ? NOW : `${day}T07:00:00.000Z`
  const at = day === '2026-11-20' ? seen : now
  const account = {
    status: fact(status, at),
    signedContract: contract === 'no column' ? null : fact(contract, at),
    clickThrough: fact(clickThrough, at),
    contractNoted: null,
    restricted: restricted === null ? null : fact(restricted, at),
    channelManager: 'Ann Lee',
    rejectedAccountRow: null,
    dashboardSetAside: null,
    candidates: [],
    unsurePeople: null,
    dashboardImported: true,
  }
  const counts = { salesCore: counted, salesPro: null, saCore: 1, pse: 1 }
  const loa: LoaEvidence = {
    ...account,
    dashboard: counted === null ? [] : [{ openReqsMet: fact('Yes', at), counts }],
    people: null,
    letters: [],
  }
  const nfr: NfrEvidence = {
    ...account,
    track: fact(track, at),
    dashboard:
      counted === null
        ? []
        : [{ answers: { openReqsMet: fact('Yes', at), selectReqsMet: fact('Yes', at) }, counts, source: source(at) }],
    people: sales && {
      holding: { [SALES]: sales[0], [TECHNICAL]: 1 },
      inactive: { [SALES]: sales[1] },
      places: { [SALES]: source(at), [TECHNICAL]: source(at) },
      source: source(at),
      lastSeenAt: at,
    },
    usersSetAside: null,
    licenses: [],
    licensesSetAside: null,
    licenseList: null,
  }
  const policy = policyFor<AuthorizedPolicy>(readAuthorizedPolicyFile().versions, day, 'authorized partners')
  const others = { loa: policyFor(readLoaPolicies(), day, 'letters'), nfr: policyFor(readNfrPolicies(), day, 'licenses') }
  return decideAuthorized({ loa, nfr }, policy, others, now, MAX_AGE)
}

const mayOf = ({ acts }: AuthorizedVerdict): Record<string, string> => Object.fromEntries(acts.map(({ act, may }) => [act, may]))
const short = (verdict: AuthorizedVerdict): string =>
  verdict.acts.map(({ may }) => ({ yes: 'y', no: 'n', unknown: '?' })[may]).join('')

describe('an authorized partner with a contract and a sales training', () => {
  it('may do everything', () => {
    const verdict = ask()
    expect(verdict.decision).toBe('eligible')
    expect(mayOf(verdict)).toEqual({ transact: 'yes', register: 'yes', quote: 'yes', letter: 'yes', nfr: 'yes' })
    expect(verdict.checks.map(({ id }) => id)).toEqual(['partner_authorized', 'agreement'])
    expect(verdict.notes).toEqual([])
  })

  it('has each act cited by the section that asks for it', () => {
    const { acts } = ask()
    const cited = (act: string, id: string) =>
      acts.find((each) => each.act === act)?.checks.find((check) => check.id === id)?.handbook
    expect(cited('transact', 'sales_training')).toEqual({ page: 'Ecosystem Operations', section: 'Standard Channel Practices' })
    expect(cited('register', 'sales_training')).toEqual({
      page: 'Ecosystem Operations',
      section: 'Program and Incentive Definitions',
    })
    expect(cited('quote', 'open_status')).toEqual({
      page: 'Channel Partners: Working with GitLab',
      section: 'Quote to Order',
    })
  })
})

// The letters are: transact, register, quote, letter, nfr; y, n or ? (cannot tell).
describe('what a partner may do', () => {
  it.each<[string, Given, string, string]>([
    ['a Select partner', { track: 'Select' }, 'eligible', 'yyyyy'],
    ['the status in other case', { status: ' authorized ' }, 'eligible', 'yyyyy'],
    ['a Prospect', { status: 'Prospect' }, 'not_eligible', 'nnnnn'],
    ['a Former partner', { status: 'Former' }, 'not_eligible', 'nnnnn'],
    ['a blank status', { status: null }, 'not_eligible', 'nnnnn'],
    ['a status that only begins so', { status: 'Authorized Distributor' }, 'not_eligible', 'nnnnn'],
    ['a damaged status', { status: '#N/A' }, 'needs_review', '?????'],
    ['no date of the contract', { contract: null }, 'needs_review', '?????'],
    ['a contract of tomorrow', { contract: '2026-11-21' }, 'needs_review', '?????'],
    ['a contract of today', { contract: '2026-11-20' }, 'eligible', 'yyyyy'],
    ['no click-through: a manual contract', { clickThrough: false }, 'eligible', 'yyyyy'],
    ['no column of the contract', { contract: 'no column' }, 'eligible', 'yyyyy'],
    ['no one with a sales training', { sales: [0, 0], counted: 0 }, 'eligible', 'nnyyy'],
    ['only people whose account is inactive', { sales: [0, 1], counted: 0 }, 'eligible', '??yyy'],
    ['no portal users, and counts of the dashboard', { sales: null, counted: 1 }, 'eligible', 'yyyyy'],
    ['no portal users, and no one counted', { sales: null, counted: 0 }, 'eligible', 'nnyyy'],
    ['users who show no one, and a dashboard that does', { sales: [0, 0], counted: 1 }, 'eligible', '??yyy'],
    ['neither users nor a dashboard', { sales: null, counted: null }, 'eligible', '??y??'],
    ['a Technology partner', { track: 'Technology' }, 'eligible', 'yy?yn'],
    ['a track that no page names', { track: 'Platinum' }, 'eligible', 'yy?yn'],
    ['no track', { track: null }, 'eligible', 'yy?yn'],
    ['a damaged track', { track: '#REF!' }, 'eligible', 'yy?y?'],
    ['evidence as old as it may be', { seen: EXACTLY_MAX_AGE }, 'eligible', 'yyyyy'],
    ['evidence a second older', { seen: ONE_SECOND_MORE }, 'needs_review', '?????'],
    ['a Prospect a second too old', { status: 'Prospect', seen: ONE_SECOND_MORE }, 'needs_review', '?????'],
  ])('of %s', (_, given, decision, acts) => {
    const verdict = ask(given)
    expect([verdict.decision, short(verdict)]).toEqual([decision, acts])
  })

  it.each<[string, string, Given, string]>([
    ['in 2024 a contract is not asked for', '2024-12-31', { contract: null }, 'yyyyy'],
    ['from 2025 it is', '2025-01-01', { contract: null }, '?????'],
    ['in 2024 no training is needed to transact', '2024-12-31', { sales: [0, 0], counted: 0 }, 'ynyyy'],
    ['from 2025 it is', '2025-01-01', { sales: [0, 0], counted: 0 }, 'nnyyy'],
    ['in 2024 a Technology partner’s right to transact is open', '2024-12-31', { track: 'Technology' }, '?y?yn'],
  ])('%s (%s)', (_, day, given, acts) => {
    expect(short(ask({ ...given, day }))).toBe(acts)
  })
})

describe('what else is told', () => {
  it.each<[string, Given, readonly string[]]>([
    ['a restricted party', { restricted: 'Yes' }, ['restricted_party']],
    ['a manual contract', { clickThrough: false }, ['manual_contract']],
    ['an export without contracts', { contract: 'no column' }, ['agreement_not_exported']],
    ['the course that no export shows', { sales: [0, 0], counted: 0 }, ['course_not_exported']],
    ['nothing of a Prospect', { status: 'Prospect', sales: [0, 0], counted: 0 }, []],
  ])('of %s', (_, given, codes) => {
    expect(ask(given).notes.map(({ code }) => code)).toEqual(codes)
  })

  it.each<[string, Given, readonly number[]]>([
    ['the people missing by the users', { sales: [0, 0], counted: 0 }, [1]],
    ['the people missing by the dashboard', { sales: null, counted: 0 }, [1]],
    ['no one, while it is unknown', { sales: [0, 1], counted: 0 }, []],
  ])('of %s', (_, given, need) => {
    expect(ask(given).missing.map((each) => each.need)).toEqual(need)
  })
})
