import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { unknownValue } from '../../app/usage.ts'
import { draftReply } from '../../drafts/one-reply.ts'
import { readSet } from '../../drafts/replies.ts'
import { ExitCode, usageError } from '../../errors.ts'
import type { ReplyValues } from '../../mail/fill-reply.ts'
import { partnerIndex } from '../../partners/every/partner-index.ts'
import { type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { licenseOf } from '../../partners/nfr-evidence.ts'
import type { Partner } from '../../partners/partner.ts'
import { type NfrLicense, nfrLicenses } from '../../records/kinds/licenses/nfr-licenses.ts'
import { type NfrHelpTopic, readNfrHelp } from '../../reference/nfr-help.ts'
import { isStale } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import { type HeldLicense, helpTopicsView, helpView } from './help-view.ts'

export interface HelpFlags extends CommonFlags {
  draft?: string
  reply?: string
  set?: readonly string[]
}

/** The type that the topics are about. */
const SAAS = 'saas'

/** Says what to tell about a topic, and drafts its reply. Throws usage errors and what filling a reply refuses. */
export async function runNfrHelp(
  context: Context,
  flags: HelpFlags,
  topicName: string | undefined,
  named: string | undefined,
): Promise<ExitCode> {
  const topics = readNfrHelp()
  if (topicName === undefined) {
    print(context.io, context.format, helpTopicsView(topics, context.io))
    return ExitCode.yes
  }
  const ids = topics.map(({ id }) => id)
  const topic = topics.find(({ id }) => id === topicName.trim().toLowerCase())
  if (!topic) throw unknownValue(`unknown topic "${topicName}"`, topicName, ids)
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && (flags.set || flags.reply))
    throw usageError('--set and --reply are for the mail', 'add --draft <folder>')
  const reply = replyFor(topic, givenValue('--reply', flags.reply))
  checkNamespace(flags.set)
  const store = await context.openStore('read')
  try {
    const partner = named === undefined ? null : (await choosePartner(context, store, named)).partner
    const held = partner ? await heldBy(context, store, partner) : { licenses: [], rejected: null }
    const known = held.rejected === null ? await knownValues(store, held.licenses) : {}
    const drafts =
      folder === undefined ? [] : await draftReply(context, store, { reply, partner, known, folder, typed: flags.set })
    print(
      context.io,
      context.format,
      helpView(
        {
          topic,
          partner,
          held: held.licenses,
          rejected: held.rejected,
          known,
          drafts,
          isListed: await store.wasImported(nfrLicenses),
          now: context.now,
        },
        context.io,
      ),
    )
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The reply of a topic that is drafted: the one that was named, else its first. Throws a usage error. */
function replyFor({ id, replies }: NfrHelpTopic, named: string | undefined): string {
  const found = named === undefined ? replies[0] : replies.find(({ reply }) => reply === named)
  if (found) return found.reply
  throw usageError(`"${named}" is not a reply for "${id}"`, `use one of: ${replies.map(({ reply }) => reply).join(', ')}`)
}

/** The running SaaS licenses whose rows are the partner's, in the order they begin, and rejected rows that may be. What the newest list lacks is out. */
async function heldBy(
  { now, maxAgeDays, today }: Context,
  store: RecordReader,
  partner: Partner,
): Promise<{ licenses: HeldLicense[]; rejected: RejectedRows | null }> {
  const policy = await licensePolicy({ today })
  const { index } = await partnerIndex(store)
  const own: Stored<NfrLicense>[] = []
  for await (const some of store.recordBatches(nfrLicenses))
    for (const row of some) {
      const link = index.link({ name: row.record.accountName, accountId: row.record.accountId })
      if (row.source.gone === null && link.partner?.id === partner.id) own.push(row)
    }
  const licenses = own
    .flatMap((row) =>
      licenseOf(row, policy).map((license) => ({
        license,
        namespace: row.record.namespace,
        email: row.record.email,
        isStale: isStale(row.source, now, maxAgeDays),
      })),
    )
    .filter(({ license: { type, start, end } }) => type === SAAS && start <= now.slice(0, 10) && end > now.slice(0, 10))
    .sort((a, b) => (a.license.start < b.license.start ? -1 : 1))
  return { licenses, rejected: await rejectedOf(store, nfrLicenses, { partner, index }) }
}

/** The values of the replies that the list of licenses has, if it is fresh and its rows agree. */
async function knownValues(store: RecordReader, held: readonly HeldLicense[]): Promise<ReplyValues> {
  if (held.length === 0 || held.some((each) => each.isStale || each.license.uncertain !== null)) return {}
  const only = (values: readonly (string | null)[]): string | undefined => {
    const different = new Set(values.flatMap((value) => value?.trim() || []))
    return different.size === 1 ? [...different][0] : undefined
  }
  const address = only(held.map(({ email }) => email))
  const user = address === undefined ? null : await store.portalUserByEmail(address)
  const name = user?.record.fullName ?? undefined
  return {
    seats_allowed: String(held.reduce((sum, { license }) => sum + license.users, 0)),
    namespace: only(held.map(({ namespace }) => (isNamespace(namespace) ? namespace : null))),
    requester_email: address,
    requester_name: name,
  }
}

/** The path of a group: what else would make another address of the link that the reply has it in. */
const NAMESPACE = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/

function isNamespace(text: string | null): boolean {
  return NAMESPACE.test(text?.trim() ?? '')
}

/** Throws a usage error where --set gives a namespace that is not the path of a group. */
function checkNamespace(typed: readonly string[] | undefined): void {
  const wrong = readSet(typed)
    .get('namespace')
    ?.find((each) => !isNamespace(each))
  if (wrong !== undefined)
    throw usageError(`--set namespace: "${wrong}" is not the path of a group`, 'write it as --set namespace=acme/team')
}
