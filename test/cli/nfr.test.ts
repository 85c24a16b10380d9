import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

const LUMEN = 'Lumen Labs 4 Ltd' // Select, holds 10 SaaS from 2026-09-02
const MISTRAL = 'Mistral Cloud 6 Corporation' // Select, holds nothing
const HAUSER = 'Häuser Labs Co., Ltd.' // Open, holds nothing
const QUANTUM = 'Quantum Partners 28 Inc.' // Open, holds 5 SaaS from 2026-04-06
const COBALT = 'Cobalt Labs 1 GmbH' // Open, requirements not met

interface Verdict {
  decision: string
  subject: { id: string; name: string }
  checks: { id: string; outcome: string; reason: string | null; actual: string | null }[]
  limits: Record<string, { max: number; held: number | null; available: number | null }>
  term: { kind: string; start: string; end: string } | null
  notes: { code: string }[]
}
const failed = ({ checks }: Verdict): string[] => checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)
const check = (desk: Desk, partner: string, ...options: string[]): Verdict =>
  desk.json<Verdict>('nfr', 'check', partner, ...options)
const HEADING = 'Account ID,Account Name,License Type,Level,Users,Start Date,Expiration Date,Add-On'
const IDS: Readonly<Record<string, string>> = {
  [LUMEN]: '0014M000AAAAAB9QYP',
  [MISTRAL]: '0014M000AAAAADLQY5',
  [HAUSER]: '0014M000AAAAAUeQYP',
}
/** Imports licenses of a partner, a row each: type, users, first and last day, add-on. */
function hold(
  desk: Desk,
  partner: string,
  ...rows: readonly (readonly [type: string, users: number, start: string, end: string, addOn?: string])[]
): void {
  desk.write(
    'held.csv',
    HEADING,
    ...rows.map(
      ([type, users, start, end, addOn = 'False']) =>
        `${IDS[partner]},"${partner}",${type},Ultimate,${users},${start},${end},${addOn}`,
    ),
  )
  const { code, stderr } = desk.phd('import', 'held.csv')
  if (code !== 0) throw new Error(stderr)
}

describe('the expected answers on licenses', () => {
  const expected = JSON.parse(readFileSync(join(fixtures, 'desk', 'expected.json'), 'utf8')) as {
    partners: { id: string; nfr: { decision: string; failed: string[]; limits: Record<string, { max: number; held: number }> } }[]
  }

  it('are given for every partner at once, and the same for each alone', () =>
    atDesk((desk) => {
      const { stdout, code } = desk.equipped().phd('nfr', 'check', '--all', '--format', 'ndjson')
      const lines = new Map(
        stdout
          .trim()
          .split('\n')
          .map((line) => [(JSON.parse(line) as Verdict).subject.id, line]),
      )
      const answers = expected.partners.map(({ id }) => {
        const verdict = JSON.parse(lines.get(id) ?? 'null') as Verdict
        const limits = Object.fromEntries(Object.entries(verdict.limits).map(([type, { max, held }]) => [type, { max, held }]))
        return { id, nfr: { decision: verdict.decision, failed: failed(verdict), limits } }
      })
      expect(answers).toEqual(expected.partners.map(({ id, nfr }) => ({ id, nfr })))
      expect([lines.size, code]).toEqual([expected.partners.length, 4])
      for (const { id, nfr } of expected.partners) {
        const alone = desk.phd('nfr', 'check', id, '--format', 'ndjson')
        expect(alone.stdout.trim()).toBe(lines.get(id))
        expect(alone.code).toBe({ eligible: 0, not_eligible: 1, needs_review: 4 }[nfr.decision])
      }
    }))

  it('are given for the names of a list', () =>
    atDesk((desk) => {
      desk.equipped().write('names.txt', LUMEN, COBALT, 'nobody')
      const { stdout, code } = desk.phd('nfr', 'check', '--file', 'names.txt', '--format', 'csv')
      expect(code).toBe(3)
      expect(
        stdout
          .split('\r\n')
          .map((line) => line.split(',').slice(1, 4).join(' '))
          .slice(1, 4),
      ).toEqual([`${LUMEN} Select eligible`, `${COBALT} Open not_eligible`, 'nobody  partner_not_found'])
    }))
})

describe('the limit', () => {
  it.each([
    ['Open: 10 are allowed', HAUSER, 10, 'eligible'],
    ['Open: 11 may not', HAUSER, 11, 'not_eligible'],
    ['Select: 25 are allowed', MISTRAL, 25, 'eligible'],
    ['Select: 26 may not', MISTRAL, 26, 'not_eligible'],
    ['beside 10 that are held: 15', LUMEN, 15, 'eligible'],
    ['beside 10 that are held: not 16', LUMEN, 16, 'not_eligible'],
  ])('%s', (_, partner, users, decision) =>
    atDesk((desk) => {
      const verdict = check(desk.equipped(), partner, '--type', 'saas', '--users', String(users))
      expect([verdict.decision, failed(verdict)]).toEqual([decision, decision === 'eligible' ? [] : ['within_limit']])
    }),
  )

  it('is of each type apart', () =>
    atDesk((desk) => {
      const verdict = check(desk.equipped(), LUMEN, '--type', 'self-managed', '--users', '25')
      expect([verdict.decision, verdict.limits]).toEqual([
        'eligible',
        { saas: { max: 25, held: 10, available: 15 }, self_managed: { max: 25, held: 0, available: 25 } },
      ])
    }))

  it('is free again at midnight UTC of the day a license ends', () =>
    atDesk((desk) => {
      hold(desk.equipped(), HAUSER, ['SaaS', 10, '2025-11-20', '2026-11-20'])
      const ask = ['--type', 'saas', '--users', '10', '--as-of']
      const at = (now: string): (string | number | null | undefined)[] => {
        const verdict = check(desk, HAUSER, ...ask.slice(0, 4), '--now', now)
        return [verdict.limits.saas?.held, verdict.decision]
      }
      expect(at('2026-11-19T23:59:59Z')).toEqual([10, 'not_eligible'])
      expect(at('2026-11-20T00:00:00Z')).toEqual([0, 'eligible'])
      // 01:00 in Berlin is still the day before in UTC.
      expect(at('2026-11-20T01:00:00+02:00')).toEqual([10, 'not_eligible'])
    }))

  it('is unknown without a list, from a list that is too old, or beside a rejected row', () =>
    atDesk((desk) => {
      const ask = ['--type', 'saas', '--users', '5']
      const limit = (verdict: Verdict): (string | null | undefined)[] => [verdict.decision, verdict.checks.at(-1)?.reason]
      desk.imported()
      expect(limit(check(desk, HAUSER, ...ask))).toEqual(['needs_review', 'missing'])
      expect(check(desk, HAUSER).decision).toBe('eligible')
      hold(desk, HAUSER, ['SaaS', 5, '2026-01-01', '2027-01-01'])
      expect(limit(check(desk, HAUSER, ...ask))).toEqual(['eligible', null])
      const later = '2026-12-01'
      for (const file of ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv'])
        desk.phd('import', file, '--exported-at', later, '--now', later)
      expect(limit(check(desk, HAUSER, ...ask, '--now', later))).toEqual(['needs_review', 'stale'])
      // What is asked for alone may be too much, whatever is held.
      expect(check(desk, HAUSER, '--type', 'saas', '--users', '11', '--now', later).decision).toBe('not_eligible')
      desk.write(
        'odd.csv',
        HEADING,
        `${IDS[LUMEN]},"${LUMEN}",SaaS,Ultimate,5,2026-05-01,2027-05-01,False`,
        `${IDS[HAUSER]},"${HAUSER}",SaaS,Ultimate,many,2026-05-01,2027-05-01,False`,
      )
      expect(desk.phd('import', 'odd.csv').code).toBe(1)
      expect(limit(check(desk, HAUSER, ...ask))).toEqual(['needs_review', 'set_aside'])
    }))

  it.each([
    [['--type', 'saas']],
    [['--users', '5']],
    [['--renewal']],
    [['--type', 'saas', '--users', '0']],
    [['--type', 'saas', '--users', '5.5']],
    [['--type', 'saas', '--users', '-5']],
    [['--type', 'premium', '--users', '5']],
  ])('is not asked about by halves: %s', (options) =>
    atDesk((desk) => {
      expect(desk.equipped().phd('nfr', 'check', LUMEN, ...options).code).toBe(2)
    }),
  )
})

describe('the term of a license', () => {
  it('is 12 months, to the day', () =>
    atDesk((desk) => {
      desk.equipped()
      const ask = ['--type', 'saas', '--users', '5', '--max-age', '9999']
      expect(check(desk, MISTRAL, ...ask).term).toEqual({ kind: 'new', start: '2026-11-20', end: '2027-11-20' })
      expect(check(desk, MISTRAL, ...ask, '--now', '2028-02-29').term).toEqual({
        kind: 'new',
        start: '2028-02-29',
        end: '2029-02-28',
      })
    }))

  it('of an add-on ends with the oldest of two licenses that run', () =>
    atDesk((desk) => {
      hold(desk.equipped(), MISTRAL, ['SaaS', 10, '2026-06-01', '2027-06-01'], ['Self-Managed', 10, '2026-03-01', '2027-03-01'])
      const verdict = check(desk, MISTRAL, '--type', 'saas', '--users', '5')
      expect([verdict.decision, verdict.term]).toEqual(['eligible', { kind: 'add_on', start: '2026-11-20', end: '2027-03-01' }])
    }))

  it('of a renewal begins where the running license ends, and what that held is free by then', () =>
    atDesk((desk) => {
      hold(desk.equipped(), HAUSER, ['SaaS', 10, '2025-12-01', '2026-12-01'])
      const verdict = check(desk, HAUSER, '--type', 'saas', '--users', '10', '--renewal')
      expect([verdict.decision, verdict.term]).toEqual(['eligible', { kind: 'renewal', start: '2026-12-01', end: '2027-12-01' }])
      expect(check(desk, HAUSER, '--type', 'saas', '--users', '11', '--renewal').decision).toBe('not_eligible')
      // Once the renewal is in the list, it takes what the other leaves: nothing counts twice.
      hold(desk, HAUSER, ['SaaS', 10, '2026-12-01', '2027-12-01'])
      expect(check(desk, HAUSER).limits.saas).toEqual({ max: 10, held: 10, available: 0 })
    }))

  it('of a renewal is judged by the whole check', () =>
    atDesk((desk) => {
      const verdict = check(desk.equipped(), COBALT, '--type', 'self-managed', '--users', '10', '--renewal')
      expect([verdict.decision, failed(verdict)]).toEqual(['not_eligible', ['track_reqs_met', 'technical_certification']])
    }))
})

describe('the life of a request for a license', () => {
  interface Listed {
    reference: string
    partner: { name: string } | null
    due: string
    late: boolean
    state: string
    asked: { type: string; users: number; renewal: boolean } | null
    askedText: string
  }
  const open = (desk: Desk, ...options: string[]): Listed[] =>
    desk.json<{ requests: Listed[] }>('nfr', 'list', ...options).requests

  it('comes by the form, is judged, and its license is held before any list has it', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(open(desk).map(({ reference, due, late, askedText }) => [reference, due, late, askedText])).toEqual([
        ['form:3', '2026-11-19', true, '25 Self-Managed'],
        ['form:4', '2026-11-23', false, '30 SaaS'],
        ['form:5', '2026-11-24', false, '5 SaaS, renewal'],
      ])
      const run = desk.phd('nfr', 'approve', LUMEN, '--draft', 'drafts')
      expect([run.code, run.stderr]).toEqual([0, ''])
      for (const words of [
        '25 Self-Managed users, level Ultimate, from 2026-11-20 to 2027-11-20',
        'nfr-requests.csv, line 3',
        'Salesforce',
      ])
        expect(run.stdout).toContain(words)
      expect(desk.read('drafts/lumen-labs-4-ltd-nfr-submitted.eml')).toContain('To: noah.smith0@lumenlabs3.example')
      expect(open(desk).map(({ reference }) => reference)).toEqual(['form:4', 'form:5'])
      expect(check(desk, LUMEN).limits.self_managed).toEqual({ max: 25, held: 25, available: 0 })
      expect(check(desk, LUMEN, '--type', 'self-managed', '--users', '1').decision).toBe('not_eligible')
      // The list has it now: it counts once.
      hold(desk, LUMEN, ['Self-Managed', 25, '2026-11-21', '2027-11-21'])
      expect(check(desk, LUMEN).limits.self_managed).toEqual({ max: 25, held: 25, available: 0 })
    }))

  it('follows the running license where the form asks for a renewal', () =>
    atDesk((desk) => {
      desk.equipped()
      const run = desk.phd('nfr', 'approve', QUANTUM)
      expect([run.code, run.stdout]).toEqual([
        0,
        expect.stringContaining('5 SaaS users, level Ultimate, from 2027-04-06 to 2028-04-06'),
      ])
    }))

  it('is denied with what is missing, by name and count', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(desk.phd('nfr', 'deny', COBALT, '--draft', 'drafts').code).toBe(0)
      const mail = desk.read('drafts/cobalt-labs-1-gmbh-nfr-denial.eml')
      expect(mail).toContain('To: mei.smith0@cobaltlabs10.example')
      expect(mail).toContain('Cc: partnersupport@gitlab.com, tristan.ouin@gitlab.example')
      expect(mail).toMatch(/- 1 more person: Solution Architect Core/)
      expect(open(desk, '--closed').at(-1)).toMatchObject({
        state: 'denied',
        asked: { type: 'saas', users: 30, renewal: false },
        askedText: '30 SaaS',
      })
    }))

  it('cannot be approved beyond the program, and more needs both approvals', () =>
    atDesk((desk) => {
      desk.equipped()
      const ask = ['--type', 'saas', '--users', '40', '--request', 'new', '--requester', 'Noah', '--email', 'noah@lumen.example']
      expect(desk.phd('nfr', 'approve', LUMEN, ...ask).code).toBe(1)
      expect(desk.phd('nfr', 'exception', LUMEN, ...ask).code).toBe(2)
      const asked = desk.phd('nfr', 'exception', LUMEN, ...ask, '--justification', 'two fairs', '--draft', 'drafts')
      expect([asked.code, asked.stderr]).toEqual([0, ''])
      const mail = desk.read('drafts/lumen-labs-4-ltd-nfr-exception.eml')
      expect(mail).toContain('Subject: NFR Exception for Lumen Labs 4 Ltd')
      expect(mail).toContain('To: ed.cepulis@gitlab.example, dana.director@gitlab.example')
      for (const fact of ['Justification: two fairs', 'in addition to those held: 40', 'held now: 10', 'program: 25'])
        expect(mail).toContain(fact)
      const [waiting] = open(desk).filter(({ state }) => state === 'waiting')
      expect(waiting?.askedText).toBe('40 SaaS')

      const exception = ['--exception', '--approved-by', 'Ed Cepulis']
      for (const second of ['', 'Ed Cepulis', 'ed  cepulis', 'Cepulis, Ed', 'Edward Cepulis', 'Somebody Else']) {
        const both = second === '' ? exception : [...exception, '--approved-by', second]
        expect(desk.phd('nfr', 'approve', LUMEN, ...both).code, second).toBe(2)
      }
      const approved = desk.phd('nfr', 'approve', LUMEN, ...exception, '--approved-by', 'Dana Director')
      expect([approved.code, approved.stdout]).toEqual([
        0,
        expect.stringContaining('EXCEPTION, approved by Ed Cepulis and Dana Director'),
      ])
      expect(check(desk, LUMEN).notes.map(({ code }) => code)).toContain('over_limit')
    }))

  it('has no exception for a partner that does not meet its track’s requirements, nor within the program', () =>
    atDesk((desk) => {
      desk.equipped()
      const ask = ['--type', 'saas', '--users', '40', '--justification', 'x', '--request', 'new']
      const barred = desk.phd('nfr', 'exception', COBALT, ...ask)
      expect([barred.code, barred.stdout]).toEqual([1, expect.stringContaining('can never have one')])
      const unknown = desk.phd('nfr', 'exception', 'Nordwind Digital 43 Inc.', ...ask)
      expect([unknown.code, unknown.stdout]).toEqual([4, expect.stringContaining('do the steps under Next')])
      expect(unknown.stdout).toContain('1. for an exception, first: search the dashboard by hand')
      expect(unknown.stdout).toMatch(/2\. then ask for it: phd nfr exception "Nordwind Digital 43 Inc\." --type saas --users 40/)
      expect(unknown.stdout).toContain('3. or, without an exception, within 2 business days')
      // What can never be excepted is not led there.
      expect(barred.stdout).not.toContain('for an exception, first')
      expect(desk.phd('nfr', 'exception', MISTRAL, '--type', 'saas', '--users', '5', '--justification', 'x').code).toBe(2)
      const both = ['--exception', '--approved-by', 'Ed Cepulis', '--approved-by', 'Dana Director']
      expect(desk.phd('nfr', 'approve', COBALT, '--type', 'saas', '--users', '40', '--request', 'new', ...both).code).toBe(1)
    }))

  it('is left open where the partner cannot be told, and month and day are never guessed', () =>
    atDesk((desk) => {
      desk.imported()
      const heading = 'Timestamp,Email Address,Your Name,Partner Name,Type of License,Number of Users,Status'
      desk.write(
        'form.csv',
        heading,
        '11/12/2026 9:00:00,a@x.example,A,Nobody & Sons,SaaS,5,',
        `11/10/2026 9:00:00,b@x.example,B,${LUMEN},SaaS,5,in progress`,
      )
      expect(desk.phd('import', 'form.csv').code).toBe(0)
      const { stdout } = desk.phd('nfr', 'list')
      expect(stdout).toContain('Nobody & Sons (no partner)')
      expect(stdout).toContain('"11/12/2026 9:00:00": month or day first?')
      expect(stdout).toContain('the sheet says "in progress"')
      expect(open(desk).map(({ due }) => due)).toEqual([null, null])
    }))
})

describe('what was approved', () => {
  const by = ['--requester', 'Ann', '--email', 'ann@x.example']
  const approve = (desk: Desk, partner: string, type: string, users: number, ...more: string[]): number | null =>
    desk.phd('nfr', 'approve', partner, '--type', type, '--users', String(users), ...by, ...more).code

  it('counts beside what the list had then, until the list has it', () =>
    atDesk((desk) => {
      hold(desk.equipped(), HAUSER, ['SaaS', 3, '2026-11-20', '2027-11-20'])
      expect(approve(desk, HAUSER, 'saas', 4)).toBe(0)
      expect(check(desk, HAUSER).limits.saas).toEqual({ max: 10, held: 7, available: 3 })
      expect(approve(desk, HAUSER, 'saas', 4, '--request', 'new')).toBe(1)
      // The running license has grown by what was approved.
      hold(desk, HAUSER, ['SaaS', 7, '2026-11-20', '2027-11-20'])
      expect(check(desk, HAUSER).limits.saas).toEqual({ max: 10, held: 7, available: 3 })
    }))

  it('is each time another row of the list, and counts still as far as the list has fewer users', () =>
    atDesk((desk) => {
      desk.equipped()
      expect([approve(desk, HAUSER, 'saas', 3), approve(desk, HAUSER, 'saas', 4, '--request', 'new')]).toEqual([0, 0])
      hold(desk, HAUSER, ['SaaS', 3, '2026-11-21', '2027-11-21'])
      expect(check(desk, HAUSER).limits.saas?.held).toBe(7)
      hold(desk, HAUSER, ['SaaS', 2, '2026-11-22', '2027-11-21', 'True'])
      expect(check(desk, HAUSER).limits.saas?.held).toBe(7)
    }))

  it('is what was decided, and closes no request of another kind', () =>
    atDesk((desk) => {
      desk.imported().putAll('requests')
      desk.phd('import', 'staff.csv', 'nfr-requests.csv')
      hold(desk, LUMEN, ['SaaS', 10, '2026-09-02', '2027-09-02'])
      const exception = ['nfr', 'exception', MISTRAL, '--type', 'saas', '--users', '40', '--justification', 'a fair', ...by]
      expect(desk.phd(...exception).code).toBe(0)
      expect(approve(desk, MISTRAL, 'self-managed', 10)).toBe(0)
      const states = desk.json<{ requests: { askedText: string; state: string }[] }>('nfr', 'list', '--closed').requests
      expect(states.map(({ askedText, state }) => `${askedText} ${state}`)).toEqual(
        expect.arrayContaining(['40 SaaS waiting', '10 Self-Managed approved']),
      )
      expect(check(desk, MISTRAL).limits.self_managed?.held).toBe(10)
      const both = ['--exception', '--approved-by', 'Ed Cepulis', '--approved-by', 'Dana Director']
      expect(approve(desk, MISTRAL, 'saas', 60, ...both)).toBe(2)
      // A row of the form is of its own type; another number must be said to be meant.
      expect(approve(desk, LUMEN, 'saas', 3, '--request', 'form:3')).toBe(2)
      expect(approve(desk, LUMEN, 'self-managed', 20)).toBe(2)
      expect(approve(desk, LUMEN, 'self-managed', 20, '--request', 'form:3')).toBe(0)
      expect(check(desk, LUMEN).limits.self_managed?.held).toBe(20)
    }))

  it('no longer counts once its request is reopened', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(approve(desk, HAUSER, 'saas', 10)).toBe(0)
      expect(approve(desk, HAUSER, 'saas', 5)).toBe(3)
      expect(approve(desk, HAUSER, 'saas', 5, '--request', '8')).toBe(2)
      expect(desk.phd('nfr', 'reopen', '8', '--reason', 'it is for five').code).toBe(0)
      expect(check(desk, HAUSER).limits.saas?.held).toBe(0)
      expect(approve(desk, HAUSER, 'saas', 5, '--request', '8')).toBe(0)
      expect(check(desk, HAUSER).limits.saas?.held).toBe(5)
    }))

  it('as an exception is what the approvers were told: not where more is held by now', () =>
    atDesk((desk) => {
      desk.equipped()
      const ask = ['--type', 'saas', '--users', '40', ...by]
      desk.phd('nfr', 'exception', MISTRAL, ...ask, '--justification', 'a fair')
      const [waiting] = desk
        .json<{ requests: { reference: string; state: string }[] }>('nfr', 'list')
        .requests.filter(({ state }) => state === 'waiting')
      const both = ['--exception', '--approved-by', 'Ed Cepulis', '--approved-by', 'Dana Director']
      hold(desk, MISTRAL, ['SaaS', 20, '2026-06-01', '2027-06-01'])
      const late = desk.phd('nfr', 'approve', MISTRAL, ...both)
      expect([late.code, late.stderr]).toEqual([2, expect.stringContaining('told that 0 users are held; now it is 20')])
      const again = ['nfr', 'exception', MISTRAL, '--request', waiting?.reference ?? '', '--justification', 'a fair']
      expect(desk.phd(...again).code).toBe(0)
      expect(desk.phd('nfr', 'approve', MISTRAL, ...both).code).toBe(0)
    }))

  it('is denied afterwards only against the check, which judges it without itself', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(approve(desk, HAUSER, 'saas', 10)).toBe(0)
      const [request] = desk
        .json<{ requests: { reference: string; state: string }[] }>('nfr', 'list', '--closed')
        .requests.filter(({ state }) => state === 'approved')
      const deny = ['nfr', 'deny', HAUSER, '--request', request?.reference ?? '']
      expect(desk.phd(...deny).code).toBe(1)
      expect(desk.phd(...deny, '--type', 'saas', '--users', '20').code).toBe(2)
      expect(desk.phd(...deny, '--override', '--reason', 'a mistake', '--approved-by', 'Dana Director').code).toBe(0)
      expect(check(desk, HAUSER).limits.saas?.held).toBe(0)
    }))

  it('bears its override in the list of what ends, before and after a list has it', () =>
    atDesk((desk) => {
      desk.equipped()
      const why = ['--override', '--reason', 'shown by mail', '--approved-by', 'Ed Cepulis']
      expect(approve(desk, COBALT, 'saas', 5, '--request', 'new', ...why)).toBe(0)
      const marked = (): string => desk.phd('nfr', 'expiring', '--within', '400').stdout
      expect(marked()).toMatch(/5 SaaS.*OVERRIDE/)
      desk.write('now.csv', HEADING, `0014M000AAAAAAMQY5,"${COBALT}",SaaS,Ultimate,5,2026-11-21,2027-11-21,False`)
      desk.phd('import', 'now.csv')
      expect(marked()).toMatch(/5 SaaS.*now\.csv.*OVERRIDE/)
    }))

  it('is not asked for again by a row of the form that was changed since', () =>
    atDesk((desk) => {
      desk.equipped()
      expect(desk.phd('nfr', 'approve', LUMEN, '--type', 'self-managed', '--users', '20', '--request', 'form:3').code).toBe(0)
      desk.write(
        'form.csv',
        ...desk
          .read('nfr-requests.csv')
          .replace('Noah Smith,Lumen Labs 4 Ltd,Select,Self', 'Noah Smith,Lumen Labs 4,Select,Self')
          .split(/\r?\n/),
      )
      desk.phd('import', 'form.csv')
      const { stdout } = desk.phd('nfr', 'list')
      expect(stdout).toMatch(/may be request \d+, changed in the sheet since/)
      const again = desk.phd('nfr', 'deny', LUMEN)
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('if it is the same: phd nfr withdraw form:')])
    }))

  it('is asked for by a row of the form that must lead to the partner, and to a type', () =>
    atDesk((desk) => {
      desk.imported()
      const heading = 'Timestamp,Email Address,Your Name,Partner Name,Type of License,Number of Users,Status'
      desk.write(
        'form.csv',
        heading,
        '2026-11-19,a@x.example,A,Nobody & Sons,SaaS,5,',
        `2026-11-19,b@x.example,B,${LUMEN},Premium,5,`,
      )
      desk.phd('import', 'form.csv')
      const said = (...args: string[]): string => desk.phd('nfr', ...args).stderr
      expect(said('approve', LUMEN, '--request', 'form:2')).toContain(`phd partner alias add "Nobody & Sons" ${IDS[LUMEN]}`)
      expect(said('approve', MISTRAL, '--request', 'form:3')).toContain(`form:3 is for ${LUMEN}`)
      expect(said('approve', LUMEN, '--request', 'form:7')).toContain('no open request form:7')
      expect(said('approve', LUMEN)).toContain('form:3 asks for 5 users of "Premium"')
    }))

  it('is said by its number where a request on record and a row of the form may be meant', () =>
    atDesk((desk) => {
      desk.equipped()
      const ask = ['--type', 'self-managed', '--users', '40', '--justification', 'a fair', '--request', 'new', ...by]
      expect(desk.phd('nfr', 'exception', LUMEN, ...ask).code).toBe(0)
      const either = desk.phd('nfr', 'deny', LUMEN)
      expect([either.code, either.stderr]).toEqual([
        3,
        expect.stringMatching(/2 open requests: 8 .*, form:3 \(25 Self-Managed\)/),
      ])
      // What waits in the form is meant before one that was decided today.
      expect(desk.phd('nfr', 'withdraw', '8', '--reason', 'x').code).toBe(0)
      expect(desk.phd('nfr', 'approve', LUMEN).code).toBe(0)
    }))

  it('is distinguished where two files have a row on one line', () =>
    atDesk((desk) => {
      desk.imported()
      const heading = 'Timestamp,Email Address,Your Name,Partner Name,Type of License,Number of Users,Status'
      desk.write('one.csv', heading, `2026-11-19,a@x.example,A,${HAUSER.replace(',', '')},SaaS,8,`)
      desk.write('two.csv', heading, `2026-11-19,a@x.example,A,${HAUSER.replace(',', '')},Self-Managed,7,`)
      expect(desk.phd('import', 'one.csv', 'two.csv').code).toBe(0)
      const references = desk
        .json<{ requests: { reference: string }[] }>('nfr', 'list')
        .requests.map(({ reference }) => reference)
      expect(references.sort()).toEqual(['form:4.2', 'form:5.2'])
      expect(desk.phd('nfr', 'withdraw', 'form:2', '--reason', 'why not').code).toBe(3)
    }))
})

describe('evidence on a license', () => {
  it('is in doubt where the newer row of the only certified person was rejected', () =>
    atDesk((desk) => {
      desk.equipped()
      const rows = desk.read('impartner-users.csv').split('\r\n')
      expect(check(desk, HAUSER).decision).toBe('eligible')
      const mine = rows.filter((row) => row.includes(HAUSER))
      desk.write(
        'newer-users.csv',
        (rows[0] ?? '').replace('\ufeff', ''),
        ...mine.map((row) => row.replace(/,(?:True|False)$/, ',perhaps')),
        rows.find((row) => row.includes(LUMEN)) ?? '',
      )
      expect(desk.phd('import', 'newer-users.csv').code).toBe(1)
      const verdict = check(desk, HAUSER)
      expect([verdict.decision, verdict.checks.find(({ id }) => id === 'technical_certification')?.reason]).toEqual([
        'needs_review',
        'set_aside',
      ])
    }))

  it('is in doubt where newer lists lack a license, until a complete one comes', () =>
    atDesk((desk) => {
      hold(desk.equipped(), HAUSER, ['SaaS', 10, '2026-06-01', '2027-06-01'])
      const now = '2026-12-01'
      for (const file of ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'nfr-licenses.csv'])
        desk.phd('import', file, '--exported-at', now, '--now', now)
      const ask = ['nfr', 'check', HAUSER, '--type', 'saas', '--users', '10', '--now', now]
      const doubtful = desk.phd(...ask)
      expect([doubtful.code, doubtful.stdout]).toEqual([4, expect.stringContaining('import the complete list with --snapshot')])
      expect(desk.phd('import', '--snapshot', 'nfr-licenses.csv', '--exported-at', now, '--now', now).code).toBe(0)
      expect(desk.phd(...ask).code).toBe(0)
    }))

  it('is in doubt where a license ends before it begins', () =>
    atDesk((desk) => {
      hold(desk.equipped(), HAUSER, ['SaaS', 10, '2027-06-01', '2026-06-01'])
      const verdict = check(desk, HAUSER, '--type', 'saas', '--users', '10')
      expect([verdict.decision, verdict.checks.at(-1)?.reason]).toEqual(['needs_review', 'unreadable'])
    }))
})

describe('licenses that end', () => {
  interface Ending {
    end: string
    about: string
    addOn: boolean
    remarks: string[]
  }
  const ending = (desk: Desk, within: number, now?: string): Ending[] =>
    desk.json<{ expiring: Ending[] }>('nfr', 'expiring', '--within', String(within), ...(now ? ['--now', now] : [])).expiring

  it('are listed within so many days, the soonest first, a day before and after the edge', () =>
    atDesk((desk) => {
      desk.equipped()
      expect([60, 61, 76, 77].map((within) => ending(desk, within).length)).toEqual([0, 1, 1, 2])
      expect(ending(desk, 77).map(({ end }) => end)).toEqual(['2027-01-20', '2027-02-05'])
      // At midnight UTC of its last day it has ended.
      expect(ending(desk, 0, '2027-01-19T23:59:59Z')).toHaveLength(0)
      expect(ending(desk, 1, '2027-01-19T23:59:59Z')).toHaveLength(1)
      expect(ending(desk, 1, '2027-01-20T00:00:00Z')).toHaveLength(0)
    }))

  it('are followed by what was added to them, which ends with the oldest', () =>
    atDesk((desk) => {
      desk.imported()
      hold(
        desk,
        MISTRAL,
        ['SaaS', 10, '2026-06-01', '2027-06-01'],
        ['Self-Managed', 10, '2026-01-10', '2027-01-10'],
        ['SaaS', 5, '2026-08-01', '2027-06-01', 'True'],
        ['Self-Managed', 5, '2026-09-01', '2027-01-10', 'True'],
      )
      expect(ending(desk, 60).map(({ end, about, remarks }) => [end, about, remarks])).toEqual([
        ['2027-01-10', '10 Self-Managed', []],
        ['2027-01-10', '5 SaaS (add-on)', ['ends with the oldest license; the list says 2027-06-01']],
        ['2027-01-10', '5 Self-Managed (add-on)', []],
      ])
    }))

  it('get their reminders although one address cannot be written to', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.write(
        'held.csv',
        `${HEADING},Email`,
        `${IDS[MISTRAL]},"${MISTRAL}",SaaS,Ultimate,5,2025-12-10,2026-12-10,False,müller@münchen.example`,
        `${IDS[HAUSER]},"${HAUSER}",SaaS,Ultimate,5,2025-12-11,2026-12-11,False,h@haeuser.example`,
      )
      desk.phd('import', 'held.csv')
      const run = desk.json<{ drafts: unknown[]; undrafted: string[] }>(
        'nfr',
        'expiring',
        '--draft',
        'drafts',
        '--set',
        'requester_name=Ann Lee',
      )
      expect([run.drafts.length, run.undrafted]).toEqual([1, [expect.stringContaining('not one plain address')]])
    }))

  it('get a reminder each, but those that something follows', () =>
    atDesk((desk) => {
      desk.equipped()
      hold(desk, MISTRAL, ['SaaS', 10, '2025-12-10', '2026-12-10'])
      hold(desk, HAUSER, ['SaaS', 10, '2025-12-01', '2026-12-01'], ['SaaS', 10, '2026-12-01', '2027-12-01'])
      desk.write(
        'form.csv',
        'Timestamp,Email Address,Your Name,Partner Name,Type of License,Number of Users,Status',
        `2025-12-01,m@mistral.example,Mo,${MISTRAL},SaaS,10,Done`,
      )
      desk.phd('import', 'form.csv')
      const run = desk.json<{ drafts: { file: string }[]; undrafted: string[] }>('nfr', 'expiring', '--draft', 'drafts')
      expect(run).toMatchObject({
        drafts: [{ file: 'drafts/mistral-cloud-6-corporation-nfr-renewal-saas-2026-12-10.eml' }],
        undrafted: [],
      })
      expect(desk.read(run.drafts[0]?.file ?? '')).toContain('To: m@mistral.example')
    }))
})
