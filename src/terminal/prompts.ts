/** Questions on a terminal. They are drawn on stderr, so that stdout holds results alone. */

import input from '@inquirer/input'
import search from '@inquirer/search'
import select from '@inquirer/select'
import { type Candidate, usageError } from '../errors.ts'
import { safeText } from './safe-text.ts'

const drawn = () => ({ output: process.stderr, clearPromptOnDone: true })

/** Lets a person search for a partner while typing; gives its id. */
export async function askForPartner(message: string, find: (term: string) => Promise<readonly Candidate[]>): Promise<string> {
  return asked(() =>
    search(
      {
        message: safeText(message),
        source: async (term) =>
          (await find(term ?? '')).map(({ id, name, track, status }) => ({
            value: id,
            name: safeText(`${name}  (${[track, status, id].filter(Boolean).join(', ')})`),
          })),
      },
      drawn(),
    ),
  )
}

/** Lets a person choose one of a few; gives its value. */
export async function askForChoice<T extends string>(
  message: string,
  choices: ReadonlyArray<{ value: T; name: string }>,
): Promise<T> {
  return asked(() => select({ message, choices: [...choices], pageSize: choices.length }, drawn()))
}

/** Asks whether to go on; anything but yes ends the command with nothing changed. */
export async function askToGoOn(message: string): Promise<void> {
  const choices = [
    { value: 'no', name: 'No, change nothing' },
    { value: 'yes', name: 'Yes' },
  ] as const
  if ((await askForChoice(safeText(message), choices)) === 'no')
    throw usageError('Canceled: nothing was changed', 'run it again when you are sure')
}

/** Lets a person type a line. */
export async function askForText(message: string): Promise<string> {
  return asked(() => input({ message, required: true }, drawn()))
}

/** Leaving a question with Ctrl-C is not a bug. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    if ((error as Error).name === 'ExitPromptError') throw usageError('Canceled', 'run it again, or name it on the command line')
    throw error
  }
}
