import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, highestCode, PhdError, refusal, usageError } from '../errors.ts'
import { type LoaAnswer, printLoa, printLoaList, type UnresolvedName } from '../output/loa.ts'
import type { LoaWording } from '../output/loa-sentences.ts'
import { allLoaEvidence, loaEvidence } from '../partners/loa-evidence.ts'
import { noAccounts, type Partner, resolvePartner } from '../partners/resolve.ts'
import { accounts } from '../records/accounts.ts'
import { certificationDashboard } from '../records/certification-dashboard.ts'
import { portalUsers } from '../records/portal-users.ts'
import { decideLoa, type LoaEvidence, type LoaPolicy } from '../rules/loa.ts'
import { inForce } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { choosePartner } from './subject.ts'

interface LoaFlags extends CommonFlags {
  all?: boolean
  file?: string
}

export const loa: Register = (program, act) => {
  const group = program.command('loa').description('letters of authorization')
  withExamples(group, ['phd loa check "Acme GmbH"'])
  const check = group
    .command('check')
    .description('may this partner have a letter of authorization? Shows each check, its evidence and the handbook’s section')
    .argument('[partner]', 'id, name, alias or e-mail domain')
    .option('--all', 'every partner, in order of name')
    .option('--file <names.txt>', 'the partners named in a file, one a line')
    .action(act<LoaFlags>(runCheck))
  withExamples(check, [
    'phd loa check "Acme GmbH"',
    'phd loa check 0014M00001sGJ8xQAG --json',
    'phd loa check --all --format csv > loa.csv',
    'phd loa check --file names.txt --max-age 30',
    'phd loa check acme.example --now 2022-11-15',
  ])
}

async function runCheck(context: Context, flags: LoaFlags, [subject]: string[]): Promise<ExitCode> {
  const list = givenValue('--file', flags.file)
  if ([subject !== undefined, flags.all, list !== undefined].filter(Boolean).length > 1) {
    throw usageError('name one partner, or say --all, or --file', 'see: phd loa check --help')
  }
  const store = await context.openStore('read')
  try {
    const judge = await makeJudge(context, store)
    if (flags.all) return await checkAll(context, store, judge)
    if (list !== undefined) return await checkFile(context, store, judge, list)
    return await checkOne(context, store, judge, subject)
  } finally {
    store.close()
  }
}

type Judge = { policy: LoaPolicy; answer: (partner: Partner, by: LoaAnswer['by'], evidence: LoaEvidence) => LoaAnswer }

/** The rule with the policy in force, ready to be asked about partners. */
async function makeJudge(context: Context, store: RecordReader): Promise<Judge> {
  const newest = await store.newestImports()
  const sources = [accounts, certificationDashboard, portalUsers].map(({ kind, title }) => ({
    kind,
    title,
    newest: newest.find((entry) => entry.kind === kind) ?? null,
  }))
  const reference = await import('../reference/reference.ts')
  const policy = inForce(reference.readLoaPolicies(), context.today)
  if (!policy)
    throw new PhdError('no_policy', ExitCode.cannotTell, `no rule for letters of authorization is known for ${context.today}`, {
      hint: 'see data/policies/loa.json',
    })
  const { mailbox, loaLabel, portal } = reference.readDesk()
  const { badgeDelay } = reference.readCourses()
  const words: Omit<LoaWording, 'channelManager' | 'partnerName' | 'dashboardImported'> = {
    mailbox,
    loaLabel,
    portal,
    badgeDays: badgeDelay.businessDays,
    maxAgeDays: context.maxAgeDays,
    slaBusinessDays: policy.slaBusinessDays,
  }
  return {
    policy,
    answer: (partner, by, evidence) => ({
      partner,
      by,
      verdict: decideLoa(evidence, policy, context.now, context.maxAgeDays),
      words: {
        ...words,
        channelManager: evidence.channelManager,
        partnerName: partner.name,
        dashboardImported: evidence.dashboardImported,
      },
      evaluatedAt: context.now,
      asOf: context.asOf,
      sources,
    }),
  }
}

const EXIT = { eligible: ExitCode.yes, not_eligible: ExitCode.no, needs_review: ExitCode.cannotTell } as const

async function checkOne(
  context: Context,
  store: RecordReader,
  { policy, answer }: Judge,
  subject: string | undefined,
): Promise<ExitCode> {
  const { partner, by } = await choosePartner(context, store, subject)
  const result = answer(partner, by, await loaEvidence(store, partner, policy))
  printLoa(context, result)
  return EXIT[result.verdict.decision]
}

async function checkAll(context: Context, store: RecordReader, { policy, answer }: Judge): Promise<ExitCode> {
  const answers: LoaAnswer[] = []
  for await (const { partner, evidence } of allLoaEvidence(store, policy)) answers.push(answer(partner, null, evidence))
  if (answers.length === 0) throw noAccounts(context.asOf)
  printLoaList(context, answers, [])
  return highest(answers, [])
}

async function checkFile(context: Context, store: RecordReader, { policy, answer }: Judge, file: string): Promise<ExitCode> {
  const answers: LoaAnswer[] = []
  const unresolved: UnresolvedName[] = []
  for (const { line, name } of await namesIn(file)) {
    try {
      const { partner, by } = await resolvePartner(store, name)
      answers.push(answer(partner, by, await loaEvidence(store, partner, policy)))
    } catch (error) {
      if (!(error instanceof PhdError) || error.exitCode !== ExitCode.notFound) throw error
      unresolved.push({ line, name, error })
    }
  }
  printLoaList(context, answers, unresolved)
  return highest(answers, unresolved)
}

/** The names of a list, one a line; blank lines are passed over. */
async function namesIn(file: string): Promise<{ line: number; name: string }[]> {
  const { readText } = await import('../imports/read-text.ts')
  const text = readText(file)
  const names = text
    .split(/\r\n|\n|\r/)
    .map((name, i) => ({ line: i + 1, name: name.trim() }))
    .filter(({ name }) => name !== '')
  if (names.length === 0) throw refusal('empty_file', `${file} names no partner`, 'write one partner a line')
  return names
}

function highest(answers: readonly LoaAnswer[], unresolved: readonly UnresolvedName[]): ExitCode {
  return highestCode([...answers.map(({ verdict }) => EXIT[verdict.decision]), ...unresolved.map(() => ExitCode.notFound)])
}
