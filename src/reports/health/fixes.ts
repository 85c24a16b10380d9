/** What may be done about findings without a person's judgment, and without touching what is on record. */

import type { Finding } from '../health.ts'
import { closedMode, type Place } from './places.ts'

export type Fix =
  | { code: 'close_to_others'; path: string; mode: number }
  | { code: 'place_files'; files: readonly string[] }
  | { code: 'remove_leftovers'; files: readonly string[] }
  | { code: 'empty_log'; file: string }
  | { code: 'rebuild_indexes'; file: string }
  | { code: 'erase_forgotten'; file: string }

/**
 * What is safe to do. Nothing is done where the database is damaged, and for one whose audit was changed nothing beyond closing it
 * to others.
 */
export function fixesOf(findings: readonly Finding[], places: readonly Place[], isDamaged: boolean): Fix[] {
  if (isDamaged) return []
  const closing = places.flatMap((place): Fix[] => {
    const mode = place.otherOwner === null ? closedMode(place) : null
    return mode === null ? [] : [{ code: 'close_to_others', path: place.path, mode }]
  })
  const fixes: Fix[] = closing
  for (const finding of findings)
    if (finding.code === 'leftover_files') fixes.push({ code: 'remove_leftovers', files: finding.files })
  if (findings.some(({ code }) => code === 'audit_broken')) return fixes
  const waiting = findings.flatMap((finding) => (finding.code === 'recorded_file_missing' && finding.waits ? [finding.path] : []))
  if (waiting.length > 0) fixes.push({ code: 'place_files', files: waiting })
  for (const finding of findings) {
    if (finding.code === 'indexes_damaged') fixes.push({ code: 'rebuild_indexes', file: finding.file })
    if (finding.code === 'not_erased') fixes.push({ code: 'erase_forgotten', file: finding.file })
    if (finding.code === 'log_long') fixes.push({ code: 'empty_log', file: finding.file })
  }
  return fixes
}
