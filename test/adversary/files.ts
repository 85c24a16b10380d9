import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyRow, ExportFile, KindName } from './model.ts'

/** The headings of each kind, and what stands below them; a broken row has a cell that cannot be read. */
const COLUMNS: { [K in KindName]: Readonly<Record<string, (row: Extract<AnyRow, { kind: K }>) => string>> } = {
  accounts: {
    'Account ID': ({ id }) => id.slice(0, 15),
    'Account Name': ({ name }) => name.text,
    Type: ({ type }) => type,
    'Partner Status': ({ status }) => status,
    'Partner Track': ({ track }) => track,
    'Account Owner': () => 'Ida Berg',
    'Signed Contract Date': ({ broken, signed }) => (broken === null ? signed : '4/31/2023'),
    'Click-Through Agreement': ({ clickThrough }) => clickThrough,
  },
  certification_dashboard: {
    'Account ID': ({ id }) => id ?? '',
    Partner: ({ name }) => name.text,
    Region: ({ region }) => region,
    'SA Core': ({ broken, saCore }) => (broken === null ? saCore : 'two'),
    PSE: ({ pse }) => pse,
    'Open Reqs Met?': ({ openReqs }) => openReqs,
    'Select Reqs Met?': ({ selectReqs }) => selectReqs ?? '',
  },
  portal_users: {
    'Crm Id': ({ id }) => id ?? '',
    'Account Name': ({ name }) => name.text,
    'User: Full Name': ({ email }) => `Person ${email.split('@')[0]}`,
    'User: Email': ({ email }) => email,
    'User: Account Activated': ({ activated }) => activated,
    'User: SA Verified': ({ broken, saVerified }) => (broken === null ? saVerified : 'maybe'),
    'User: Sales Badged': () => 'True',
    'User: Sales Certified': () => 'True',
    'User: PSE Certified 2020': ({ pse2020 }) => pse2020,
    'User: PSE Certified 2021': ({ pse2021 }) => pse2021,
  },
  nfr_licenses: {
    'Account ID': ({ id }) => id ?? '',
    'Account Name': ({ name }) => name.text,
    'License Type': ({ type }) => type,
    Level: () => 'Ultimate',
    Users: ({ users }) => users,
    'Start Date': ({ start }) => start,
    'Expiration Date': ({ broken, end }) => (broken === null ? end : 'soon'),
    'Add-On': () => 'False',
  },
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The lines of a file as its system prints them. */
export function linesOf({ kind, titles, footer, without, rows }: ExportFile): string[] {
  const columns = Object.entries(COLUMNS[kind]).filter(([heading]) => !without.includes(heading))
  return [
    ...titles,
    columns.map(([heading]) => cell(heading)).join(','),
    ...rows.map((row) => columns.map(([, print]) => cell(print(row as never))).join(',')),
    ...footer,
  ]
}

export function writeFile(folder: string, file: ExportFile): void {
  const path = join(folder, file.name)
  writeFileSync(
    path,
    linesOf(file)
      .map((line) => `${line}\n`)
      .join(''),
  )
  utimesSync(path, new Date(file.modifiedAt), new Date(file.modifiedAt))
}
