/** The first question: what came in. */

import type { Command } from 'commander'
import type { Context } from '../../app/context.ts'
import { atHome } from '../../app/user-files.ts'
import { plural } from '../../terminal/plural.ts'
import { tell } from '../../terminal/prompts.ts'
import { isEmptyDesk, pressing } from './desk.ts'
import { deals } from './paths/deals.ts'
import { due } from './paths/due.ts'
import { everything } from './paths/everything.ts'
import { handbook } from './paths/handbook.ts'
import { imports } from './paths/imports.ts'
import { letter } from './paths/letter.ts'
import { license } from './paths/license.ts'
import { mail } from './paths/mail.ts'
import { owner } from './paths/owner.ts'
import { pages } from './paths/pages.ts'
import { partner } from './paths/partner.ts'
import { report } from './paths/report.ts'
import { type Choice, choose, type Step } from './step.ts'

const DUE = 'What is due'

/** Makes the first question. */
export function startOf(context: Context, program: Command): (isFirst: boolean) => Promise<Step> {
  const importing: Choice = { name: 'An export to import', leads: imports }
  const choices: readonly Choice[] = [
    { name: 'A request for a letter of authorization', leads: () => letter(context) },
    { name: 'A request for a not-for-resale license', leads: () => license(context) },
    { name: 'A certification report is wanted', leads: report },
    { name: 'A page about a partner: scorecard, business review', leads: pages },
    { name: 'A mail: where does it go, and who sent it?', leads: () => mail(context) },
    { name: 'An owner change: who should own an account?', leads: owner },
    { name: 'A partner to look up', leads: () => partner(context) },
    { name: 'A deal registration or an opportunity', leads: deals },
    { name: 'A question to the handbook', leads: handbook },
    { name: DUE, leads: () => due(program) },
  ]
  const rest: readonly Choice[] = [
    { name: 'Everything else: all commands', leads: () => everything(program) },
    { name: 'Leave', leads: () => 'leave' },
  ]
  return async (isFirst) => {
    if (!(await isEmptyDesk(context))) {
      if (isFirst) greet(await pressing(context))
      return choose(isFirst ? 'What came in?' : 'Anything else?', [...choices, importing, ...rest])
    }
    const message = `Nothing is imported yet (${atHome(context.engine.place)}): begin with the exports. What came in?`
    return choose(message, [importing, ...choices, ...rest])
  }
}

/** Says what presses; where nothing is known to, it says nothing. */
function greet({ late, dueToday }: { late: number; dueToday: number }): void {
  const parts = [
    ...(late > 0 ? [`${plural(late, 'request')} ${late === 1 ? 'is' : 'are'} late`] : []),
    ...(dueToday > 0 ? [`${plural(dueToday, 'request')} ${dueToday === 1 ? 'is' : 'are'} due today`] : []),
  ]
  if (parts.length > 0) tell(`${parts.join(', ')}: see "${DUE}"`)
}
