/** Records routed mails and their drafts: drafts are written first, recorded next, and only then get their names. */

import { PhdError } from '../errors.ts'
import { fileSlug } from '../files/file-slug.ts'
import { StagedFiles } from '../files/staged-files.ts'
import { sameBy } from '../records/claims/same-mail.ts'
import { type NoticeFile, requestOfNotice } from '../requests/notice.ts'
import type { NewEntryOf, PromisedFile, Store } from '../store/store.ts'
import { MAIL_ACTION, type RememberedMail, rememberedMails } from './memory.ts'
import { type RoutedMail, routedEntry } from './routed.ts'
import type { SortedMail } from './sort.ts'

/** So many mails are recorded at once: after their drafts are written, and before these get their names. */
const AT_ONCE = 50

/** What was recorded of a mail. */
export interface Recorded {
  /** The number of its audit entry. */
  entry: number | null
  /** The path of its draft. */
  draft: string | null
  /** The request that it opened, or that an earlier notice of it opened. */
  request: number | null
  /** The mail that someone else routed meanwhile, and by what it is the same; null: it was recorded. */
  before: { mail: RememberedMail; by: 'file' | 'content' | 'message_id' } | null
}

/** A mail whose draft is written; `recorded` is filled in once its entry is in the audit. */
interface Waiting {
  entry: NewEntryOf<typeof MAIL_ACTION>
  file: PromisedFile | null
  notice: NoticeFile | null
  recorded: Recorded
}

export interface RecorderSettings {
  store: Store
  /** The folder for the drafts. */
  folder: string
  /** The last entry of the audit before any mail was sorted. */
  after: number
}

export class MailRecorder {
  readonly #settings: RecorderSettings
  readonly #files: StagedFiles
  #waiting: Waiting[] = []

  /** Makes the folder where there is none. Throws the refusals of {@link StagedFiles}. */
  constructor(settings: RecorderSettings) {
    this.#settings = settings
    this.#files = new StagedFiles(settings.folder)
  }

  /** How many mails are written and not recorded yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Writes the draft of a mail, and records the mail together with others; the result is filled in by then. */
  async add(sorted: SortedMail, routed: RoutedMail): Promise<Recorded> {
    const { draft, notice } = routed
    const name = `${fileSlug(sorted.name.replace(/\.eml$/i, ''))}-${draft?.reply ?? ''}.eml`
    const file = draft && this.#files.add(name, draft.content, `mail ${sorted.mail.sha256}`)
    const recorded: Recorded = { entry: null, draft: null, request: null, before: null }
    this.#waiting.push({
      entry: { ...routedEntry(sorted, routed, file), files: file ? [file] : [] },
      file,
      notice: notice && { notice, name: sorted.name },
      recorded,
    })
    // The next notice may be about the very request that this one opens.
    if (notice || this.#waiting.length >= AT_ONCE) await this.record()
    return recorded
  }

  /**
   * Records the mails that wait, but for those that someone else routed meanwhile, and gives their drafts their names. Throws
   * `changed_meanwhile` if what the routing rests on changed.
   */
  async record(): Promise<void> {
    while (this.#waiting.length > 0)
      try {
        await this.#recordWaiting()
      } catch (error) {
        if (!(error instanceof PhdError && error.kind === 'routed_meanwhile' && (await this.#leaveOut()))) throw error
      }
  }

  /** Goes on without what was routed meanwhile; gives whether anything was. */
  async #leaveOut(): Promise<boolean> {
    const { store, after } = this.#settings
    const since = rememberedMails(await store.entriesOf([MAIL_ACTION])).filter(({ entry }) => entry > after)
    const left = this.#waiting.filter(({ entry, file, recorded }) => {
      recorded.before = meanwhile(entry.body, since)
      if (recorded.before !== null && file) this.#files.leaveOut(file)
      return recorded.before === null
    })
    const isAny = left.length < this.#waiting.length
    this.#waiting = left
    return isAny
  }

  async #recordWaiting(): Promise<void> {
    const waiting = this.#waiting
    const { store, after } = this.#settings
    const requests = await Promise.all(waiting.map(({ notice }) => notice && requestOfNotice(store, notice)))
    const opening = requests.flatMap((each) => (each && 'opens' in each ? [each.opens] : []))
    const entries = [...waiting.map(({ entry }) => entry), ...opening]
    const { recorded, paths } = await this.#files.record(store, entries, { routedAfter: after })
    for (const [i, { file, recorded: filledIn }] of waiting.entries()) {
      filledIn.entry = recorded[i]?.id ?? null
      filledIn.draft = file ? (paths.get(file.staged) ?? null) : null
      const request = requests[i]
      if (!request) continue
      const opened = 'opens' in request ? recorded[waiting.length + opening.indexOf(request.opens)]?.id : request.known
      filledIn.request = opened ?? null
    }
    this.#waiting = []
  }

  /** Deletes the drafts that were written and not recorded. */
  discard(): void {
    this.#files.discard()
    this.#waiting = []
  }
}

/** The mail that is the same as one, among those that were routed meanwhile. */
function meanwhile(mail: NewEntryOf<typeof MAIL_ACTION>['body'], since: readonly RememberedMail[]): Recorded['before'] {
  for (const before of since) {
    const by = sameBy(mail, before)
    if (by !== null) return { mail: before, by }
  }
  return null
}
