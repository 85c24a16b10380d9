/**
 * Questions as lines that stay: nothing is drawn over, the cursor is never moved, no key means anything but in a line that Enter ends.
 * For screen readers, and for terminals that cannot draw.
 */

import { createInterface } from 'node:readline'
import { wrapText } from '../wrap.ts'
import type { Leaving, Option, Questions } from './questions.ts'

const BACK = 'b'
const NUMBER = /^\d+$/
/** Fewer letters are too few to mean a choice by what is within its name. */
const LETTERS_WITHIN = 3

/** Questions as plain lines. */
export const plain: Questions = {
  async search({ message, what, first, find, leaving, typed, keep }) {
    write(`${message}\n`)
    let term = first === '' ? await lineFor(capital(what), leaving, typed) : first
    while (term !== null) {
      if (term !== first) keep(term)
      const found = await find(term)
      writeNumbered(found)
      if (found.length === 0) write(`Nothing found for "${term}".\n`)
      const next = await lineFor(found.length === 0 ? 'Something else' : 'Number, or something else', leaving)
      const chosen = next !== null && NUMBER.test(next) ? found[Number(next) - 1] : undefined
      if (chosen) return chosen.value
      term = next
    }
    return null
  },

  async choose({ message, options, leaving }) {
    write(`${message}\n`)
    writeNumbered(options)
    for (;;) {
      const typed = await lineFor('Number', leaving)
      if (typed === null) return null
      const fitting = optionsFor(typed, options)
      const [only] = fitting
      if (only && fitting.length === 1) return only.value
      const why = fitting.length > 1 ? `matches ${fitting.length} of them` : 'is not one of them'
      write(`"${typed}" ${why}; type a number from 1 to ${options.length}.\n`)
    }
  },

  async type({ message, leaving, typed, keep, optional, check }) {
    for (;;) {
      const text = await lineFor(message, leaving, typed, optional)
      if (text === null) return null
      keep(text)
      const wrong = check(text)
      if (wrong === null) return text
      write(`${wrong}\n`)
    }
  },
}

function writeNumbered(options: readonly Option[]): void {
  for (const [i, { name }] of options.entries()) write(`  ${i + 1}. ${name}\n`)
}

/** The choices that a line may mean: by number, by how their names begin, else by what is within. */
function optionsFor(typed: string, options: readonly Option[]): Option[] {
  if (NUMBER.test(typed)) return options.slice(Number(typed) - 1, Number(typed)).filter(() => Number(typed) > 0)
  const wanted = typed.toLowerCase()
  const named = options.map((option) => ({ option, name: option.name.toLowerCase() }))
  const begin = named.filter(({ name }) => name.startsWith(wanted))
  const fitting = begin.length > 0 || wanted.length < LETTERS_WITHIN ? begin : named.filter(({ name }) => name.includes(wanted))
  return fitting.map(({ option }) => option)
}

/** A line that is not empty, unless it may be; null where the person leaves. What Enter alone means is said. */
async function lineFor(question: string, leaving: Leaving, usual = '', optional = false): Promise<string | null> {
  const alone = usual !== '' ? `Enter: "${usual}"; ` : optional ? 'may stay empty; ' : ''
  const leaves = alone === '' ? `Enter alone or ${BACK}` : BACK
  const line = (await readLine(`${question} (${alone}${leaves}: ${leaving}): `))?.trim()
  if (line === undefined || line.toLowerCase() === BACK || line.includes('\u001b')) return null
  if (line !== '') return line
  return usual !== '' ? usual : optional ? '' : null
}

/** The next line that is typed; undefined where Ctrl-C or the end of the input came instead. The terminal itself shows what is typed. */
function readLine(question: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const lines = createInterface({ input: process.stdin, terminal: false })
  let line: string | undefined
  const stop = (): void => {
    write('\n')
    lines.close()
  }
  // Heard before the question can be seen: an answer to it may come at once.
  process.once('SIGINT', stop)
  lines.once('line', (typed) => {
    line = typed
    lines.close()
  })
  lines.once('close', () => {
    process.removeListener('SIGINT', stop)
    resolve(line)
  })
  write(question)
  return promise
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** Breaks lines between words, as wide as the terminal is. */
function write(text: string): void {
  const { stderr } = process
  stderr.write(stderr.columns > 0 ? wrapText(text, stderr.columns) : text)
}
