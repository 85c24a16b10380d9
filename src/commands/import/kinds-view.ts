import type { Field, Kind } from '../../records/kind.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'

/** What a cell of each type holds, as a person writes it. */
const HOLDS: Readonly<Record<Field['type'], string>> = {
  text: 'text',
  email: 'email address',
  id: 'Salesforce id',
  date: 'date',
  boolean: 'True or False',
  count: 'whole number',
  money: 'amount',
}

const BELOW = `
A cell is text unless stated otherwise. For the other spellings of each heading: phd import --kinds --kind <kind>
`

/** What a cell of a field holds, in words. */
export function holds(field: Field): string {
  return field.type === 'id' && field.prefix !== '' ? `${HOLDS.id} ${field.prefix}…` : HOLDS[field.type]
}

/** Prints what each kind of file is, where to get it and the headings it goes by (phd.kinds/1); one kind alone in full. */
export function kindsView(kinds: readonly Kind[], io: Io): Rendering {
  const [only, ...others] = kinds
  return {
    table: () =>
      only && others.length === 0 ? inFull(only, io) : io.prose(`${kinds.map((kind) => inShort(kind, io)).join('\n')}${BELOW}`),
    json: () => ({ schema: 'phd.kinds/1', kinds: kinds.map(kindJson) }),
    ndjson: () => kinds.map((kind) => ({ schema: 'phd.kinds/1', ...kindJson(kind) })),
    csv: () =>
      csvForPeople([
        ['kind', 'title', 'field', 'type', 'needed', 'filled', 'key', 'headings', 'about'],
        ...kinds.flatMap(kindCells),
      ]),
  }
}

function kindJson({ kind, title, from, fields, keyFields }: Kind) {
  return {
    kind,
    title,
    from,
    key: keyFields,
    fields: Object.entries(fields).map(([field, each]) => ({
      field,
      type: each.type,
      required: each.required === true,
      oneOf: typeof each.required === 'string' ? each.required : null,
      filled: each.filled,
      idPrefix: each.type === 'id' && each.prefix !== '' ? each.prefix : null,
      headings: each.headings,
      about: each.about,
    })),
  }
}

function kindCells(kind: Kind): string[][] {
  const { kind: name, title, key, fields } = kindJson(kind)
  return fields.map(({ field, type, required, oneOf, filled, headings, about }) => [
    name,
    title,
    field,
    type,
    required ? 'yes' : oneOf === null ? '' : `one of ${oneOf}`,
    filled ? 'yes' : '',
    key.includes(field) ? 'yes' : '',
    headings.join(' | '),
    about,
  ])
}

/** The headings a file of the kind must have, alternatives in one. */
export function neededHeadings({ fields }: Kind): string[] {
  const groups = new Map<string, string[]>()
  for (const [name, { required, headings }] of Object.entries(fields)) {
    if (required === false) continue
    const group = required === true ? `field ${name}` : `one of ${required}`
    groups.set(group, [...(groups.get(group) ?? []), headings[0] ?? name])
  }
  return [...groups.values()].map((headings) => headings.join(' or '))
}

function inShort(kind: Kind, io: Io): string {
  const further = Object.values(kind.fields).filter(({ required }) => required === false)
  return [
    heading(kind, io),
    `  key: ${keyOf(kind)}`,
    `  required: ${neededHeadings(kind).join(' · ')}`,
    `  optional: ${further.map(withType).join(' · ')}`,
    '',
  ].join('\n')
}

function heading({ kind, title, from }: Kind, io: Io): string {
  return `${io.style('bold', kind)}: ${title}\n  from ${from}`
}

function keyOf({ keyFields, fields }: Kind): string {
  return keyFields.map((field) => fields[field]?.headings[0] ?? field).join(' · ')
}

function withType(field: Field): string {
  return field.type === 'text' ? (field.headings[0] ?? '') : `${field.headings[0]} (${holds(field)})`
}

function inFull(kind: Kind, io: Io): string {
  const lines = Object.entries(kind.fields).flatMap(([name, field]) => {
    const [first, ...others] = field.headings
    const needed = neededWord(kind, field)
    return [
      `  ${io.style('bold', first ?? name)}: ${holds(field)}${needed && `, ${needed}`}`,
      `    ${field.about} (field ${name})`,
      ...(others.length > 0 ? [`    also ${others.join(' · ')}`] : []),
    ]
  })
  return io.prose(`${[heading(kind, io), `  key: ${keyOf(kind)}`, '', ...lines].join('\n')}\n`)
}

/** Whether a field of a kind is required, in words; empty where it is not. */
export function neededWord({ fields }: Kind, field: Field): string {
  const { required, filled } = field
  const others = Object.values(fields).filter((each) => each.required === required)
  const either = others.map(({ headings }) => headings[0]).join(' or ')
  const needed = required === true ? ['required'] : required === false ? [] : [`${either} is required`]
  return [...needed, ...(filled ? ['filled in every row'] : [])].join(', ')
}
