import { existsSync } from 'node:fs'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, PhdError } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { pathView, settingsView, valueView } from './config-view.ts'
import { configPath, decidedSetting, decidedSettings } from './decided.ts'

/** Prints every setting, its value, and what decided it. */
export async function runList(context: Context, flags: CommonFlags): Promise<ExitCode> {
  await askDesk(context)
  print(context.io, context.format, settingsView(place(context), decidedSettings(context, flags), context.io))
  return ExitCode.yes
}

/** Prints the value of a setting alone; where it has none, nothing, and the code is 1. */
export async function runGet(context: Context, flags: CommonFlags, [key = '']: string[]): Promise<ExitCode> {
  await askDesk(context)
  const setting = decidedSetting(key, context, flags)
  print(context.io, context.format, valueView(place(context), setting))
  if (setting.value !== null) return ExitCode.yes
  context.io.note(`${key} is not set: ${setting.otherwise}`)
  return ExitCode.no
}

/** Prints where `config.json` is, or would be. */
export async function runPath(context: Context): Promise<ExitCode> {
  print(context.io, context.format, pathView(place(context)))
  return ExitCode.yes
}

/** Asks a shared desk what it decides. One that does not answer is told of: where it is named is what the list is for. */
async function askDesk(context: Context): Promise<void> {
  try {
    await context.askDesk()
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    context.io.note(`note: without the settings of the desk: ${error.message}`)
  }
}

function place(context: Context) {
  const file = configPath(context)
  return { file, exists: existsSync(file) }
}
