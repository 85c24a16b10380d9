/** What the desk lets a person do, asked before questions lead there. */

import type { Context } from '../../app/context.ts'
import { exitCodeOf, explain } from '../../app/failures.ts'
import { ExitCode, PhdError } from '../../errors.ts'
import { tellFailure } from '../../terminal/prompts.ts'
import type { Choice, Need, Question } from './step.ts'

/** Looks what is refused, and says each reason once for all that one partner asks for. */
export class Allowed {
  readonly #context: Context
  readonly #told = new Set<string>()

  constructor(context: Context) {
    this.#context = context
  }

  /** Forgets what it said. */
  clear(): void {
    this.#told.clear()
  }

  /** A question with the choices that lead somewhere, after why the others do not; null: it leads nowhere at all. */
  async of(question: Question): Promise<Question | null> {
    if (question.kind === 'choice') return { ...question, choices: await this.#choices(question.choices) }
    if (question.kind !== 'text' || !question.needs) return question
    const refused = await this.#refusal(question.needs)
    if (!refused) return question
    this.#told.delete(refused.message)
    this.#say(refused)
    return null
  }

  async #choices(choices: readonly Choice[]): Promise<Choice[]> {
    const refused = new Set<Need>()
    const needed = new Set(choices.map(({ needs }) => needs))
    // Who may decide may change the desk too.
    for (const need of needed.has('decide') ? (['decide', 'change'] as const) : (['change'] as const)) {
      if (!needed.has(need) || (need === 'change' && needed.has('decide') && !refused.has('decide'))) continue
      const why = await this.#refusal(need)
      if (why === null) continue
      refused.add(need)
      this.#say(why)
    }
    return choices.filter(({ needs }) => !needs || !refused.has(needs))
  }

  /** Why the desk refuses it now; null where it does not, or where only the command can tell. */
  async #refusal(need: Need): Promise<PhdError | null> {
    const { engine, asOf, waitSeconds } = this.#context
    try {
      // By which rules a shared desk decides may have changed since the menu began.
      if (asOf === null) await engine.shared?.settings({ waitSeconds, asOf })
      const store = await this.#context.openStore(need)
      await store.close()
      return null
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      return exitCodeOf(error) === ExitCode.busy ? null : error
    } finally {
      await engine.shared?.letGo()
    }
  }

  #say(error: PhdError): void {
    if (this.#told.has(error.message)) return
    this.#told.add(error.message)
    tellFailure(explain(error))
  }
}
