/** Who should own a partner account (Partner Help Desk, Channel Manager Ownership in SFDC - Accounts and Opportunities). */

import { isDamagedWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import { fromRows, isOneOf, isSameName, open, publicSectorFlag, reason } from './rows.ts'
import type { AccountFacts, CamPolicy, CamTables, CountryGroups, Ownership, PlaceText, Reason, Region } from './types.ts'

/** Who should own an account, by its table. */
export function accountOwnership(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const byTable = byPlace(account, tables, policy)
  if (byTable.decision !== 'assigned' || byTable.region === 'US-PubSec') return byTable
  const others = tables.ofPartner(account).filter((row) => isOneOf(row.table, policy.mappedByPartner.also))
  const other = others.find(({ manager }) => manager !== null && !isSameName(manager, byTable.manager ?? ''))
  if (!other) return byTable
  const facts = { manager: other.manager, table: other.table, territory: byTable.manager, rule: byTable.via?.rule ?? null }
  return {
    ...byTable,
    decision: 'conflict',
    manager: null,
    reasons: [{ code: 'mapped_by_partner_too', facts }],
    rows: [...byTable.rows, { row: other, groups: null }],
  }
}

function byPlace(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const { country, track } = account
  const flag = publicSectorFlag(account.publicSector, policy)
  if (country.code === null) return open('needs_review', null, placeReason('country', country))
  const isUs = country.code === 'US'
  if (flag === 'yes') {
    return isUs
      ? publicSector(account, tables, policy)
      : open('needs_review', null, reason('public_sector_abroad', { country: country.text }))
  }
  if (isUs && flag === 'unknown')
    return open('needs_review', 'AMER', reason('public_sector_unknown', { value: account.publicSector }))
  if (isUs) return byState(account, tables, policy)
  const [groups, again] = tables.groupsOf(country.code)
  if (!groups) return open('unmapped', null, reason('country_not_listed', { country: country.text }))
  if (again) return open('conflict', null, reason('country_twice', { country: country.text }))
  if (groups.doubt) {
    const { file, line } = groups.doubt
    return open(
      'needs_review',
      null,
      reason('row_set_aside', { file, line: String(line), row: `countries: ${country.text}` }),
      groups,
    )
  }
  const isEmea = groups.emeaSelect !== null || groups.emeaOpen !== null
  if (groups.apac !== null && isEmea) return open('conflict', null, reason('country_in_two_regions', { country: country.text }))
  if (groups.apac !== null) return byGroup(policy.tables.apac, groups.apac, 'APAC', groups)
  if (!isEmea) {
    return open('unmapped', null, reason('nobody_for_country', { country: country.text, basis: groups.basis }), groups)
  }
  const folded = foldCode(track ?? '')
  if (folded !== 'open' && folded !== 'select') return open('needs_review', 'EMEA', reason('track_neither', { track }), groups)
  const [table, group] =
    folded === 'open' ? [policy.tables.emeaOpen, groups.emeaOpen] : [policy.tables.emeaSelect, groups.emeaSelect]
  if (group === null) return open('unmapped', 'EMEA', reason('nobody_for_track', { table, country: country.text }), groups)
  return byGroup(table, group, 'EMEA', groups)

  function byGroup(name: string, group: string, region: Region, row: CountryGroups): Ownership {
    return fromRows(tables.ofTerritory(name, group), tables.has(name), { table: name, territory: group, region, groups: row })
  }
}

/** Who should own a US public sector account: one manager for the track Open, by partner for any other. */
export function publicSector(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const name = policy.tables.usPubSec
  const region: Region = 'US-PubSec'
  const isOpen = foldCode(account.track ?? '') === foldCode(policy.usPubSecTrack)
  const territory = isOpen ? `US PubSec ${policy.usPubSecTrack}` : 'US PubSec'
  if (isOpen)
    return fromRows(tables.ofTerritory(name, policy.usPubSecTrack), tables.has(name), { table: name, territory, region })
  const rows = tables.ofPartner(account).filter((row) => isOneOf(row.table, policy.mappedByPartner.usPubSec))
  // A damaged track may be the one whose accounts all have one manager.
  if (rows.length > 0 && !isDamagedWord(account.track)) return fromRows(rows, true, { table: name, territory, region })
  return open('needs_review', region, reason('public_sector_by_partner', { track: account.track, partner: account.name }))
}

/** The first three digits of a US ZIP code; null if it is not one. */
function zipPrefix(zip: string): number | null {
  const digits = /^(\d{3})\d{2}(?:[- ]?\d{4})?$/.exec(zip.trim())?.[1]
  return digits === undefined ? null : Number(digits)
}

/**
 * By the state, unless the address contradicts it. If the state's name also means another place, as "Washington" does, the owner is
 * unknown; else the state decides, but the account needs review before any change.
 */
function byState(account: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const found = byStateAlone(account, tables, policy)
  const { state } = account
  const contradiction = contradictionOf(account)
  if (state.code === null || found.decision === 'needs_review' || !contradiction) return found
  const isSameWord = policy.sameWord.some(
    (own) => own.includes(state.code ?? '') && own.some((other) => other !== state.code && contradiction.states.includes(other)),
  )
  if (found.decision === 'assigned' && !isSameWord) return { ...found, hold: contradiction.why }
  const reasons = found.decision === 'assigned' ? [] : found.reasons
  return { ...open('needs_review', 'AMER', contradiction.why), reasons: [contradiction.why, ...reasons], rows: found.rows }
}

/** The part of the address that is in another state than the account's, and why that is known. */
function contradictionOf({ state, zip, city }: AccountFacts): { states: readonly string[]; why: Reason } | null {
  if (state.code === null) return null
  const facts = { state: state.text, zip: zip.text, city: city.text }
  if (/\d/.test(zip.text ?? '')) {
    if (zip.states === null) return { states: [], why: reason('zip_not_read', facts) }
    if (zip.states.length === 0) return { states: [], why: reason('zip_of_no_state', facts) }
    if (!zip.states.includes(state.code))
      return { states: zip.states, why: reason('zip_contradicts_state', { ...facts, lies: zip.states.join(' or ') }) }
  }
  if (city.states === null || city.states.includes(state.code)) return null
  return { states: city.states, why: reason('city_contradicts_state', facts) }
}

function byStateAlone({ state, zip: { text: zip } }: AccountFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const table = policy.tables.amer
  if (state.code === null) return open('needs_review', 'AMER', placeReason('state', state))
  const whole = tables.ofTerritory(table, state.code)
  const parts = policy.splits.filter((split) => split.state === state.code)
  const isDivided = parts.some(({ territory }) => tables.ofTerritory(table, territory).length > 0)
  if (!isDivided) return fromRows(whole, tables.has(table), { table, territory: state.code, region: 'AMER' })
  const facts = { state: state.text, zip }
  if (!zip?.trim()) return open('needs_review', 'AMER', reason('zip_blank', facts))
  const prefix = zipPrefix(zip)
  if (prefix === null) return open('needs_review', 'AMER', reason('zip_unreadable', facts))
  const part = parts.find(({ from, to }) => from <= prefix && prefix <= to)
  if (!part) return open('needs_review', 'AMER', reason('zip_of_another_state', facts))
  const rows = [...whole, ...tables.ofTerritory(table, part.territory)]
  return fromRows(rows, true, { table, territory: part.territory, region: 'AMER' })
}

function placeReason(what: 'country' | 'state', { text }: PlaceText): Reason {
  return reason(text?.trim() ? `${what}_unknown` : `${what}_blank`, { [what]: text })
}
