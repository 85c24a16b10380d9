/** A request for a not-for-resale license: the partner, the request or what is asked for, the check, the decision. */

import type { Context } from '../../../app/context.ts'
import { ExitCode } from '../../../errors.ts'
import { waitingFor } from '../desk.ts'
import { type Choice, choose, type NamedPartner, run, type Step, type, whichPartner, whichPath } from '../step.ts'
import { claimsOf } from './claims.ts'
import { decideOn, inForm, recorded, requestsOf, whichRequest } from './requests.ts'

/** What is asked for, as options of the command line; the request, where one on record says it. */
interface Asked {
  options: readonly string[]
  request: string | null
}

/** Begins with the partner. */
export function license(context: Context): Step {
  return whichPartner('Which partner asks for a license?', (partner) => whichLicense(context, partner))
}

/** Asks what the partner wants, unless a request on record says it. */
export async function whichLicense(context: Context, partner: NamedPartner): Promise<Step> {
  const { own, forms } = await waitingFor(context, 'nfr', partner)
  const known: Choice[] = [
    ...own.flatMap((each) => (each.ask ? [choiceOf({ ...recorded(each), ...each.ask })] : [])),
    ...forms.flatMap((each) =>
      each.type && each.users ? [choiceOf({ ...inForm(each), ...each, type: each.type, users: each.users })] : [],
    ),
  ]
  function choiceOf({
    name,
    reference,
    type: kind,
    users,
    renewal,
  }: {
    name: string
    reference: string
    type: string
    users: number
    renewal: boolean
  }): Choice {
    return {
      name,
      leads: () => check(context, partner, { options: optionsOf(kind, String(users), renewal), request: reference }),
    }
  }
  if (known.length === 0) return describe(context, partner)
  return choose('Which request?', [...known, { name: 'Another one, not on record', leads: () => describe(context, partner) }])
}

function describe(context: Context, partner: NamedPartner): Step {
  const users = (kind: string): Step =>
    type({
      key: 'users',
      message: 'For how many users?',
      check: (text) => (/^[1-9]\d{0,5}$/.test(text) ? null : 'Type a number of users, like 10.'),
      leads: (count) =>
        choose('A new license, or a renewal?', [
          {
            name: 'New, or more users',
            leads: () => check(context, partner, { options: optionsOf(kind, count, false), request: null }),
          },
          {
            name: 'A renewal of the running one',
            leads: () => check(context, partner, { options: optionsOf(kind, count, true), request: null }),
          },
        ]),
    })
  return choose('Which type?', [
    { name: 'SaaS (GitLab.com)', leads: () => users('saas') },
    { name: 'Self-managed', leads: () => users('self-managed') },
  ])
}

function optionsOf(kind: string, users: string, isRenewal: boolean): string[] {
  return ['--type', kind.replace('_', '-'), '--users', users, ...(isRenewal ? ['--renewal'] : [])]
}

function check(context: Context, partner: NamedPartner, asked: Asked): Step {
  const next = async (code: number): Promise<Choice[]> => [
    ...decisionsFor(context, partner, asked, code),
    ...(await claimsOf(context, { question: 'nfr', partner, request: asked.request, next: () => next(code) })),
    {
      name: 'See what is known about the partner',
      leads: () => run({ words: ['partner', 'show'], about: [partner.word] }, () => next(code)),
    },
    { name: 'Check another partner', leads: () => license(context) },
  ]
  return run({ words: ['nfr', 'check'], about: [partner.word], options: asked.options }, next)
}

/** Only what the check allows: against it, the command itself with --override. */
function decisionsFor(context: Context, partner: NamedPartner, asked: Asked, code: number): Choice[] {
  if (code === ExitCode.yes)
    return [
      {
        name: 'Approve it, and draft the mail',
        needs: 'decide',
        leads: () => decide(context, partner, asked, ['nfr', 'approve']),
      },
    ]
  if (code !== ExitCode.no) return []
  return [
    {
      name: 'Deny it, and draft the mail that says what is missing',
      needs: 'decide',
      leads: () => decide(context, partner, asked, ['nfr', 'deny']),
    },
    {
      name: 'Ask for an exception: more than the program allows',
      needs: 'decide',
      leads: () => exception(context, partner, asked),
    },
  ]
}

/** Which request it is comes first: what is typed for one that a colleague keeps would be lost. */
function exception(context: Context, partner: NamedPartner, asked: Asked): Step | Promise<Step> {
  return ofRequest(context, partner, asked, (options) =>
    type({
      key: 'justification',
      message: 'Why does the partner need more?',
      leads: (why) => drafted(partner, ['nfr', 'exception'], [...options, '--justification', why]),
    }),
  )
}

function decide(context: Context, partner: NamedPartner, asked: Asked, words: readonly string[]): Step | Promise<Step> {
  return ofRequest(context, partner, asked, (options) => drafted(partner, words, options))
}

function drafted({ word }: NamedPartner, words: readonly string[], options: readonly string[]): Step {
  return whichPath({
    key: 'drafts',
    message: 'Folder for the drafts',
    usual: 'drafts',
    leads: (folder) => run({ words, about: [word], options: [...options, '--draft', folder] }),
  })
}

/** Leads on with the options that say which request it is, and what is asked for where the request does not. */
async function ofRequest(
  context: Context,
  partner: NamedPartner,
  { options: wanted, request }: Asked,
  leads: (options: readonly string[]) => Step,
): Promise<Step> {
  if (request === null)
    return whichRequest(context, {
      question: 'nfr',
      partner,
      needsRequester: true,
      leads: (options, known) => leads(known?.isClear ? options : [...wanted, ...options]),
    })
  // A colleague may have taken it, or decided it, since it was chosen.
  const found = (await requestsOf(context, 'nfr', partner)).find(({ reference }) => reference === request)
  return found ? decideOn(context, found, leads) : leads(['--request', request])
}
