/** Reads every file of reference data, to see whether each can be read. */

import { type FailureKind, PhdError } from '../../errors.ts'
import { readAnswers, readDeskWords } from '../answers.ts'
import { readAuthorities } from '../authorities.ts'
import { readCalendar } from '../calendar.ts'
import { readShippedTables } from '../cam.ts'
import { readDistributorRows, readDistributorWords } from '../distributors.ts'
import { readInvoiceGuide } from '../invoices.ts'
import { readMailRules } from '../mail-rules.ts'
import { readNfrHelp } from '../nfr-help.ts'
import { readPlaces } from '../places.ts'
import { readPspWords } from '../programs/psp.ts'
import { readRebateWords } from '../programs/rebates.ts'
import { readProofWords } from '../proofs.ts'
import { readCourses, readDesk } from '../reference.ts'
import { readReplies } from '../replies.ts'
import { readRolePolicyFile, readShippedRoles } from '../roles.ts'
import { readUsAddressVersions } from '../us-addresses.ts'
import { readKnownWords } from './known-words.ts'
import { readPolicies } from './policies.ts'

const UNREADABLE: ReadonlySet<FailureKind> = new Set(['bad_reference_data', 'bad_reply', 'bad_answer'])

/** The folders of the user's own; null: none. */
interface OwnFolders {
  replies: string | null
  answers: string | null
}

/** What is wrong with files that cannot be read: the first of each reader. */
export function unreadableFiles({ replies, answers }: OwnFolders): PhdError[] {
  const readers: (() => unknown)[] = [
    readPolicies,
    readRolePolicyFile,
    readAuthorities,
    readCalendar,
    () => readShippedTables('1970-01-01T00:00:00Z'),
    readDistributorRows,
    readDistributorWords,
    readDeskWords,
    readInvoiceGuide,
    () => readKnownWords('accounts', 'status'),
    readMailRules,
    readNfrHelp,
    readPlaces,
    readProofWords,
    readPspWords,
    readRebateWords,
    readCourses,
    readDesk,
    readShippedRoles,
    readUsAddressVersions,
    ...ownReaders({ replies, answers }),
  ]
  const found = readers.flatMap((read) => tryTo(read) ?? [])
  return found.filter(({ message }, i) => found.findIndex((each) => each.message === message) === i)
}

/** The same of replies and answers alone, which a user may have of their own. */
export function unreadableOwnFiles(folders: OwnFolders): PhdError[] {
  return ownReaders(folders).flatMap((read) => tryTo(read) ?? [])
}

function ownReaders({ replies, answers }: OwnFolders): (() => unknown)[] {
  return [() => readReplies(replies), () => readAnswers(answers)]
}

function tryTo(read: () => unknown): PhdError | null {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof PhdError && UNREADABLE.has(error.kind)) return error
    throw error
  }
}
