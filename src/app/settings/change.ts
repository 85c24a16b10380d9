/** What was changed of settings, in words. */

import { settingText } from './of-desk.ts'

/** A change of `config.json`, or of the settings of a shared desk. */
export interface SettingChange {
  key: string
  before: unknown
  after: unknown
  /** Whether it was written; false in a dry run, and where it was so already. */
  written: boolean
}

/** A change in one sentence; `where`: what the settings are in. */
export function changeSentence({ key, before, after, written }: SettingChange, where: string, dryRun: boolean): string {
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  if (after === null) {
    if (isSame) return `${key} is not in ${where}; nothing to remove`
    return written
      ? `removed ${key} from ${where}; it was ${settingText(before)}`
      : `would remove ${key} (${settingText(before)}) from ${where}`
  }
  if (isSame) return `${key} is ${settingText(after)} in ${where} already`
  const was = before === null ? '' : `; it was ${settingText(before)}`
  return `${dryRun ? 'would set' : 'set'} ${key} to ${settingText(after)} in ${where}${was}`
}
