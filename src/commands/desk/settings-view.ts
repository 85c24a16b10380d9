import { changeSentence, type SettingChange } from '../../app/settings/change.ts'
import { settingText } from '../../app/settings/of-desk.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** A setting of a shared desk. */
export interface ListedSetting {
  key: string
  /** Null: nobody set it, and there is no value that stands for that. */
  value: unknown
  origin: 'desk' | 'default'
  about: string
  /** The option that overrides it in one run. */
  option: string | null
  /** What holds where nobody set it, in words. */
  otherwise: string
}

type Change = SettingChange & { entry: number | null }

const SCHEMA = 'phd.desk-settings/1'

/** Prints the settings of a shared desk (phd.desk-settings/1). */
export function settingsView(place: string, settings: readonly ListedSetting[], io: Pick<Io, 'columns'>): Rendering {
  const rows = settings.map(({ key, value, origin, about, otherwise }) => [
    key,
    value === null ? `(${otherwise})` : settingText(value),
    origin,
    about,
  ])
  return {
    table: () => `${table(['SETTING', 'VALUE', 'DECIDED BY', ''], rows, io.columns)}\ndesk: ${safeText(place)}\n`,
    json: () => ({ schema: SCHEMA, place, settings: settings.map(rowOf), change: null }),
    ndjson: () => settings.map((setting) => ({ schema: SCHEMA, ...rowOf(setting) })),
    csv: () =>
      csvForPeople([
        ['key', 'value', 'origin', 'about'],
        ...settings.map(({ key, value, origin, about }) => [key, settingText(value), origin, about]),
      ]),
  }
}

/** Prints what was changed for everyone (phd.desk-settings/1). */
export function settingChangeView(place: string, change: Change, dryRun: boolean): Rendering {
  const { key, before, after, written, entry } = change
  const lines = [
    changeSentence(change, `the settings of ${place}`, dryRun),
    ...(entry === null ? [] : [`  it holds for everyone at this desk; audit entry ${entry}`]),
  ]
  return {
    table: () => `${lines.map(safeText).join('\n')}\n`,
    json: () => ({ schema: SCHEMA, place, settings: [], change }),
    ndjson: () => [{ schema: SCHEMA, place, ...change }],
    csv: () =>
      csvForPeople([
        ['key', 'before', 'after', 'written', 'entry'],
        [key, settingText(before), settingText(after), String(written), String(entry ?? '')],
      ]),
  }
}

function rowOf({ otherwise, ...row }: ListedSetting): object {
  return row
}
