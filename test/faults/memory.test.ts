/** A desk of 100,000 partners, asked with 128 MB for what the program holds: more would end it with a trace of the engine. */

import { spawn } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideOften } from '../../bench/decide-often.ts'
import { writeCertifications, writeDesk, writeWork } from '../../bench/make-desk.ts'
import { Desk, root } from '../cli/phd.ts'

const HEAP = '--max-old-space-size=128'
const PARTNERS = 100_000
const USERS_EACH = 2

/** Yes, no, not found, cannot tell: all of them are answers. */
const ANSWERS = [0, 1, 3, 4]

/** Questions about all partners, people or licenses, and some about one of them. */
const QUESTIONS: readonly (readonly string[])[] = [
  ['loa', 'check', '--all'],
  ['loa', 'check', 'Partner 7 GmbH'],
  ['loa', 'expiring'],
  ['nfr', 'check', '--all', '--format', 'csv'],
  ['nfr', 'expiring'],
  ['authorized', '--all'],
  ['leads', 'list'],
  ['partner', 'unlinked'],
  // All names have this word, and all websites.
  ['partner', 'find', 'partner', '--limit', '99999'],
  ['evaluation', 'list'],
  // A name that is in no list: those that are near it are looked for among all.
  ['evaluation', 'check', 'Customer 7 Motorz'],
  ['deal', 'list'],
  ['deal', 'list', '--json'],
  ['deal', 'source', '--all'],
  ['today'],
  ['digest', '--json'],
  ['digest', '--all', '--mark', '--draft', 'digest.eml'],
  ['mail', 'route', 'mails', '--again'],
  ['doctor'],
  ['scorecard', 'partner', '--all', '--format', 'csv'],
  ['scorecard', 'partner', 'Partner 8 Inc.'],
  ['scorecard', 'region', 'EMEA', '--format', 'html'],
  ['scorecard', 'region', 'EMEA', '--out', 'region.xlsx'],
  ['scorecard', 'region', 'EMEA', '--draft', 'region.eml', '--to', 'Joe McAninch'],
  ['psp', 'check', '--all', '--out', 'psp.xlsx'],
  ['awards', 'FY28', '--format', 'json'],
  ['awards', 'FY28', '--out', 'awards.xlsx'],
  ['cam', 'plan', '--json'],
  ['cam', 'plan', '--out', 'plan.json', '--html', 'plan.html'],
  // A plan of 76,191 changes, which was saved above.
  ['cam', 'show', 'plan.json'],
  ['cam', 'show', 'plan.json', '--json', '--html', 'shown.html'],
  ['influence'],
  ['influence', '--format', 'html'],
  ['vouchers'],
  ['vouchers', '--format', 'html'],
  ['psp', 'check', '--all', '--format', 'html'],
  ['rebates', '--out', 'rebates.xlsx'],
  ['insights', '--all'],
  ['query', 'select * from current_portal_users', '--format', 'csv'],
  ['forget', 'user7919@partner0.example', '--dry-run'],
]

/** A plan that is exported, and what became of it. */
const OF_A_PLAN: readonly (readonly string[])[] = [
  ['cam', 'export', 'plan.json', '--max-changes', '100000', '--out', 'again', '--json'],
  ['cam', 'reconcile', 'success.csv'],
  ['cam', 'plans'],
  ['cam', 'verify', '--json'],
  ['today'],
]

/** Questions that read all requests. */
const OF_REQUESTS: readonly (readonly string[])[] = [
  ['loa', 'list', '--json'],
  ['loa', 'check', '--all'],
  ['loa', 'expiring'],
  ['nfr', 'list'],
  ['nfr', 'check', '--all'],
  ['today'],
  ['audit', 'list'],
]

let desk: Desk

/** Runs a command with little memory; gives its exit code and the start of what it said. Its answer is not kept. */
function ask(line: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [HEAP, join(root, 'bin', 'phd.cjs'), ...line], { cwd: desk.folder, env: desk.env() })
  let said = ''
  child.stdout.resume()
  child.stderr.on('data', (piece) => {
    said = `${said}${piece}`.slice(0, 2000)
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

beforeAll(async () => {
  desk = new Desk()
  const { accounts, users, dashboard, staff } = writeDesk(desk.folder, PARTNERS, USERS_EACH)
  const certifications = writeCertifications(desk.folder, PARTNERS, USERS_EACH, 1)
  const files = [accounts, users, dashboard, staff, certifications, ...writeWork(desk.folder, PARTNERS)]
  cpSync(join(root, 'fixtures', 'mails'), join(desk.folder, 'mails'), { recursive: true })
  const { code, said } = await ask(['import', ...files])
  if (code !== 0) throw new Error(said)
}, 600_000)

afterAll(() => desk.remove())

function answers(line: readonly string[]): void {
  it(`phd ${line.join(' ')}`, async () => {
    const { code, said } = await ask(line)
    expect({ isAnswer: ANSWERS.includes(code ?? -1), said }).toEqual({
      isAnswer: true,
      said: expect.not.stringContaining('FATAL'),
    })
  })
}

describe('128 MB are enough at 100,000 partners', () => {
  for (const line of QUESTIONS) answers(line)
})

describe('and with a plan of 76,191 changes that was exported and loaded', () => {
  beforeAll(async () => {
    const { code, said } = await ask(['cam', 'export', 'plan.json', '--max-changes', '100000', '--out', 'loads'])
    if (code !== 0) throw new Error(said)
    const [, ...rows] = readFileSync(join(desk.folder, 'loads', 'account-owners.csv'), 'utf8')
      .trimEnd()
      .split('\n')
    const results = ['ID,OWNERID,STATUS', ...rows.map((row) => `${row},Item Updated`)]
    writeFileSync(join(desk.folder, 'success.csv'), `${results.join('\n')}\n`)
  }, 600_000)

  for (const line of OF_A_PLAN) answers(line)
})

describe('and with 100,000 decided requests on record', () => {
  beforeAll(() => decideOften(desk.db, PARTNERS), 600_000)

  for (const line of OF_REQUESTS) answers(line)
})
