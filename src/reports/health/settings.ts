/** What is wrong with the user's settings. */

import type { Level } from './level.ts'

export interface SettingsFacts {
  /** Why `config.json` was not used, with what to do; null: it was, or there is none. */
  failure: { message: string; hint: string | null } | null
}

export interface SettingsFinding {
  code: 'settings_unusable'
  level: Level
  message: string
  hint: string | null
}

/** A finding where the settings cannot be used: no other command runs then. */
export function settingsFindings({ failure }: SettingsFacts): SettingsFinding[] {
  return failure ? [{ code: 'settings_unusable', level: 'problem', ...failure }] : []
}
