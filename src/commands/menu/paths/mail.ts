/** A mail: where it goes, and what the desk does with it. */

import type { Context } from '../../../app/context.ts'
import { mailHolder } from '../mail-holder.ts'
import { type Choice, type Running, run, type Step, whichPartner, whichPath } from '../step.ts'
import { actOn } from './claims.ts'
import { checkLetter } from './letter.ts'

/** Begins with the file of the mail. */
export function mail(context: Context): Step {
  return whichPath({ key: 'mail', message: 'The mail, a file ending in .eml', leads: (file) => route(context, file) })
}

function route(context: Context, file: string): Step {
  const next = async (): Promise<Choice[]> => {
    const held = await mailHolder(context, file)
    const act = held && actOn(held.taken, context)
    const answering: Choice = {
      name: 'Draft the answer, and note where it went',
      needs: 'decide',
      leads: () => draft(context, file),
    }
    const claiming = (options: readonly string[]): Step => run({ words: ['mail', 'claim'], about: [file], options }, next)
    return [
      // What a colleague has is left to them, unless it is taken over.
      ...(act?.verb === 'Take over' ? [] : [answering]),
      ...(act ? [{ name: act.name, needs: 'change' as const, leads: () => claiming(act.options) }] : []),
      ...after(context, file, next),
    ]
  }
  return run({ words: ['mail', 'route'], about: [file] }, next)
}

function draft(context: Context, file: string): Step {
  const next = (): Choice[] => after(context, file, next)
  return whichPath({
    key: 'drafts',
    message: 'Folder for the drafts',
    usual: 'drafts',
    leads: (folder) => run({ words: ['mail', 'route'], about: [file], options: ['--drafts', folder] }, next),
  })
}

/** What a mail may lead to; `next`: what comes after only looking at it. */
function after(context: Context, file: string, next: Running['next']): Choice[] {
  return [
    { name: 'It asks for a letter: record the request', needs: 'decide', leads: () => request(context, file) },
    { name: 'It has a proof of execution: check it', leads: () => run({ words: ['poe', 'check'], about: [file] }, next) },
    {
      name: 'See what decided its kind',
      leads: () => run({ words: ['mail', 'classify'], about: [file], options: ['--explain'] }, next),
    },
    { name: 'Another mail', leads: () => mail(context) },
  ]
}

function request(context: Context, file: string): Step {
  return whichPartner('Which company does the document name?', (partner) =>
    run({ words: ['loa', 'request'], about: [file], options: ['--partner', partner.word] }, () => [
      { name: 'Check the partner', leads: () => checkLetter(context, partner) },
    ]),
  )
}
