import { foldCode, joinKey } from '../key.ts'
import { date, defineKind, email, type RecordOf, text } from '../kind.ts'
import { foldName } from '../name.ts'

/** Who does or approves what, from when to when, and who covers meanwhile: the desk's own list. */
export const roles = defineKind({
  kind: 'roles',
  title: 'roles and who holds them',
  from: 'a sheet of the desk: a person and role a row, with the first day; one more row for each absence; as CSV',
  fields: {
    role: text(['Role'], 'What the person does or approves', { required: true, filled: true }),
    scope: text(['For', 'Scope'], 'Region, segment, department or distributor it is for; blank: all'),
    person: text(['Person', 'Held By', 'Holder'], 'Name; blank where no one is named', { required: true }),
    email: email(['Email', 'E-Mail', 'Email Address'], 'Address'),
    firstDay: date(['From', 'Since', 'Valid From'], 'First day', { required: true, filled: true }),
    lastDay: date(['To', 'Until', 'Valid To'], 'Last day; blank: until further notice'),
    backup: text(['Backup', 'Backup Approver', 'Delegate', 'Covered By'], 'Who covers while the person is out'),
    outFrom: date(['Out From', 'Away From'], 'First day out'),
    outTo: date(['Out To', 'Out Until', 'Away To'], 'Last day out'),
    namedBy: text(['Named By'], 'The page that names the person, where no one else has confirmed it'),
    whereKept: text(['Where To Look', 'Link'], 'Where the names are kept'),
    note: text(['Note', 'Notes'], 'Notes'),
  },
  key: ({ role, scope, person, firstDay, outFrom }) =>
    joinKey(
      role === null ? null : foldCode(role),
      foldCode(scope ?? ''),
      foldName(person ?? '').folded,
      firstDay,
      // Each absence is a row of its own.
      outFrom ?? '',
    ),
  keyFields: ['role', 'scope', 'person', 'firstDay', 'outFrom'],
  people: [{ email: 'email', name: 'person', more: [] }],
  whole: { by: 'role' },
})

export type RoleRow = RecordOf<(typeof roles)['fields']>
