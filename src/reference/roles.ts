/** Roles as they come with phd: the pages' names, each with its page and the first day of it. */

import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { RoleRow } from '../records/kinds/roles.ts'
import type { RolePolicy } from '../rules/standing/holders.ts'
import { readAuthorities } from './authorities.ts'
import { readData, readReference } from './data-files.ts'
import type { BackgroundVersion, PolicyText } from './reference.ts'

const filled = v.pipe(
  v.string(),
  v.transform((cell) => cell.trim() || null),
)
const isoDay = v.pipe(v.string(), v.isoDate())
const rows = v.array(
  v.pipe(
    v.object({
      Role: v.pipe(v.string(), v.nonEmpty()),
      For: filled,
      Person: filled,
      Email: filled,
      From: isoDay,
      To: filled,
      Backup: filled,
      'Out From': filled,
      'Out To': filled,
      'Named By': filled,
      'Where To Look': filled,
      Note: filled,
    }),
    v.transform(
      (row): RoleRow => ({
        role: row.Role,
        scope: row.For,
        person: row.Person,
        email: row.Email,
        firstDay: row.From,
        lastDay: row.To,
        backup: row.Backup,
        outFrom: row['Out From'],
        outTo: row['Out To'],
        namedBy: row['Named By'],
        whereKept: row['Where To Look'],
        note: row.Note,
      }),
    ),
  ),
)

/** The file of the roles that come with phd. */
export const SHIPPED_ROLES = 'roles.csv'

/** The roles that come with phd, row by row: the first is on the second line. */
export function readShippedRoles(): RoleRow[] {
  return readData(SHIPPED_ROLES, rows, (text) => parse(text, { columns: true, bom: true, skip_empty_lines: true }))
}

/** Those who may approve decisions against a check, as roles; they are kept in `data/authorities.json` alone. */
export function readApprovers(): RoleRow[] {
  return readAuthorities().roles.flatMap(({ title, people, named, about }): RoleRow[] => {
    const one = {
      role: 'Approver of decisions against a check',
      scope: title,
      email: null,
      backup: null,
      outFrom: null,
      outTo: null,
    }
    const rest = { namedBy: named.by, whereKept: null, note: about }
    if (people.length === 0) return [{ ...one, ...rest, person: null, firstDay: named.since, lastDay: null }]
    return people.map(({ name, from, to }) => ({ ...one, ...rest, person: name, firstDay: from ?? named.since, lastDay: to }))
  })
}

const policies = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(isoDay),
      to: v.nullable(isoDay),
      about: v.string(),
      source: v.string(),
      confirmDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  background: v.array(v.object({ version: v.string(), known: v.string(), source: v.string(), rule: v.array(v.string()) })),
})
export type RolePolicyFile = { versions: (RolePolicy & PolicyText)[]; background: BackgroundVersion[] }

/** How long a page's names count as they stand: its versions, oldest first. */
export function readRolePolicyFile(): RolePolicyFile {
  return readReference('policies/roles.json', policies)
}
