import { failure, PhdError } from '../../errors.ts'
import { type Resolved, resolvePartner } from '../../partners/resolve.ts'
import type { DeskSettings, Engine } from '../../store/engine.ts'
import type { AsOf, RecordReader } from '../../store/store.ts'
import type { Settings } from '../settings.ts'
import { isOfDesk, notUsedHere, settingsAtDesk } from './of-desk.ts'

interface Asking {
  /** What the person who asks has set in `config.json`. */
  own: Settings
  env: NodeJS.ProcessEnv
  flags: { maxAge?: string }
  waitSeconds: number
  asOf: AsOf | null
  /** The partner that is asked about, as it was typed. */
  partner: string | undefined
}

/** What a shared desk was asked before a command began. */
export interface AskedDesk {
  /** The settings that hold for everyone there. */
  settings: Settings
  /** Null: the command line names nobody to look for. */
  foundAhead: FoundAhead | null
}

/** The partner that a command line names, looked for before the command asks. */
interface FoundAhead {
  subject: string
  /** What it was looked for in; another may say something else. */
  store: RecordReader
  found: Promise<Resolved>
}

/**
 * The settings of a shared desk, those that count at it, and what to tell a person, in lines, whose own say something else; meanwhile it
 * looks for a partner. Throws `newer_database` for a setting that this phd does not know, and what opening throws.
 */
export async function askDesk(
  { shared, place }: Engine,
  { own, env, flags, waitSeconds, asOf, partner }: Asking,
): Promise<AskedDesk & { counting: Settings; notes: string[] }> {
  let foundAhead: FoundAhead | null = null
  const lookAhead = (store: RecordReader): void => {
    if (partner === undefined) return
    const found = resolvePartner(store, partner)
    // Whoever asks for it is told.
    found.catch(() => {})
    foundAhead = { subject: partner, store, found }
  }
  const settings = await checkedAtDesk((await shared?.settings({ waitSeconds, asOf, lookAhead })) ?? {}, place)
  const set = Object.entries(own).map(([key, value]) => ({ key, value, by: 'config.json' }))
  const variable = env.PHD_MAX_AGE ? [{ key: 'maxAge', value: Number(env.PHD_MAX_AGE), by: 'PHD_MAX_AGE' }] : []
  const isOverridden = ({ key, by }: { key: string; by: string }): boolean =>
    key === 'maxAge' && (flags.maxAge !== undefined || (variable.length > 0 && by !== 'PHD_MAX_AGE'))
  const told = [...set, ...variable].filter((each) => isOfDesk(each.key) && !isOverridden(each))
  return { settings, foundAhead, counting: settingsAtDesk(own, settings), notes: notUsedHere(told, settings) }
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
