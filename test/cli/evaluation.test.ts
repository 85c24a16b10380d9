import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

function equipped(desk: Desk): Desk {
  const files = ['desk/sfdc-accounts.csv', 'desk/sfdc-registrations.csv', 'leads/evaluation-licenses.csv']
  return desk.put(...files).imports('sfdc-accounts.csv', 'sfdc-registrations.csv', 'evaluation-licenses.csv')
}
interface Answer {
  decision: string
  next: { number: number; step: string }
  checks: { id: string; outcome: string; source: { line: number } | null }[]
  evaluations: { evaluation: string; state: string; end: string }[]
  registrations: { name: string; state: string }[]
  otherForms: string[]
  nextSteps: string[]
}

describe('phd evaluation check', () => {
  it.each<[string, number, string, string]>([
    ['Customer 13 Bank', 0, '2 renewal', 'a renewal, the second'],
    ['riverside bank', 1, '3 managed', 'Solutions Architect'],
    ['Harbor Insurance', 0, '2 renewal', 'a renewal'],
    ['Customer 2 Bank', 4, '1 first', 'waiting for approval'],
    ['Customer 72 Energy', 1, '1 first', 'needs a properly registered deal'],
    ['Nobody AG', 4, '1 first', 'CANNOT TELL: no imported list has this customer'],
    ['Custmer 13 Bank', 4, '1 first', 'did you mean "Customer 13 Bank"?'],
    ['Riverside Bank GmbH', 4, '2 renewal', 'CANNOT TELL: licenses under a name with another legal form'],
    ['Riverside Bank AG', 4, '1 first', 'CANNOT TELL: licenses under a name with another legal form'],
    ['Harbor Insurance plc', 4, '1 first', 'CANNOT TELL: licenses under a name with another legal form'],
  ])('%s: exit %i, %s', (customer, code, next, words) =>
    atDesk((desk) => {
      const run = equipped(desk).phd('evaluation', 'check', customer)
      expect(run.code).toBe(code)
      expect(run.stdout).toContain(words)
      const answer = desk.json<Answer>('evaluation', 'check', customer)
      expect(`${answer.next.number} ${answer.next.step}`).toBe(next)
    }),
  )

  it('counts by the folded name, never one with another legal form, and says so', () =>
    atDesk((desk) => {
      const answer = equipped(desk).json<Answer>('evaluation', 'check', 'RIVERSIDE-BANK')
      expect(answer.evaluations.map(({ evaluation, state }) => [evaluation, state])).toEqual([
        ['EV-302', 'ended'],
        ['EV-303', 'ended'],
      ])
      expect(answer.otherForms).toEqual(['Riverside Bank GmbH'])
      expect(desk.json<Answer>('evaluation', 'check', 'Riverside').evaluations).toEqual([])
    }))

  it('the first with an approved registration is a yes, for the partner who registered it alone', () =>
    atDesk((desk) => {
      equipped(desk)
      desk.write(
        'more.csv',
        'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Customer Account,Approved Date,Expiration Date',
        'REG20000,DR-600000,Resale,Approved,Cobalt Labs 1 GmbH,Gull Freight,2026-11-01,2027-01-30',
      )
      desk.imports('--merge', 'more.csv')
      expect(desk.phd('evaluation', 'check', 'Gull Freight').code).toBe(0)
      expect(desk.phd('evaluation', 'check', 'Gull Freight', '--partner', 'Cobalt Labs 1 GmbH').code).toBe(0)
      expect(desk.phd('evaluation', 'check', 'Gull Freight', '--partner', 'Lumen Labs 4 Ltd').code).toBe(1)
      expect(desk.phd('evaluation', 'check', 'Gull Freight', '--now', '2026-11-29T09:00:00Z').code).toBe(4)
    }))

  it('a customer of another list alone is known: without a registration it is a no', () =>
    atDesk((desk) => {
      equipped(desk).write(
        'leads.csv',
        'Lead ID,Partner,Company,Share Status,Created',
        'P-1,Lumen Labs 4 Ltd,Gull Freight,Pending,2026-11-01',
      )
      expect(desk.phd('evaluation', 'check', 'Gull Freight').code).toBe(4)
      desk.imports('leads.csv')
      expect(desk.phd('evaluation', 'check', 'Gull Freight').code).toBe(1)
    }))

  it('a rejected registration may be the customer’s, so that none is not certain', () =>
    atDesk((desk) => {
      equipped(desk).write(
        'more.csv',
        'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Customer Account,Approved Date',
        'REG20000,DR-600000,Resale,Approved,Cobalt Labs 1 GmbH,Customer 72 Energy,soon',
        'REG20001,DR-600001,Resale,Approved,Cobalt Labs 1 GmbH,Gull Freight,2026-11-01',
      )
      expect(desk.phd('evaluation', 'check', 'Customer 72 Energy').code).toBe(1)
      expect(desk.phd('import', '--merge', 'more.csv').code).toBe(1)
      const run = desk.phd('evaluation', 'check', 'Customer 72 Energy')
      expect(run.code).toBe(4)
      expect(run.stdout).toContain('CANNOT TELL: a row of the registrations was rejected')
      expect(desk.phd('evaluation', 'check', 'Gull Freight').code).toBe(0)
    }))

  it('a registration under a name without its legal form may be the customer’s', () =>
    atDesk((desk) => {
      equipped(desk).write(
        'more.csv',
        'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Customer Account,Approved Date',
        'REG20001,DR-600001,Resale,Approved,Cobalt Labs 1 GmbH,Gull Freight,2026-11-01',
        'REG20002,DR-600002,Resale,Denied,Cobalt Labs 1 GmbH,Gull Freight AG,2026-11-01',
        'REG20003,DR-600003,Resale,Denied,Cobalt Labs 1 GmbH,Kite Air AG,2026-11-01',
        'REG20004,DR-600004,Resale,Approved,Cobalt Labs 1 GmbH,Kite Air GmbH,2026-11-01',
      )
      desk.imports('--merge', 'more.csv')
      expect(desk.phd('evaluation', 'check', 'Gull Freight AG').stdout).toContain('CANNOT TELL: a registration under a name')
      // Two legal forms are two companies.
      expect(desk.phd('evaluation', 'check', 'Kite Air AG').code).toBe(1)
    }))

  it('without a list it cannot tell', () =>
    atDesk((desk) => {
      const run = desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv').phd('evaluation', 'check', 'Acme Bank')
      expect(run.code).toBe(4)
      expect(run.stdout).toContain('phd import --kind evaluation_licenses')
      expect(desk.phd('evaluation', 'check', '...').code).toBe(2)
    }))
})

describe('phd evaluation list', () => {
  it('cannot tell without a list, with an old one, or with a rejected row', () =>
    atDesk((desk) => {
      expect(desk.phd('evaluation', 'list')).toMatchObject({
        code: 4,
        stdout: expect.stringMatching(/^CANNOT TELL: no list of evaluation licenses was ever imported\n/),
      })
      expect(equipped(desk).phd('evaluation', 'list').code).toBe(0)
      expect(desk.phd('evaluation', 'list', '--now', '2026-12-01T09:00:00Z').stdout).toContain('CANNOT TELL: the list of')
      desk.write('more.csv', 'Evaluation License,Customer,Start Date', 'EV-9,Gull Freight,soon', 'EV-10,Gull Freight,2026-11-01')
      expect(desk.phd('import', '--merge', 'more.csv').code).toBe(1)
      expect(desk.phd('evaluation', 'list')).toMatchObject({
        code: 4,
        stdout: expect.stringContaining('1 row of more.csv was rejected'),
      })
    }))

  it('has each customer with its licenses, and what comes next', () =>
    atDesk((desk) => {
      interface Listed {
        customers: { customer: string; issued: number; next: { step: string } }[]
      }
      const { customers } = equipped(desk).json<Listed>('evaluation', 'list')
      expect(customers.map(({ customer, issued, next }) => [customer, issued, next.step])).toEqual([
        ['Customer 13 Bank', 1, 'renewal'],
        ['Harbor Insurance', 1, 'renewal'],
        ['Riverside Bank', 2, 'managed'],
        ['Riverside Bank GmbH', 1, 'renewal'],
      ])
      const running = desk.json<Listed>('evaluation', 'list', '--running').customers
      expect(running.map(({ customer }) => customer)).toEqual(['Customer 13 Bank', 'Riverside Bank GmbH'])
      expect(desk.phd('evaluation', 'list', '--format', 'csv').stdout).toContain('EV-303')
    }))
})
