import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Printed, World } from './world.ts'

/** One file of the world: when it was exported, and its lines. */
export interface ExportFile {
  name: string
  day: string
  lines: string[]
}

/** The files of a world in the order of their days: the registrations of each step, the rest with the last. */
export function filesOf(world: World): ExportFile[] {
  const last = world.steps.at(-1) ?? world.today
  const steps = world.steps.map((day, step) => {
    const rows = world.registrations.flatMap(({ at }) => at[step] ?? [])
    return { name: `registrations-${step}.csv`, day, lines: registrationLines(rows) }
  })
  const others = {
    calendar: calendarLines,
    accounts: accountLines,
    people: peopleLines,
    dashboard: dashboardLines,
    opportunities: opportunityLines,
  }
  return [
    ...Object.entries(others).map(([name, print]) => ({ name: `${name}.csv`, day: last, lines: print(world) })),
    ...steps,
  ].filter(({ lines }) => lines.length > 1)
}

/** Writes a file as if it was exported at six in the morning of its day. */
export function writeExport(folder: string, { name, day, lines }: ExportFile): void {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  utimesSync(path, new Date(`${day}T06:00:00Z`), new Date(`${day}T06:00:00Z`))
}

/** The line of a registration in the last file, by its name without case and outer spaces. */
export function linesInLast(world: World): Map<string, number> {
  const rows = world.registrations.flatMap(({ at }) => at.at(-1) ?? [])
  return new Map(rows.map(({ name }, i) => [name.trim().toUpperCase(), i + 2]))
}

const row = (cells: readonly string[]): string => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')

/** Month first, as a Salesforce in the United States prints it. */
function salesforceDay(day: string | null): string {
  if (day === null) return ''
  const [year, month, date] = day.split('-')
  return `${Number(month)}/${Number(date)}/${year}`
}

function registrationLines(printed: readonly Printed[]): string[] {
  const headings = [
    ...['Registration Name', 'DR - Deal ID', 'Deal Registration Type', 'DR-Status', 'Partner Account', 'Partner Account ID'],
    ...[
      'Customer Account',
      'Linked Opportunity ID',
      'Ecosystem Sales Manager',
      'Submitted Date',
      'Approved Date',
      'Expiration Date',
    ],
  ]
  const rows = printed.map((each) =>
    row([
      ...[each.name, each.dealId, each.type, each.status, each.partner, each.partnerId, each.customer, each.opportunityId],
      ...[each.manager, salesforceDay(each.submitted), salesforceDay(each.approved), salesforceDay(each.expires)],
    ]),
  )
  return [row(headings), ...rows]
}

function calendarLines({ calendar }: World): string[] {
  const rows = calendar.map(({ day, last, name, region }) => row([day, last ?? '', name, 'Holiday', region]))
  return [row(['Date', 'Last Day', 'Name', 'What', 'Region']), ...rows]
}

function accountLines({ accounts }: World): string[] {
  const rows = accounts.map(({ id, name, type, status }, i) =>
    row([i % 2 ? id : id.slice(0, 15), name, type, status, 'Open', 'Ida Berg']),
  )
  return [row(['Account ID', 'Account Name', 'Type', 'Partner Status', 'Partner Track', 'Account Owner']), ...rows]
}

function opportunityLines({ opportunities, today }: World): string[] {
  const rows = opportunities.map(({ id, name, stage }, i) =>
    row([i % 2 ? id : id.slice(0, 15), name, stage, `12/31/${today.slice(0, 4)}`]),
  )
  return [row(['Opportunity ID', 'Opportunity Name', 'Stage', 'Close Date']), ...rows]
}

/** Three people a partner at most: one who sells, one who is technical only, one who is not active. */
function peopleLines({ accounts }: World): string[] {
  const headings = ['Crm Id', 'Account Name', 'User: Full Name', 'User: Email', 'User: Account Activated', 'User: SA Verified']
  const trainings = ['User: Sales Badged', 'User: Sales Certified', 'User: PSE Certified 2020', 'User: PSE Certified 2021']
  const rows = accounts.flatMap(({ id, name, type, training }, i) => {
    if (type !== 'Partner' || training === 'nobody') return []
    const person = (n: number, activated: boolean, badged: boolean, certified: boolean, technical: boolean): string => {
      const told = [activated, technical, badged, certified, technical, false].map((each) => (each ? 'True' : 'False'))
      return row([id, name, `Person ${n} of ${i}`, `p${n}@partner${i}.example`, ...told])
    }
    if (training === 'met') return [person(1, true, i % 2 === 0, i % 2 === 1, false), person(2, true, false, false, true)]
    if (training === 'none') return [person(1, true, false, false, true), person(2, true, false, false, false)]
    return [person(1, false, true, true, true)]
  })
  return [row([...headings, ...trainings]), ...rows]
}

function dashboardLines({ accounts }: World): string[] {
  const rows = accounts.flatMap(({ id, name, type, training }) => {
    if (type !== 'Partner' || training === 'nobody' || training === 'inactive') return []
    return [row([id, name, 'EMEA', 'Open', training === 'met' ? '1' : '0', '0', '1', '1', training === 'met' ? 'Yes' : 'No'])]
  })
  return [
    row(['Account ID', 'Partner', 'Region', 'Track', 'Sales Core', 'Sales Pro', 'SA Core', 'PSE', 'Open Reqs Met?']),
    ...rows,
  ]
}
