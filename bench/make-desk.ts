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
