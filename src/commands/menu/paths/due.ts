/** What is due: all of it at once, or one list of it. */

import type { Command } from 'commander'
import { type Choice, choose, run, type Step } from '../step.ts'

/** Begins with the list. */
export function due(program: Command): Step {
  const next = (): Choice[] => [{ name: 'Another list', leads: () => due(program) }]
  const list = (name: string, ...words: string[]): Choice => ({ name, leads: () => run({ words }, next) })
  const has = (name: string): boolean => program.commands.some((each) => each.name() === name)
  return choose('What is due?', [
    ...(has('today') ? [list('All of it, on one screen', 'today')] : []),
    ...(has('digest') ? [list('All of it as a page, with what it rests on', 'digest')] : []),
    list('Requests for letters', 'loa', 'list'),
    list('Requests for licenses', 'nfr', 'list'),
    list('Deal registrations that are late or due today', 'deal', 'sla'),
    list('Leads that wait for their partner', 'leads', 'list'),
    list('Letters that end soon', 'loa', 'expiring'),
    list('Licenses that end soon', 'nfr', 'expiring'),
    list('Price files of the quarter', 'price-file', 'status'),
  ])
}
