/** The settings of a desk, which hold for everyone who works on it: rows of `meta`, each with its value as JSON. */

import type { RecordedBy } from '../audit.ts'
import type { DeskSettings, SettingsChange } from '../engine.ts'
import { NOTED_SETTING as SETTING } from '../moving/desk-rows.ts'
import { MOVED, movedAway, readMoved } from '../moving/moved.ts'
import type { Connection } from './connection/connection.ts'
import { damagedDesk } from './damage.ts'
import { appendAudit } from './recording/audit.ts'
import { recorderOf } from './recording/recorder.ts'
import { refuseOthers } from './roles.ts'
import { MAKING } from './schema.ts'
import { inTransaction, ROLLED_BACK, type Said } from './transaction.ts'

/** The settings that a desk says it has. Throws `database_damaged` for what is not JSON. */
export function settingsIn(said: Said, place: string): DeskSettings {
  const settings = [...said].filter(([name]) => name.startsWith(SETTING))
  try {
    return Object.fromEntries(settings.map(([name, value]) => [name.slice(SETTING.length), JSON.parse(value)]))
  } catch {
    throw damagedDesk(`a setting of ${place} is not JSON`)
  }
}

type Changed = Awaited<ReturnType<typeof changeSettings>>

/**
 * Changes the settings in one transaction, with the entry of the audit that says so, while nobody writes: what was read from a file, or
 * judged, by the old ones is recorded before or refused. Throws `access_refused`, `desk_moved`, and what `change` throws.
 */
export async function changeSettings(
  link: Connection,
  place: string,
  { key, words, change, dryRun, by }: SettingsChange,
): Promise<{ before: DeskSettings; after: DeskSettings; entry: number | null }> {
  await refuseOthers(link, `this login may not change the settings of ${place}`, 'nothing was changed; its administrator can')
  return inTransaction(link, async (): Promise<Changed | { [ROLLED_BACK]: Changed }> => {
    await link.run(MAKING)
    const said = new Map(await link.lists<[string, string]>('SELECT name, value FROM meta'))
    // Whoever had the lock before may have moved the desk.
    const moved = readMoved(said.get(MOVED))
    if (moved) throw movedAway(place, moved)
    const before = settingsIn(said, place)
    const after = await change(before)
    const isSame = JSON.stringify(before[key]) === JSON.stringify(after[key])
    if (isSame || dryRun) return { [ROLLED_BACK]: { before, after, entry: null } }
    await keep(link, key, after[key])
    return { before, after, entry: await note(link, by, { key, before: words(before), after: words(after) }) }
  })
}

async function keep(link: Connection, key: string, value: unknown): Promise<void> {
  if (value === undefined) {
    await link.change('DELETE FROM meta WHERE name = $1', [SETTING + key])
    return
  }
  await link.change('INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [
    SETTING + key,
    JSON.stringify(value),
  ])
}

/** Records the change; the number of the entry. */
async function note(
  link: Connection,
  by: RecordedBy,
  body: { key: string; before: string | null; after: string | null },
): Promise<number> {
  const recording = await recorderOf(link, by)()
  const entry = { action: 'desk_setting_changed', partnerId: null, body, evidence: null, request: null } as const
  const [added] = await appendAudit(link, [entry], recording)
  return added?.id ?? 0
}
