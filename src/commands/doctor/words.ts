/** Finds the words that no rule knows, in the fields that rules compare. */

import { bareWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import type { Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { certificationDashboard } from '../../records/kinds/certification-dashboard.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { leads } from '../../records/kinds/leads.ts'
import { otherWordsOf, readDealPolicyFile } from '../../reference/deals.ts'
import { readLeadPolicyFile } from '../../reference/leads.ts'
import { KNOWN_WORDS_FILE, readKnownWords } from '../../reference/overview/known-words.ts'
import { readCamPolicyFile } from '../../reference/reference.ts'
import type { UnknownWord, UnknownWords, WordEffect } from '../../reports/health/words.ts'
import { decidingWord, isOneOf, programOf, statusRule } from '../../rules/deals/status.ts'
import { inForce } from '../../rules/policy.ts'
import type { RecordReader } from '../../store/store.ts'

type Values = Readonly<Record<string, string | null>>

/** A field that a rule compares; `unknown` gives the word of a row where no rule knows it. */
interface Compared {
  kind: Kind
  field: string
  effect: WordEffect
  knownIn: string
  /** The other fields that decide whether the word counts. */
  beside: readonly string[]
  unknown(values: Values): string | null
}

/** The fields with the words in them that no rule knows on this day (YYYY-MM-DD), as the store has them. */
export async function unknownWords(store: RecordReader, today: string): Promise<UnknownWords[]> {
  const found = await store.together(...comparedFields(today).map((compared) => () => unknownIn(store, compared)))
  return found.flat()
}

/** What is found in a field; nothing where the list of it was never imported. */
async function unknownIn(store: RecordReader, compared: Compared): Promise<UnknownWords[]> {
  const { kind, field, beside, effect, knownIn } = compared
  if (!(await store.wasImported(kind))) return []
  const rows = await store.wordsIn(kind, [field, ...beside])
  const words = new Map<string, UnknownWord>()
  for (const { values, rows: count, source } of rows) {
    const word = compared.unknown(Object.fromEntries([field, ...beside].map((name, i) => [name, values[i] ?? null])))
    if (word === null) continue
    const known = words.get(foldCode(word))
    words.set(foldCode(word), { word: known?.word ?? word, rows: (known?.rows ?? 0) + count, source: known?.source ?? source })
  }
  const heading = kind.fields[field]?.headings[0] ?? field
  return [{ kind: kind.kind, title: kind.title, field, heading, effect, knownIn, words: [...words.values()] }]
}

function comparedFields(today: string): Compared[] {
  const ofPartner = (field: string, effect: WordEffect): Compared => {
    const known = readKnownWords(accounts.kind, field)
    const unknown = (values: Values) => (isPartnerRow(values) ? unlessKnown(values[field], known) : null)
    return { kind: accounts, field, effect, knownIn: KNOWN_WORDS_FILE, beside: ['type'], unknown }
  }
  const answer = (field: string): Compared => ({
    kind: certificationDashboard,
    field,
    effect: 'requirements_unknown',
    knownIn: 'the dashboard: only Yes and No count',
    beside: [],
    unknown: (values) => unlessKnown(values[field], ['Yes', 'No']),
  })
  const fields = [
    ofPartner('status', 'never_eligible'),
    ofPartner('track', 'track_unknown'),
    answer('openReqsMet'),
    answer('selectReqsMet'),
    ...dealFields(today),
    ...leadFields(today),
  ]
  const cam = inForce<ReturnType<typeof readCamPolicyFile>['versions'][number]>(readCamPolicyFile().versions, today)
  if (cam) {
    const { yes, no } = cam.publicSector
    const unknown = (values: Values) =>
      isPartnerRow(values) ? unlessKnown(values.publicSector?.replace(/\.\s*$/, ''), [...yes, ...no]) : null
    const known = { effect: 'owner_unknown', knownIn: 'data/policies/cam.json' } as const
    fields.push({ kind: accounts, field: 'publicSector', ...known, beside: ['type'], unknown })
  }
  return fields
}

function dealFields(today: string): Compared[] {
  const file = readDealPolicyFile()
  const policy = inForce<(typeof file.versions)[number]>(file.versions, today)
  if (!policy) return []
  const others = otherWordsOf(file, policy).map(({ status }) => status)
  const known = { kind: dealRegistrations, knownIn: 'data/policies/deals.json' } as const
  const worded = ({ type = null, status = null, serviceAttachStatus = null }: Values) => ({ type, status, serviceAttachStatus })
  return [
    {
      ...known,
      field: 'type',
      effect: 'deal_program_unknown',
      beside: [],
      unknown: (values) => (programOf(worded(values), policy) === null ? unlessKnown(values.type, []) : null),
    },
    {
      ...known,
      field: 'status',
      effect: 'deal_unknown',
      beside: ['type', 'serviceAttachStatus'],
      unknown: (values) => {
        const word = decidingWord(worded(values), policy)
        return statusRule(worded(values), policy) || isOneOf(word, others) ? null : unlessKnown(word, [])
      },
    },
  ]
}

function leadFields(today: string): Compared[] {
  const { versions } = readLeadPolicyFile()
  const policy = inForce<(typeof versions)[number]>(versions, today)
  if (!policy) return []
  return (['shareStatus', 'status', 'ownership'] as const).map((field) => ({
    kind: leads,
    field,
    effect: field === 'ownership' ? 'lead_owner_unknown' : 'lead_unknown',
    knownIn: 'data/policies/leads.json',
    beside: [],
    unknown: (values) => unlessKnown(values[field], Object.values(policy[field]).flat()),
  }))
}

function isPartnerRow({ type }: Values): boolean {
  return type == null || bareWord(type).trim().toLowerCase() === 'partner'
}

/** A word as the file has it, unless it is blank or known; case, spaces, hyphens and invisible characters apart. */
function unlessKnown(word: string | null | undefined, known: readonly string[]): string | null {
  const bare = bareWord(word ?? '').trim()
  return bare === '' || known.some((each) => foldCode(each) === foldCode(bare)) ? null : bare
}
