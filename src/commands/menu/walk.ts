/** Goes through the menu, step by step, forward and back. */

import type { Ended, RunLine } from '../../app/command.ts'
import type { Context } from '../../app/context.ts'
import { PhdError } from '../../errors.ts'
import { tell } from '../../terminal/prompts.ts'
import { Allowed } from './allowed.ts'
import { ask } from './ask.ts'
import { argsOf, typedLine } from './line.ts'
import { Memory } from './memory.ts'
import { type Choice, choose, type Question, type Running, type Step } from './step.ts'

interface Walk {
  context: Context
  runLine: RunLine
  /** The options that were typed before the menu: every command of it gets them. */
  typed: readonly string[]
  /** Makes the first question; `isFirst`: nothing was answered yet. */
  start: (isFirst: boolean) => Promise<Step>
}

/**
 * Asks until the person leaves. Going back from a question leads to the one before, with what was typed there; a command that fails
 * leads to the question before it.
 */
export async function walk({ context, runLine, typed, start }: Walk): Promise<void> {
  const trail: Question[] = []
  const memory = new Memory()
  const allowed = new Allowed(context)
  let step: Step = await start(true)
  let isAgain = false
  while (step !== 'leave') {
    if (step === 'start') {
      trail.length = 0
      memory.clear()
      allowed.clear()
      isAgain = false
      step = await start(false)
      continue
    }
    if (step.kind === 'run') {
      const after = await answered(step, await runAndTell(step, runLine, typed))
      if (after !== null) memory.age()
      isAgain = after === null
      step = after ?? trail.pop() ?? 'start'
      continue
    }
    const question = await allowed.of(step)
    const next: Step | null = question && (await ask(question, { context, memory, isFirst: trail.length === 0, isAgain }))
    isAgain = next === null
    if (next !== null) trail.push(step)
    step = next ?? trail.pop() ?? 'leave'
  }
}

async function runAndTell({ line }: Running, runLine: RunLine, typed: readonly string[]): Promise<Ended> {
  const args = argsOf(line, typed)
  const ended = await runLine(args)
  if (ended.error !== null && ended.code !== 0) return ended
  tell('')
  tell('Without the menu:')
  tell(`  ${typedLine(args)}`)
  tell('')
  return ended
}

/** What comes after an answer; null where there was none, so that the question before is asked again. */
async function answered({ next, instead }: Running, { code, error }: Ended): Promise<Step | null> {
  const ends: Choice[] = [
    { name: 'Back to the start', leads: () => 'start' },
    { name: 'Leave', leads: () => 'leave' },
  ]
  if (error === null || code === 0) return choose('What next?', [...(await next(code)), ...ends])
  const others = error instanceof PhdError && error.kind !== 'canceled' ? (instead?.(error) ?? []) : []
  return others.length > 0 ? choose('Which one do you mean?', others) : null
}
