/** Asks a question of the menu, and remembers what was typed. */

import { homedir } from 'node:os'
import type { Context } from '../../app/context.ts'
import { PhdError } from '../../errors.ts'
import { type Asking, askForChoice, askForOne, askForPartner, askForText } from '../../terminal/prompts.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { finderOf, namedPartner } from './desk.ts'
import { pathOf } from './line.ts'
import type { Memory } from './memory.ts'
import type { Question, Step, TextQuestion } from './step.ts'

interface Asked {
  context: Context
  memory: Memory
  /** Whether leaving the question leaves the menu. */
  isFirst: boolean
  /** Whether the person came back to it. */
  isAgain: boolean
}

/** Asks; gives the next step, null where the person goes back. */
export async function ask(question: Question, { context, memory, isFirst, isAgain }: Asked): Promise<Step | null> {
  const key = question.kind === 'choice' ? question.message : question.kind === 'partner' ? 'partner' : question.key
  const before = memory.of(key, isAgain)
  const asking: Asking & { leaving: 'leave' | 'go back' } = {
    leaving: isFirst ? 'leave' : 'go back',
    typed: before ?? '',
    keep: (typed) => memory.keep(key, typed),
  }
  const answered = await orNull(() => answerTo(question, { context, asking, marked: isAgain ? before : undefined }))
  if (answered === null) return null
  if (question.kind === 'choice') memory.keep(key, answered)
  return leadFrom(question, answered, context)
}

async function answerTo(
  question: Question,
  {
    context,
    asking,
    marked,
  }: { context: Context; asking: Asking & { leaving: 'leave' | 'go back' }; marked: string | undefined },
): Promise<string> {
  switch (question.kind) {
    case 'choice': {
      const choices = question.choices.map(({ name }, i) => ({ value: String(i), name }))
      return askForChoice(question.message, choices, { leaving: asking.leaving, marked })
    }
    case 'partner':
      return askForPartner(question.message, await finderOf(context), asking)
    case 'search': {
      const find = async (term: string) => found(question.options, term)
      return askForOne(question.message, question.what, find, asking)
    }
    case 'text':
      return askForText(question.message, {
        ...asking,
        typed: asking.typed || (question.usual ?? ''),
        optional: question.optional ?? false,
        check: (text) => unusable(question, text),
      })
  }
}

async function leadFrom(question: Question, answered: string, context: Context): Promise<Step> {
  switch (question.kind) {
    case 'choice':
      return question.choices[Number(answered)]?.leads() ?? 'start'
    case 'partner':
      return question.leads(await namedPartner(context, answered))
    case 'search':
      return question.leads(answered)
    case 'text':
      return question.leads(question.isPath ? pathOf(answered.trim(), homedir()) : answered.trim())
  }
}

/** Why a text cannot be an answer; null if it can. */
function unusable({ optional, check }: TextQuestion, text: string): string | null {
  if (text.trim() === '') return optional ? null : 'Type something, or go back.'
  if (safeText(text) !== text) return 'It has characters that cannot be shown; type it again without them.'
  return check?.(text.trim()) ?? null
}

/** The options that have every word; first those that are called so. */
function found(options: ReadonlyArray<{ value: string; name: string }>, term: string): { value: string; name: string }[] {
  const wanted = term.toLowerCase().trim()
  const words = wanted.split(/\s+/)
  const fitting = options.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
  const isCalled = ({ value }: { value: string }): boolean => value.includes(wanted)
  return [...fitting.filter(isCalled), ...fitting.filter((each) => !isCalled(each))]
}

async function orNull<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question()
  } catch (error) {
    if (error instanceof PhdError && error.kind === 'canceled') return null
    throw error
  }
}
