/** Questions that are drawn over themselves, and are gone when they are answered. Esc and Ctrl-C leave them. */

import { emitKeypressEvents, type Interface } from 'node:readline'
import { styleText } from 'node:util'
import input from '@inquirer/input'
import search from '@inquirer/search'
import select from '@inquirer/select'
import type { Leaving, Questions } from './questions.ts'

/** How long a key that begins as Esc does may take to come whole, over a slow line too; the usual half second feels stuck. */
const WHOLE_KEY_MS = 100
/** The lines of a question around its choices, and one for the shell's cursor. */
const AROUND = 5

/** Questions as inquirer draws them. */
export const drawn: Questions = {
  search: ({ message, find, leaving, typed, keep }) =>
    left((context) =>
      search(
        {
          message,
          theme: { style: { keysHelpTip: tipFor(leaving) } },
          ...(typed === '' ? {} : { initialValue: typed }),
          source: async (term = '') => {
            keep(term)
            return [...(await find(term))]
          },
        },
        context,
      ),
    ),

  choose: ({ message, options, leaving, marked }) =>
    left((context) =>
      select(
        {
          message,
          theme: { style: { keysHelpTip: tipFor(leaving) } },
          choices: [...options],
          pageSize: Math.max(3, Math.min(options.length, process.stderr.rows - AROUND)),
          ...(marked === undefined ? {} : { default: marked }),
        },
        context,
      ),
    ),

  type: ({ message, leaving, typed, keep, optional, check }) =>
    left((context) =>
      input(
        {
          message: `${message} ${styleText('dim', `(${optional ? 'may stay empty; ' : ''}Esc: ${leaving})`)}`,
          required: !optional,
          ...(typed === '' ? {} : { default: typed, prefill: 'editable' as const }),
          validate: (text) => check(text) ?? true,
          transformer: (text) => {
            keep(text)
            return text
          },
        },
        context,
      ),
    ),
}

/** The keys that a question tells below itself. */
function tipFor(leaving: Leaving): (keys: [key: string, action: string][]) => string {
  return (keys) =>
    [...keys, ['esc', leaving] as const]
      .map(([key, action]) => `${styleText('bold', key)} ${styleText('dim', action)}`)
      .join(styleText('dim', ' • '))
}

interface Surroundings {
  output: NodeJS.WriteStream
  clearPromptOnDone: boolean
  signal: AbortSignal
}

/** Asks, and gives null where Esc or Ctrl-C was pressed. */
async function left<T>(ask: (context: Surroundings) => Promise<T>): Promise<T | null> {
  const leave = new AbortController()
  const onKey = (_text: unknown, key?: { name?: string }): void => {
    if (key?.name === 'escape') leave.abort()
  }
  // The first to listen for keys decides how long one may take.
  emitKeypressEvents(process.stdin, { escapeCodeTimeout: WHOLE_KEY_MS } as unknown as Interface)
  process.stdin.on('keypress', onKey)
  try {
    return await ask({ output: process.stderr, clearPromptOnDone: true, signal: leave.signal })
  } catch (error) {
    if (['ExitPromptError', 'AbortPromptError'].includes((error as Error).name)) return null
    throw error
  } finally {
    process.stdin.removeListener('keypress', onKey)
  }
}
