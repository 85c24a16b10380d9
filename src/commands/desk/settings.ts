/** The settings that hold for everyone at a shared desk. */

import { type Context, recordedBy } from '../../app/context.ts'
import { type Keeping, pathOf, valueAt, withoutSetting, withSetting } from '../../app/settings/edit.ts'
import { isOfDesk, OF_DESK, settingText } from '../../app/settings/of-desk.ts'
import { type Declared, NOT_IN_FILE, SETTINGS, unknownSetting } from '../../app/settings.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { DeskSettings } from '../../store/engine.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { type ListedSetting, settingChangeView, settingsView } from './settings-view.ts'
import { sharedDesk } from './shared.ts'

/** What the desk keeps. */
const AT_DESK: Keeping = {
  command: 'phd desk',
  checkKey: (path) => {
    const [key = ''] = path
    if (isOfDesk(key)) return
    if (Object.hasOwn(SETTINGS, key))
      throw usageError(
        `"${key}" is a setting of each person, not of the desk`,
        `set your own: phd config set ${key}; settings of the desk are: ${OF_DESK.join(', ')}`,
      )
    const { option = '', variable = '' } = (Object.hasOwn(NOT_IN_FILE, key) && NOT_IN_FILE[key]) || {}
    if (option !== '') throw usageError(`"${key}" is not a setting of the desk`, `use ${option} or ${variable}`)
    throw unknownSetting(path, OF_DESK)
  },
}

const inAFile = (command: string): string => `a desk in a file goes by your own settings: phd config ${command}`

/** Prints the settings of the desk, and what holds where it has none. Throws what asking throws. */
export async function runSettings(context: Context): Promise<ExitCode> {
  refuseAsOf(context)
  const { engine, io, format, waitSeconds } = context
  const settings = await sharedDesk(context, inAFile('list')).settings({ waitSeconds, asOf: null, warn: io.problem })
  print(io, format, settingsView(engine.place, listed(settings), io))
  return ExitCode.yes
}

/** All that it could have, and what a newer phd may have set. */
function listed(settings: DeskSettings): ListedSetting[] {
  const known = OF_DESK.map((key): ListedSetting => {
    const declared: Declared = SETTINGS[key]
    const { about, option = null, otherwise } = declared
    const isSet = Object.hasOwn(settings, key)
    const value = isSet ? settings[key] : (declared.usual ?? null)
    return { key, value, origin: isSet ? 'desk' : 'default', about, option, otherwise: otherwise.replaceAll('`', '') }
  })
  const others = Object.keys(settings).filter((key) => !isOfDesk(key))
  const unknown = { origin: 'desk', about: 'not known to this phd', option: null, otherwise: '' } as const
  return [...known, ...others.map((key) => ({ key, value: settings[key], ...unknown }))]
}

/** Sets a value for everyone. Throws usage errors, `access_refused`, `busy`, and what asking throws. */
export async function runSet(context: Context, typed: string, text: string): Promise<ExitCode> {
  sharedDesk(context, inAFile(`set ${typed} ${shellWord(text)}`))
  // What is wrong with the line is told before the desk is asked.
  await withSetting({}, typed, text, AT_DESK)
  return change(context, typed, (before) => withSetting(before, typed, text, AT_DESK))
}

/** Removes a value, so that what is usual holds for everyone. Throws the same. */
export async function runUnset(context: Context, typed: string): Promise<ExitCode> {
  sharedDesk(context, inAFile(`unset ${typed}`))
  withoutSetting({ [typed]: null }, typed, AT_DESK)
  return change(context, typed, async (before) => withoutSetting(before, typed, AT_DESK))
}

async function change(
  context: Context,
  typed: string,
  edit: (before: DeskSettings) => Promise<{ after: DeskSettings; path: string[] }>,
): Promise<ExitCode> {
  refuseAsOf(context)
  const { engine, io, format, dryRun } = context
  const shared = sharedDesk(context)
  const [key = ''] = pathOf(typed)
  let path: string[] = []
  const { before, after, entry } = await shared.changeSettings({
    key,
    words: (settings) => settingText(settings[key]) || null,
    change: async (there) => {
      const edited = await edit(there)
      path = edited.path
      return edited.after
    },
    dryRun,
    by: recordedBy(context),
  })
  const made = { key: typed, before: valueAt(before, path), after: valueAt(after, path), written: entry !== null }
  print(io, format, settingChangeView(engine.place, { ...made, entry }, dryRun))
  return ExitCode.yes
}

function refuseAsOf({ asOf }: Context): void {
  if (asOf !== null) throw usageError('the settings of the desk are those of now', 'run it without --as-of')
}
