import { changeSentence, type SettingChange } from '../../app/settings/change.ts'
import { settingText } from '../../app/settings/of-desk.ts'
import { atHome } from '../../app/user-files.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** A setting as it counts in this run. */
export interface DecidedSetting {
  key: string
  /** Null: nobody set it, and there is no value that stands for that. */
  value: unknown
  origin: 'option' | 'desk' | 'environment' | 'file' | 'default'
  /** The option, the shared desk, the variable or the file that decided it. */
  by: string | null
  about: string
  option: string | null
  variable: string | null
  /** What holds where nobody set it, in words. */
  otherwise: string
}

/** What decided a setting, where that is not named. */
const DECIDED_BY: Partial<Record<DecidedSetting['origin'], string>> = { file: 'config.json', desk: 'this desk' }

interface Shown {
  file: string
  exists: boolean
}

/** Prints every setting with what decided it (phd.config/1). */
export function settingsView({ file, exists }: Shown, settings: readonly DecidedSetting[], io: Pick<Io, 'columns'>): Rendering {
  const rows = () =>
    settings.map(({ key, value, origin, by, about, otherwise }) => [
      key,
      value === null ? `(${otherwise})` : atHome(settingText(value)),
      DECIDED_BY[origin] ?? by ?? 'default',
      about,
    ])
  const place = `config.json: ${safeText(atHome(file))}${exists ? '' : ' (none yet)'}`
  return {
    table: () => `${table(['SETTING', 'VALUE', 'DECIDED BY', ''], rows(), io.columns)}\n${place}\n`,
    json: () => documentOf({ file, exists }, settings, null),
    ndjson: () => settings.map((setting) => ({ schema: 'phd.config/1', ...rowOf(setting) })),
    csv: () => csvOf(settings),
  }
}

/** Prints the value of a setting alone; nothing where it has none (phd.config/1). */
export function valueView(shown: Shown, setting: DecidedSetting): Rendering {
  return {
    table: () => (setting.value === null ? '' : `${safeText(settingText(setting.value))}\n`),
    json: () => documentOf(shown, [setting], null),
    ndjson: () => [{ schema: 'phd.config/1', ...rowOf(setting) }],
    csv: () => csvOf([setting]),
  }
}

/** Prints where the file is (phd.config/1). */
export function pathView(shown: Shown): Rendering {
  return {
    table: () => `${safeText(shown.file)}\n`,
    json: () => documentOf(shown, [], null),
    ndjson: () => [{ schema: 'phd.config/1', ...shown }],
    csv: () =>
      csvForPeople([
        ['file', 'exists'],
        [shown.file, String(shown.exists)],
      ]),
  }
}

/** Prints what was changed in the file (phd.config/1). */
export function changeView(shown: Shown, change: SettingChange, dryRun: boolean): Rendering {
  const { key, before, after, written } = change
  return {
    table: () => `${safeText(changeSentence(change, atHome(shown.file), dryRun))}\n`,
    json: () => documentOf(shown, [], change),
    ndjson: () => [{ schema: 'phd.config/1', ...change }],
    csv: () =>
      csvForPeople([
        ['key', 'before', 'after', 'written'],
        [key, settingText(before), settingText(after), String(written)],
      ]),
  }
}

function rowOf({ otherwise, ...row }: DecidedSetting): object {
  return row
}

function documentOf(shown: Shown, settings: readonly DecidedSetting[], change: SettingChange | null): object {
  return { schema: 'phd.config/1', ...shown, settings: settings.map(rowOf), change }
}

function csvOf(settings: readonly DecidedSetting[]): string {
  const rows = settings.map(({ key, value, origin, by, about }) => [key, settingText(value), origin, by ?? '', about])
  return csvForPeople([['key', 'value', 'origin', 'by', 'about'], ...rows])
}
