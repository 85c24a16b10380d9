import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const FORMS = ['GmbH', 'Ltd', 'Inc.', 'S.à r.l.', 'Sp. z o.o.', '株式会社']

const PLACES = [
  '"Germany",""',
  '"United States","TX"',
  '"United States","NY"',
  '"France",""',
  '"Japan",""',
  '"Canada","ON"',
  '"Kenya",""',
]
const MANAGERS = [
  'Bastian van der Stel',
  'Joe McAninch',
  'Jay Bahar',
  'Camille Dios',
  'Masa Ueda',
  'Ana Rossi',
  'Ilaria Pazienza',
]

export type DeskFiles = Record<'accounts' | 'users' | 'dashboard' | 'staff', string>

/** Writes the exports of a desk with so many partners and portal users each, as the systems print them; gives their paths. */
export function writeDesk(folder: string, partners: number, users: number): DeskFiles {
  mkdirSync(folder, { recursive: true })
  const name = nameOf
  const paths = {
    accounts: join(folder, 'accounts.csv'),
    users: join(folder, 'users.csv'),
    dashboard: join(folder, 'dashboard.csv'),
    staff: join(folder, 'staff.csv'),
  }
  const numbers = (count: number): Iterable<number> => Array(count).keys()

  write(
    paths.accounts,
    '"Account ID","Account Name","Type","Partner Status","Partner Track","Signed Contract Date","Click-Through Agreement","Account Owner","Public Sector Partner","Billing Country","Billing State/Province","Website"\n',
    numbers(partners),
    (i) => {
      const status = i % 7 === 0 && i !== 7 ? 'Prospect' : 'Authorized'
      return `"0014M000${id(i)}","${name(i)}","Partner","${status}","${i % 3 === 0 ? 'Select' : 'Open'}","4/4/2023","1","Ana Rossi","No",${PLACES[i % PLACES.length]},"www.partner${i}.example"\n`
    },
  )
  const heading =
    'User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
  write(paths.users, `\ufeffAccount Name,${heading}\r\n`, numbers(partners * users), (row) => {
    const i = Math.floor(row / users)
    const held = (n: number): string => (row % n === 0 ? 'True' : 'False')
    return `${name(i)},Łukasz Müller ${row},user${(row * 7919) % 1_000_003}@partner${i}.example,"1 High Street, Floor ""2""",Town,,Germany,+49 30 901820,True,${held(2)},${held(users)},${held(4)},${held(2)},${held(3)},${held(9)},${held(11)}\r\n`
  })
  write(
    paths.dashboard,
    'Certification Tracking Dashboard,,,,,\r\nPartner,Region,Sales Core,SA Core,Open Reqs Met?,Select Reqs Met?\r\n',
    numbers(partners),
    (i) => {
      return i % 25 === 24 ? '' : `${i % 9 === 4 ? name(i).toUpperCase() : name(i)},DE,2,1,${i % 4 === 0 ? 'No' : 'Yes'},No\r\n`
    },
  )
  write(
    paths.staff,
    'ID,NAME,EMAIL,ISACTIVE\n',
    MANAGERS.keys(),
    (i) => `0054M000${id(i)},${MANAGERS[i]},m${i}@vendor.example,true\n`,
  )
  return paths
}

const BADGES = [
  'GitLab Certified Sales Core',
  'GitLab Certified Solution Architect Core',
  'GitLab Certified Professional Services Engineer',
  'GitLab Certified Security Specialist',
]

/** Writes so many certifications for each of the portal users of {@link writeDesk}; gives the path. */
export function writeCertifications(folder: string, partners: number, users: number, each: number): string {
  const path = join(folder, 'certifications.csv')
  const count = partners * users * each
  write(path, 'Name,Email,Partner,Country,Badge,Earned Date,Expiration Date\n', Array(count).keys(), (i) => {
    const row = Math.floor(i / each)
    const partner = Math.floor(row / users)
    const earned = new Date(Date.UTC(2024, 1, 1) + ((i * 37) % 1_000) * 86_400_000)
    const expires = new Date(earned.getTime() + 400 * 86_400_000)
    const day = (date: Date): string => date.toISOString().slice(0, 10)
    const person = `Łukasz Müller ${row},user${(row * 7919) % 1_000_003}@partner${partner}.example`
    return `${person},${nameOf(partner)},Germany,${BADGES[i % BADGES.length]},${day(earned)},${i % 5 === 0 ? '' : day(expires)}\n`
  })
  return path
}

/** The lists of what the partners do: one opportunity for each, and of every few partners a registration, a license, a lead and more. */
export function writeWork(folder: string, partners: number): string[] {
  const every = (step: number): Iterable<number> => Array(Math.floor(partners / step)).keys()
  const day = (i: number): string => new Date(Date.UTC(2026, 7, 1) + (i % 110) * 86_400_000).toISOString().slice(0, 10)
  const list = (name: string, heading: string, step: number, row: (i: number) => string): string => {
    const path = join(folder, `${name}.csv`)
    write(path, `${heading}\n`, every(step), (at) => `${row(at * step)}\n`)
    return path
  }
  const opportunity = (i: number): string => `0064M000${id(i)}`
  return [
    list(
      'opportunities',
      'Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Created Date,Resale Partner,DR - Partner,Order Type,Sales Qualified Source,Channel Manager,Currency,Amount,Net ARR',
      1,
      (i) => {
        const [stage, source] = [i % 3 === 0 ? '8-Closed Won' : '4-Proposal', i % 2 === 0 ? 'Partner Generated' : 'AE Generated']
        const names = `Customer ${i} - New,Customer ${i} Motors,${stage},${day(i)},2026-05-01,${nameOf(i)},${nameOf(i)}`
        return `${opportunity(i)},${names},1. New - First Order,${source},Joe McAninch,USD,${i % 50_000}.50,${i % 40_000}.25`
      },
    ),
    list(
      'registrations',
      'Registration Name,DR - Deal ID,Deal Registration Type,DR-Status,Partner Account,Customer Account,Linked Opportunity ID,Ecosystem Sales Manager,Submitted Date,Approved Date,Expiration Date',
      2,
      (i) => {
        const approved = i % 4 === 0 ? day(i) : ''
        const names = `${nameOf(i)},Customer ${i} Motors,${opportunity(i)},Joe McAninch`
        return `REG${i},DR-${i},Resale,${approved ? 'Approved' : 'Pending Sales Review'},${names},${day(i)},${approved},`
      },
    ),
    list(
      'nfr-licenses',
      'Account ID,Account Name,License Type,Level,Users,Start Date,Expiration Date,Add-On',
      5,
      (i) => `0014M000${id(i)},${nameOf(i)},Self-Managed,Ultimate,10,2026-03-26,2027-03-26,False`,
    ),
    list(
      'leads',
      'Prospect ID,Partner Account,Company,Prospect Name,Prospect Share Status,Partner Prospect Status,Created Date,Accepted Date,Last Updated,GitLab Owned,Campaign',
      2,
      (i) =>
        `P-${i},${nameOf(i)},Company ${i},Ute Weber,${i % 4 === 0 ? 'Accepted' : 'Pending'},,${day(i)},${i % 4 === 0 ? day(i) : ''},${day(i)},Yes,Day`,
    ),
    list(
      'invoices',
      'Invoice: Invoice Number,Invoice Date,Account Name,Opportunity Name,Opportunity ID,Total Amount,Status,Due Date',
      3,
      (i) => `INV${i},${day(i)},${nameOf(i)},Customer ${i} - New,${opportunity(i)},USD ${i}.50,Posted,${day(i + 30)}`,
    ),
    list(
      'letters-issued',
      'Partner,Requester,Requester Email,Letter Date,Expiry,Status',
      10,
      (i) => `${nameOf(i)},Noah Smith,user@partner${i}.example,2026-03-02,2027-03-02,Completed`,
    ),
    list('vouchers', 'Partner,Voucher Code,Used By,Used By Email,Issued,Used,Expiration Date', 5, (i) =>
      [nameOf(i), `PSE-2026-${i}`, 'Mei Smith', `user@partner${i}.example`, '2026-07-01', '2026-08-20', '2026-12-31'].join(','),
    ),
    list(
      'influence',
      'Influence Partner Record,Opportunity Name,Opportunity ID,Influence Partner,Influence Type,Influence Details,Created Date',
      5,
      (i) => `IP-${i},Customer ${i} - New,${opportunity(i)},${nameOf(i)},Customer executive engagement and advocacy,,2026-08-03`,
    ),
    list('psp', 'Partner,PSP,PSP Since,Compliant,Last Reviewed', 5, (i) => `${nameOf(i)},Yes,2025-03-01,Yes,2026-10-15`),
    list(
      'evaluations',
      'Evaluation License,Customer,Partner Account,License Type,Plan,Start Date,Expiration Date,Deal ID',
      5,
      (i) => [`EV-${i}`, `Customer ${i} Motors`, nameOf(i), 'Self-Managed,Ultimate', day(i), day(i + 30), `DR-${i}`].join(','),
    ),
  ]
}

function nameOf(i: number): string {
  return `Partner ${i} ${i === 7 ? 'GmbH' : FORMS[i % FORMS.length]}`
}

function id(i: number): string {
  return [...Array(7).keys()].map((place) => ALPHABET[Math.floor(i / 62 ** (6 - place)) % 62]).join('')
}

function write(path: string, heading: string, numbers: Iterable<number>, row: (i: number) => string): void {
  const fd = openSync(path, 'w')
  let text = heading
  for (const i of numbers) {
    text += row(i)
    if (text.length > 1 << 20) {
      writeSync(fd, text)
      text = ''
    }
  }
  writeSync(fd, text)
  closeSync(fd)
}
