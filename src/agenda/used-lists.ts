/** What a desk says it does not use is left out of what is due, by the list it comes from. */

import { optionalLists } from '../records/kinds.ts'
import type { AgendaCode, AgendaDoubt, AgendaItem } from '../reports/agenda.ts'
import type { MarkedItem } from '../reports/digest.ts'

interface Kept<Source> {
  items: readonly AgendaItem[]
  doubts: readonly AgendaDoubt[]
  sources: readonly Source[]
}

/** What falls due by the rows of each list. What was recorded in phd itself is of no list, whatever its code. */
const FALLS_DUE: Readonly<Record<string, readonly AgendaCode[]>> = {
  deal_registrations: ['deal_answer', 'deal_ends', 'deal_over', 'deal_conflict'],
  nfr_licenses: ['license_ends'],
  nfr_requests: ['license_request', 'exception_request'],
  letters_issued: ['letter_ends'],
  leads: ['lead_recall'],
  evaluation_licenses: ['evaluation_ends'],
  vouchers: ['voucher_ends'],
  rebate_exceptions: ['rebate_pay', 'rebate_review'],
}

/** All but what comes from the lists of some kinds. */
export function usedOnly<Source extends { kind: string }>(all: Kept<Source>, notUsed: readonly string[]): Kept<Source> {
  const isUsed = (kind: string | null): boolean => kind === null || !notUsed.includes(kind)
  const codes = new Set(notUsed.flatMap((kind) => FALLS_DUE[kind] ?? []))
  const rejected = new Set(notUsed.map((kind) => `rows_rejected ${kind}`))
  return {
    items: all.items.filter(({ code, key, evidence }) => {
      if (rejected.has(key)) return false
      return !codes.has(code) || evidence.some(({ auditEntry }) => auditEntry !== null)
    }),
    doubts: all.doubts.filter(({ kind }) => isUsed(kind)),
    sources: all.sources.filter(({ kind }) => isUsed(kind)),
  }
}

/** What was marked and is known to be gone: what may only have been left out since is not. */
export function goneOfUsed(gone: readonly MarkedItem[], notUsed: readonly string[]): MarkedItem[] {
  const keys = new Set(notUsed.flatMap((kind) => [...(FALLS_DUE[kind] ?? []), `rows_rejected ${kind}`, 'names_unlinked']))
  // A row of the form has a hash for its number.
  if (notUsed.includes('nfr_requests')) keys.add('nfr_request')
  const isForm = (key: string): boolean => /^nfr_request [0-9a-f]{16}$/.test(key)
  return gone.filter(({ key }) => {
    const [code = ''] = key.split(' ')
    return !keys.has(key) && (!keys.has(code) || (code === 'nfr_request' && !isForm(key)))
  })
}

/** The lists of some kinds, as people call them. */
export function listTitles(notUsed: readonly string[]): string {
  return optionalLists
    .filter(({ kind }) => notUsed.includes(kind))
    .map(({ title }) => title)
    .join(', ')
}
