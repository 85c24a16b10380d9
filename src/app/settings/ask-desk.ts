import { failure, PhdError } from '../../errors.ts'
import type { DeskSettings, Engine } from '../../store/engine.ts'
import type { AsOf } from '../../store/store.ts'
import type { Settings } from '../settings.ts'
import { isOfDesk, notUsedHere, settingsAtDesk } from './of-desk.ts'

interface Asking {
  /** What the person who asks has set in `config.json`. */
  own: Settings
  env: NodeJS.ProcessEnv
  flags: { maxAge?: string }
  waitSeconds: number
  asOf: AsOf | null
}

/**
 * The settings of a shared desk, those that count at it, and what to tell a person, in lines, whose own say something else. Throws `newer_database`
 * for a setting that this phd does not know, and what opening throws.
 */
export async function deskSettingsFor(
  { shared, place }: Engine,
  { own, env, flags, waitSeconds, asOf }: Asking,
): Promise<{ desk: Settings; counting: Settings; notes: string[] }> {
  const desk = await checkedAtDesk((await shared?.settings({ waitSeconds, asOf })) ?? {}, place)
  const set = Object.entries(own).map(([key, value]) => ({ key, value, by: 'config.json' }))
  const variable = env.PHD_MAX_AGE ? [{ key: 'maxAge', value: Number(env.PHD_MAX_AGE), by: 'PHD_MAX_AGE' }] : []
  const isOverridden = ({ key, by }: { key: string; by: string }): boolean =>
    key === 'maxAge' && (flags.maxAge !== undefined || (variable.length > 0 && by !== 'PHD_MAX_AGE'))
  const told = [...set, ...variable].filter((each) => isOfDesk(each.key) && !isOverridden(each))
  return { desk, counting: settingsAtDesk(own, desk), notes: notUsedHere(told, desk) }
}

/** The settings of a desk, checked as those of `config.json` are. What checks them is read only where there are some. */
async function checkedAtDesk(settings: DeskSettings, place: string): Promise<Settings> {
  if (Object.keys(settings).length === 0) return {}
  const { checkSettings } = await import('../settings.ts')
  try {
    return checkSettings(settings, null)
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    throw failure(
      'newer_database',
      `${place} has a setting that this phd cannot use: ${error.message}`,
      'update phd; or see the settings of the desk: phd desk settings',
    )
  }
}
