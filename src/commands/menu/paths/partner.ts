/** A partner to look up, and every check of it. */

import type { Context } from '../../../app/context.ts'
import { type Choice, type NamedPartner, run, type Step, whichPartner } from '../step.ts'
import { checkLetter } from './letter.ts'
import { whichLicense } from './license.ts'
import { ownerOf } from './owner.ts'
import { whichPage } from './pages.ts'
import { reportOf } from './report.ts'

/** Begins with the partner. */
export function partner(context: Context): Step {
  return whichPartner('Which partner?', (found) => show(context, found, []))
}

function show(context: Context, found: NamedPartner, options: readonly string[]): Step {
  return run({ words: ['partner', 'show'], about: [found.word], options }, () => checksOf(context, found))
}

function checksOf(context: Context, found: NamedPartner): Choice[] {
  const { word } = found
  const next = (): Choice[] => checksOf(context, found)
  const ofPartner = (...words: string[]): Step => run({ words, options: ['--partner', word] }, next)
  return [
    { name: 'Is it eligible for a letter of authorization?', leads: () => checkLetter(context, found) },
    { name: 'Is it eligible for a not-for-resale license?', leads: () => whichLicense(context, found) },
    { name: 'What may it do: transact, register, quote?', leads: () => run({ words: ['authorized'], about: [word] }, next) },
    { name: 'Its certification report', leads: () => reportOf(found) },
    { name: 'A page about it: scorecard, business review', leads: () => whichPage(found) },
    { name: 'Who should own its account?', leads: () => ownerOf(found) },
    { name: 'Its deal registrations', leads: () => ofPartner('deal', 'list') },
    { name: 'Its mail', leads: () => ofPartner('mail', 'list') },
    { name: 'What changed about it, and when', leads: () => show(context, found, ['--history']) },
    { name: 'Another partner', leads: () => partner(context) },
  ]
}
