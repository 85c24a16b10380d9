/** A request for a letter of authorization: the partner, the check, the decision, the date on the letter. */

import type { Context } from '../../../app/context.ts'
import { ExitCode } from '../../../errors.ts'
import { type Choice, type NamedPartner, run, type Step, type, whichPartner, whichPath } from '../step.ts'
import { claimsOf } from './claims.ts'
import { whichRequest } from './requests.ts'

/** Begins with the partner. */
export function letter(context: Context): Step {
  return whichPartner('Which partner asks for a letter?', (partner) => checkLetter(context, partner))
}

/** Checks one partner; what comes next is what the check allows. */
export function checkLetter(context: Context, partner: NamedPartner): Step {
  const { word } = partner
  const next = async (code: number): Promise<Choice[]> => [
    ...decisionsFor(context, partner, code),
    ...(await claimsOf(context, { question: 'loa', partner, next: () => next(code) })),
    { name: 'Record the request from DocuSign’s notice', needs: 'decide', leads: () => notice(context, partner) },
    {
      name: 'See what is known about the partner',
      leads: () => run({ words: ['partner', 'show'], about: [word] }, () => next(code)),
    },
    { name: 'Check another partner', leads: () => letter(context) },
  ]
  return run({ words: ['loa', 'check'], about: [word] }, next)
}

/** Only what the check allows: against it, the command itself with --override. */
function decisionsFor(context: Context, partner: NamedPartner, code: number): Choice[] {
  if (code === ExitCode.yes) return [{ name: 'Approve it', needs: 'decide', leads: () => approve(context, partner) }]
  if (code !== ExitCode.no) return []
  return [{ name: 'Deny it, and draft the mail that says what is missing', needs: 'decide', leads: () => deny(context, partner) }]
}

function approve(context: Context, partner: NamedPartner): Promise<Step> {
  const leads = (options: readonly string[]): Step =>
    run({ words: ['loa', 'approve'], about: [partner.word], options }, () => [
      { name: 'Record the date on the completed letter', needs: 'decide', leads: () => dateOf(context, partner) },
    ])
  return whichRequest(context, { question: 'loa', partner, needsRequester: false, leads })
}

function deny(context: Context, partner: NamedPartner): Promise<Step> {
  const leads = (options: readonly string[]): Step =>
    whichPath({
      key: 'drafts',
      message: 'Folder for the drafts',
      usual: 'drafts',
      leads: (folder) => run({ words: ['loa', 'deny'], about: [partner.word], options: [...options, '--draft', folder] }),
    })
  return whichRequest(context, { question: 'loa', partner, needsRequester: true, leads })
}

function dateOf({ today }: Context, { word }: NamedPartner): Step {
  return type({
    key: 'letter date',
    message: 'Date on the letter',
    usual: today,
    leads: (date) => run({ words: ['loa', 'letter'], about: [word], options: ['--date', date] }),
  })
}

function notice(context: Context, partner: NamedPartner): Step {
  return whichPath({
    key: 'notice',
    message: 'The notice, a file ending in .eml',
    leads: (file) =>
      run({ words: ['loa', 'request'], about: [file], options: ['--partner', partner.word] }, () => [
        { name: 'Check the partner', leads: () => checkLetter(context, partner) },
      ]),
  })
}
