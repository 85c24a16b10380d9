import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, PhdError, usageError } from '../errors.ts'
import { handSteps } from '../output/decision-steps.ts'
import { termSentence, typeName } from '../output/nfr-sentences.ts'
import { type ListedRequest, printExpiring, printRequests } from '../output/requests.ts'
import { contactsOf, directory } from '../partners/contacts.ts'
import type { Partner } from '../partners/resolve.ts'
import { foldName } from '../records/name.ts'
import { nfrLicenses } from '../records/nfr-licenses.ts'
import { nfrRequests } from '../records/nfr-requests.ts'
import { approvedLicences } from '../requests/approved.ts'
import { type FormRequest, openFormRequests } from '../requests/form.ts'
import { type DeskRequest, isOpen, type Requester, requestsOf } from '../requests/request.ts'
import { clockOf } from '../rules/business-days.ts'
import type { NfrAsk, NfrPolicy } from '../rules/nfr.ts'
import type { RecordReader } from '../store/store.ts'
import { type CheckFlags, runCheck } from './check.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { type DecideFlags, decide, requestFor } from './decide.ts'
import { deskCalendar } from './desk-calendar.ts'
import { byUrgency, listed } from './listing.ts'
import { expiringFrame, readWithin } from './loa.ts'
import { type AskFlags, askOf } from './nfr-ask.ts'
import { nfrJudge, nfrPolicyFor } from './nfr-judge.ts'
import { collect, prepareReply, readSet } from './replies.ts'
import { choosePartner } from './subject.ts'

type DecideNfrFlags = DecideFlags & AskFlags & { exception?: boolean; justification?: string }

interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

interface ExpiringFlags extends CommonFlags {
  within: string
  draft?: string
  set?: readonly string[]
}

export const nfr: Register = (program, act) => {
  const group = program.command('nfr').description('not-for-resale licences: checked, decided, expiring')
  withExamples(group, ['phd nfr check "Acme GmbH"', 'phd nfr list'])
  const check = group
    .command('check')
    .description('may this partner have a not-for-resale licence, and for how many users? Shows each check and what is held')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--type <type>', 'what is asked for: saas or self-managed')
    .option('--users <number>', 'for how many users')
    .option('--renewal', 'it is to follow the licence of that type that runs now')
    .option('--all', 'every partner, in order of name')
    .option('--file <names.txt>', 'the partners named in a file, one a line')
    .action(
      act<CheckFlags & AskFlags>(async (context, flags, [subject]) => {
        const ask = await askOf(context, flags)
        return runCheck(context, flags, subject, (store) => nfrJudge(context, store, ask), 'phd nfr check')
      }),
    )
  withExamples(check, [
    'phd nfr check "Acme GmbH"',
    'phd nfr check "Acme GmbH" --type saas --users 10',
    'phd nfr check "Acme GmbH" --type self-managed --users 25 --renewal --json',
    'phd nfr check --all --format csv > nfr.csv',
    'phd nfr check --file names.txt',
  ])
  for (const [verb, decision, description] of [
    ['approve', 'approved', 'records that a licence is approved: runs the check again, and refuses a no or a cannot-tell'],
    ['deny', 'denied', 'records that a licence is denied: runs the check again, and drafts the mail that says what is missing'],
    [
      'exception',
      'exception',
      'asks both approvers for more than the program gives; impossible where the track’s requirements are not met',
    ],
  ] as const) {
    const command = group
      .command(verb)
      .description(description)
      .argument('[partner]', 'id, name, alias or e-mail domain')
      .option('--type <type>', 'what is asked for: saas or self-managed; else by the row of the request form')
      .option('--users <number>', 'for how many users')
      .option('--renewal', 'it is to follow the licence of that type that runs now')
      .option('--request <number>', 'which request, where it is not clear: 7, form:4; "new": none that is on record')
      .option('--requester <name>', 'who asks, where no request is on record')
      .option('--email <address>', 'the address of who asks')
      .option('--received <time>', 'when it came, where no request is on record')
      .option('--draft <folder>', 'write the mail to a file there')
      .option('--set <name=value>', 'a value of the draft; for a list once for each item', collect)
    if (decision === 'exception') command.option('--justification <text>', 'why, in the channel manager’s words')
    else {
      command
        .option('--override', 'decide against the check; with --reason and --approved-by, and marked ever after')
        .option('--reason <text>', 'why')
        .option('--approved-by <name>', 'who approved it; of an exception, say it for each of the two', collect)
    }
    if (decision === 'approved') command.option('--exception', 'both approvers allowed more than the program gives')
    command.action(act<DecideNfrFlags>((context, flags, [subject]) => runDecide(context, flags, subject, decision)))
    const asked = '--type saas --users 10'
    const by = '--requester "Ann Lee" --email ann@acme.example'
    withExamples(command, [
      `phd nfr ${verb} "Acme GmbH" --request form:4 --draft drafts`,
      `phd nfr ${verb} "Acme GmbH" ${asked} ${by} --received 2026-11-20 --renewal`,
      ...(decision === 'exception'
        ? [
            `phd nfr exception "Acme GmbH" --type saas --users 40 --justification "a demo centre for two fairs" --set channel_director_email=director@company.example`,
          ]
        : [
            `phd nfr ${verb} "Acme GmbH" ${asked} --override --reason "the dashboard lags" --approved-by "Ed Cepulis" --set requester_name="Ann Lee"`,
          ]),
      ...(decision === 'approved'
        ? [
            'phd nfr approve "Acme GmbH" --type saas --users 40 --exception --approved-by "Ed Cepulis" --approved-by "Dana Director"',
          ]
        : []),
    ])
  }
  const list = group
    .command('list')
    .description('open requests with the day they are due, late ones first: rows of the request form, and exceptions that wait')
    .option('--closed', 'those that were decided too')
    .option('--region <name>', 'count the holidays of a region of the calendar too')
    .action(act<ListFlags>(runList))
  withExamples(list, ['phd nfr list', 'phd nfr list --closed --json', 'phd nfr list --region GB'])
  const expiring = group
    .command('expiring')
    .description('licences that end soon, soonest first, each with what was added to it; with reminders to send')
    .option('--within <days>', 'how near', '30')
    .option('--draft <folder>', 'write a reminder for each to a file there')
    .option('--set <name=value>', 'a value of every reminder', collect)
    .action(act<ExpiringFlags>(runExpiring))
  withExamples(expiring, [
    'phd nfr expiring',
    'phd nfr expiring --within 60 --format csv',
    'phd nfr expiring --draft reminders --set requester_name="partner team"',
  ])
}

async function runDecide(
  context: Context,
  flags: DecideNfrFlags,
  subject: string | undefined,
  decision: 'approved' | 'denied' | 'exception',
): Promise<ExitCode> {
  const store = await context.openStore('change')
  try {
    const basis = await store.basis()
    const { partner, by } = await choosePartner(context, store, subject)
    const policy = await nfrPolicyFor(context)
    const requests = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'nfr')
    const forms = (await waitingForms(context, store, policy, requests)).filter((form) => form.partner?.id === partner.id)
    const said = await askOf(context, flags)
    const isForm = flags.request?.startsWith('form:')
    const request = isForm ? null : requestFor(flags, 'nfr', partner, requests)
    const form = request ? null : formFor(flags, said, partner, forms)
    const ask = said ?? request?.ask ?? (form && askOfForm(form))
    // A denial may be of the partner as such; everything else is of so many users.
    if (!ask && decision !== 'denied') throw usageError('what is asked for is not known', 'say --type saas --users <number>')
    const judge = await nfrJudge(context, store, ask ?? null)
    const judged = await judge.one(partner, by)
    const { verdict } = judged
    const people = await directory(store)
    const { readDesk } = await import('../reference/reference.ts')
    const desk = readDesk()
    const { channelManager, channelDirector } = contactsOf(people, partner)
    const exception = flags.exception ? approversOf(flags, desk.programsDirector, channelDirector.name) : null
    const justification =
      decision === 'exception'
        ? (givenValue('--justification', flags.justification)?.trim() ?? form?.justification ?? null)
        : null
    if (decision === 'exception' && justification === null)
      throw usageError('an exception needs a justification', 'say --justification "why the partner needs more"')
    const term = verdict.term && { start: verdict.term.start, end: verdict.term.end, addOn: verdict.term.kind === 'add_on' }
    const name = ask ? typeName(ask.type, policy) : ''
    const limit = ask ? verdict.limits[ask.type] : undefined
    const licence =
      ask && term
        ? `${ask.users} users of ${name}, level ${policy.level}, from ${term.start} to ${term.end}${term.addOn ? ' (add-on)' : ''}`
        : null
    const words = {
      loaLabel: desk.loaLabel,
      nfrLabel: desk.nfrLabel,
      mailbox: desk.mailbox,
      channelManager: channelManager.name,
      slaBusinessDays: policy.slaBusinessDays,
    }
    return await decide(context, store, flags, basis, {
      question: 'nfr',
      decision,
      partner,
      judged,
      ask: ask ?? null,
      term: decision === 'approved' ? term : null,
      request,
      form: form && { key: form.key, requester: form.requester, received: form.received },
      barredBy: policy.exception.barredBy,
      exception,
      justification,
      replies: [{ approved: 'nfr-submitted', denied: 'nfr-denial', exception: 'nfr-exception' }[decision]],
      values: {
        license_type: name || undefined,
        seats: ask ? String(ask.users) : undefined,
        ends_on: term?.end,
        limit: limit && String(limit.max),
        held: limit && limit.held !== null ? String(limit.held) : undefined,
        justification: justification ?? undefined,
      },
      leftToDo: handSteps(
        'nfr',
        decision,
        {
          partnerName: partner.name,
          envelopeId: null,
          licence,
          formRow: form ? `${form.source.file}, line ${form.source.line}` : null,
        },
        words,
      ),
      remarks: verdict.term && decision === 'approved' ? [termSentence(verdict.term)] : [],
      approvers: [
        desk.programsDirector.name,
        channelDirector.name ?? `the manager of ${channelManager.name ?? 'the channel manager'}`,
      ],
    })
  } finally {
    store.close()
  }
}

/** The two who approved an exception (Partner Support, NFR Requests Outside of Program Guidelines). Throws usage errors. */
function approversOf(
  flags: DecideNfrFlags,
  director: { title: string; name: string },
  manager: string | null,
): readonly string[] {
  const said = [...new Map((flags.approvedBy ?? []).map((name) => [foldName(name).folded, name.trim()])).values()].filter(
    (name) => name !== '',
  )
  const is = (name: string, other: string): boolean => foldName(name).folded === foldName(other).folded
  const others = said.filter((name) => !is(name, director.name))
  const second = manager === null ? others[0] : others.find((name) => is(name, manager))
  const needed = `${director.name} (${director.title}) and ${manager ?? "the channel manager's manager"}`
  if (said.length === others.length || second === undefined) {
    throw usageError(
      `an exception needs both approvals: ${needed}`,
      `when both have approved: --approved-by "${director.name}" --approved-by "${manager ?? '<name>'}"`,
    )
  }
  return [director.name, second]
}

/** The rows of the request form that wait. */
async function waitingForms(
  context: Context,
  store: RecordReader,
  policy: NfrPolicy,
  requests: readonly DeskRequest[],
): Promise<FormRequest[]> {
  const { readDesk } = await import('../reference/reference.ts')
  return openFormRequests(store, await store.records(nfrRequests), requests, {
    policy,
    doneWords: readDesk().requestDoneWords,
    dateOrder: context.dateOrder(nfrRequests.kind),
  })
}

/** The row of the form that a decision is about: as it was said, else the one that waits for this type. Throws `request_ambiguous`. */
function formFor(
  flags: DecideNfrFlags,
  said: NfrAsk | null,
  partner: Partner,
  forms: readonly FormRequest[],
): FormRequest | null {
  if (flags.request?.trim() === 'new') return null
  if (flags.request !== undefined) {
    const form = forms.find(({ reference }) => reference === flags.request?.trim())
    if (form) return form
    throw new PhdError('no_such_request', ExitCode.notFound, `${partner.name} has no request ${flags.request} that waits`, {
      hint: 'see: phd nfr list',
    })
  }
  const fitting = said ? forms.filter(({ type }) => type === said.type) : forms
  if (fitting.length <= 1) return fitting[0] ?? null
  const list = fitting.map(({ reference, users, typeText }) => `${reference} (${users ?? '?'} ${typeText})`)
  throw new PhdError(
    'request_ambiguous',
    ExitCode.notFound,
    `${partner.name} has ${fitting.length} requests in the form: ${list.join(', ')}`,
    {
      hint: 'say which: --request form:<line>',
    },
  )
}

function askOfForm({ type, users, renewal }: FormRequest): NfrAsk | null {
  return type === null || users === null || users === 0 ? null : { type, users, renewal }
}

async function runList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const policy = await nfrPolicyFor(context)
    const all = requestsOf(await store.requestEntries()).filter(({ question }) => question === 'nfr')
    const asked = ({ ask }: DeskRequest): string | null =>
      ask && `${ask.users} ${typeName(ask.type, policy)}${ask.renewal ? ', renewal' : ''}`
    const recorded = all.filter((request) => flags.closed || isOpen(request))
    const waiting = await waitingForms(context, store, policy, all)
    const newest = (await store.newestImports()).find(({ kind }) => kind === nfrRequests.kind)
    printRequests(context, {
      question: 'nfr',
      requests: [
        ...recorded.map((request) => listed(context, request, days, policy.slaBusinessDays, asked(request))),
        ...waiting.map((form): ListedRequest => {
          const { reference, partner, partnerText, requester, received, typeText, users, renewal, status } = form
          return {
            reference,
            question: 'nfr',
            partner: partner && { id: partner.id, name: partner.name },
            partnerText,
            requester,
            received,
            clock: received === null ? null : clockOf(received, policy.slaBusinessDays, context.today, days),
            state: 'open',
            asked: `${users ?? '?'} ${typeText}${renewal ? ', renewal' : ''}`,
            envelopeId: null,
            ruling: null,
            remark:
              [
                status === null ? '' : `the sheet says "${status}"`,
                received === null ? `"${form.receivedText}": month or day first?` : '',
              ]
                .filter(Boolean)
                .join('; ') || null,
          }
        }),
      ].sort(byUrgency),
      today: context.today,
      slaBusinessDays: policy.slaBusinessDays,
      form: newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt } : null,
      now: context.now,
      asOf: context.asOf,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

async function runExpiring(context: Context, flags: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(flags.within)
  const folder = givenValue('--draft', flags.draft)
  const store = await context.openStore('read')
  try {
    const policy = await nfrPolicyFor(context)
    const approved = approvedLicences(requestsOf(await store.requestEntries()), policy)
    const { expiringLicences } = await import('../requests/expiring.ts')
    // A licence ends at midnight UTC, wherever the desk is.
    const items = await expiringLicences(store, policy, approved, { today: context.now.slice(0, 10), within })
    const reminders =
      folder === undefined ? { drafts: [], undrafted: [] } : await remind(context, store, folder, flags, items, policy)
    printExpiring(context, {
      ...(await expiringFrame(context, store, nfrLicenses)),
      question: 'nfr',
      within,
      items,
      ...reminders,
    })
    return ExitCode.yes
  } finally {
    store.close()
  }
}

type Endings = Awaited<ReturnType<typeof import('../requests/expiring.ts')['expiringLicences']>>

/** Writes a reminder for each licence that nothing follows; what is added to one needs none of its own. */
async function remind(
  context: Context,
  store: RecordReader,
  folder: string,
  flags: ExpiringFlags,
  items: Endings,
  policy: NfrPolicy,
) {
  const { readReply } = await import('../reference/replies.ts')
  const { DraftsInMaking, fileSlug } = await import('../output/drafts.ts')
  const reply = readReply('nfr-renewal', context.replies)
  const set = readSet(flags.set)
  const asked = await requestersOf(store, policy)
  const prepared = []
  const undrafted: string[] = []
  for (const { partner: named, partnerText, about, typeText, users, type, end, addOn, isFollowed, address } of items) {
    if (addOn || isFollowed) continue
    const account = named && (await store.account(named.id))
    const user = address === null ? null : await store.portalUserByEmail(address)
    const before = asked.get(`${named?.id} ${type}`)
    const known = {
      requester_email: address ?? before?.address ?? undefined,
      requester_name: (address === null ? before?.name : user?.record.fullName) ?? undefined,
      license_type: typeText,
      seats: String(users),
      ends_on: end,
    }
    try {
      const partner = account && { id: named.id, name: named.name, account }
      const draft = await prepareReply(context, store, reply, { partner, known, set })
      prepared.push({ ...draft, name: draft.name.replace(/\.eml$/, `-${fileSlug(typeText)}-${end}.eml`) })
    } catch (error) {
      if (!(error instanceof PhdError) || error.code !== 'missing_values') throw error
      const values = (error.detail.missing as readonly string[]).map((name) => `--set ${name}="…"`).join(' ')
      undrafted.push(
        `${named?.name ?? partnerText} (${about}): who asked for it is not known; phd reply render nfr-renewal --partner ${named?.id ?? '<partner>'} ${values} …`,
      )
    }
  }
  const drafts = context.dryRun || prepared.length === 0 ? [] : new DraftsInMaking(folder, prepared).publish()
  return { drafts, undrafted }
}

/** Who asked for the licences of a partner last, by partner and type: in phd, or by the request form. */
async function requestersOf(store: RecordReader, policy: NfrPolicy): Promise<Map<string, Requester>> {
  const asked = new Map<string, Requester>()
  const forms = await openFormRequests(store, await store.records(nfrRequests), [], {
    policy,
    doneWords: [],
    dateOrder: undefined,
  })
  for (const { partner, type, requester } of forms) if (partner) asked.set(`${partner.id} ${type}`, requester)
  for (const { partner, ask, requester } of requestsOf(await store.requestEntries())) {
    if (partner && ask && requester.address !== null) asked.set(`${partner.id} ${ask.type}`, requester)
  }
  return asked
}
