/** What a process ends with; the meaning of each code is part of the command-line contract. */
export const ExitCode = {
  yes: 0,
  no: 1,
  usage: 2,
  notFound: 3,
  cannotTell: 4,
  refused: 5,
  busy: 6,
  bug: 70,
  /** What a shell expects of a program that Ctrl-C ended. */
  interrupted: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** The exit code of several answers at once: the highest. */
export function highestCode(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((worst, code) => (code > worst ? code : worst), ExitCode.yes)
}

/** A partner that a name might mean, as an error and a search list it. */
export interface Candidate {
  id: string
  name: string
  track: string | null
  status: string | null
}

/** What the code of a failure is made of, for the kinds where that depends on the case. */
interface CodeFacts {
  row_unusable: { problem: string }
}

/** What the code or the next step of a failure is made of, for the kinds where that depends on the case. */
export interface FailureFacts extends CodeFacts {
  // The database.
  database_exposed: Exposure
  passwords_exposed: Exposure
  /** Which of both came with a newer phd; null: they came with one version. `phd`: that which the rules of the desk came with. */
  other_rules: { newer: 'desk' | 'program' | null; phd: string | null }
  /** `before`: the first day that can be asked for; null where an import was asked for. */
  history_pruned: { before: string | null; lastImport: number }
  // What was imported.
  already_undone: { undoneBy: number }
  not_the_newest: { newer: number }
  would_remove_too_much: { isComplete: 'account' | 'table' | 'list' }
  // A file to import. `isImport`: whether it may be any kind of export.
  account_needed: { isImport: boolean }
  bad_encoding: { encoding: string; by: 'cells' | 'zeros' | 'guess' }
  column_missing: { isImport: boolean }
  date_order_contradicted: { order: 'mdy' | 'dmy' }
  decimal_contradicted: { mark: 'point' | 'comma' }
  delimiter_ambiguous: { names: readonly string[] }
  kind_ambiguous: { kinds: readonly string[] }
  kind_unknown: { kinds: readonly string[] }
  no_heading: { expected: readonly string[] }
  no_such_sheet: { sheets: string }
  nothing_piped: { what: 'export' | 'mail' | 'query' }
  option_not_used: { option: 'sheet' | 'delimiter' }
  other_account: { account: string; accountId: string; name: string }
  several_sheets: { sheet: string }
  /** `setting`: the kind of record whose encoding the settings name so. */
  unknown_encoding: { setting: string | null; others: readonly string[] }
  // Files and folders.
  exposed_folder: Exposure
  linked_folder: { target: string | null }
  // Requests and mails. `by`: what a command calls what is taken, where that is known.
  taken: { by: { group: 'loa' | 'nfr' | 'mail'; reference: string } | null }
  // Partners.
  alias_taken: { name: string }
  no_accounts: { undoing?: number; asOf?: string }
  partner_gone: { importId: number }
  partner_not_found: { noAccounts: PhdError | null } | { typed: string; suggested: readonly string[] }
  several_accounts: { path: string }
  // Mail and replies.
  missing_values: { names: readonly string[]; isAnyEnough: boolean; isPartnerNamed: boolean }
  not_a_request: { isCompleted: boolean }
  // Questions in SQL; null: parameters without a name.
  query_parameter: { name: string | null }
  // Channel managers. `isGuess`: the plan was found by what the results say, not named.
  no_such_plan: { isGuess: boolean }
}

/** What the user may close to others; null: only another place helps. */
interface Exposure {
  chmod: { mode: string; path: string } | null
}

/** Kinds whose next step is always the same, or is given with the message. */
type PlainKind =
  // Commands and their options.
  | 'usage'
  | 'canceled'
  | 'interrupted'
  // The database.
  | 'access_refused'
  | 'as_of_unknown'
  | 'audit_damaged'
  | 'audit_not_as_seen'
  | 'bad_backup'
  | 'busy'
  | 'changed_meanwhile'
  | 'routed_meanwhile'
  | 'copy_differs'
  | 'copy_not_marked'
  | 'database_damaged'
  | 'database_unreadable'
  | 'desk_moved'
  | 'desk_not_empty'
  | 'desk_not_trusted'
  | 'desk_slow'
  | 'desk_unreachable'
  | 'disk_failed'
  | 'disk_full'
  | 'foreign_schema'
  | 'login_not_found'
  | 'newer_database'
  | 'no_such_backup'
  | 'no_database'
  | 'not_a_phd_database'
  | 'only_in_file'
  | 'outcome_unknown'
  | 'server_too_old'
  // What was imported.
  | 'column_blanked'
  | 'import_gone'
  | 'import_pruned'
  | 'no_such_import'
  | 'older_file'
  | 'unknown_kind'
  // A file to import.
  | 'account_not_used'
  | 'broken_quoting'
  | 'column_twice'
  | 'contradicting_duplicate'
  | 'cut_off'
  | 'damaged_file'
  | 'date_order_ambiguous'
  | 'date_order_mixed'
  | 'decimal_ambiguous'
  | 'decimal_mixed'
  | 'empty_file'
  | 'encrypted'
  | 'file_changed'
  | 'file_not_found'
  | 'file_unreadable'
  | 'grouped_report'
  | 'map_mismatch'
  | 'no_mails'
  | 'no_room'
  | 'no_rows'
  | 'no_usable_row'
  | 'not_a_file'
  | 'not_a_result_file'
  | 'not_csv'
  | 'record_count_mismatch'
  | 'record_too_long'
  | 'result_file'
  | 'second_table'
  | 'snapshot_of_not_used'
  | 'too_large'
  | 'unusable_map'
  | 'xml_doctype'
  // Files and folders that phd writes to, or takes files out of.
  | 'cannot_write'
  | 'database_in_folder'
  | 'file_exists'
  | 'folder_not_found'
  | 'name_not_text'
  | 'not_a_folder'
  | 'not_moved'
  // Partners.
  | 'account_not_in_file'
  | 'alias_is_a_name'
  | 'alias_not_found'
  | 'id_contradicts_name'
  | 'no_portal_users'
  | 'not_a_partner'
  | 'partner_ambiguous'
  | 'portal_users_column_missing'
  // Rules, requests and decisions.
  | 'already_decided'
  | 'already_recorded'
  | 'bad_reference_data'
  | 'deal_ambiguous'
  | 'deal_not_found'
  | 'is_open'
  | 'no_policy'
  | 'no_such_entry'
  | 'no_such_request'
  | 'not_noted'
  | 'not_open'
  | 'request_ambiguous'
  // Mail, replies and answers.
  | 'bad_answer'
  | 'bad_reply'
  | 'date_unknown'
  | 'forbidden_address'
  | 'headers_decide'
  | 'mail_not_read'
  | 'mail_unreadable'
  | 'no_mail'
  | 'no_answer'
  | 'no_such_answer'
  | 'no_such_lesson'
  | 'no_such_reply'
  | 'not_a_notice'
  | 'not_an_address'
  | 'suspicious_notice'
  | 'too_few_words'
  // Questions in SQL.
  | 'bad_query'
  | 'no_such_person'
  | 'no_such_view'
  | 'not_a_select'
  | 'query_too_large'
  | 'query_too_long'
  // Distributors.
  | 'country_not_found'
  // Roles.
  | 'role_not_found'
  // Channel managers.
  | 'not_a_plan'
  | 'not_set'
  | 'opportunity_not_found'
  | 'other_plan_version'
  | 'owner_inactive'
  | 'plan_ambiguous'
  | 'plan_closed'
  | 'plan_edited'
  | 'plan_stale'
  | 'too_many_changes'
  | 'user_not_found'

/** Every way a command can fail. The exit code and the next step of each are in app/failures.ts. */
export type FailureKind = PlainKind | keyof FailureFacts

/**
 * The one error a person can act on. The kind says what went wrong to a program, the message to a person: file, line, value, what
 * was expected. A finding (not eligible, rows rejected) is a result, not an error.
 */
export class PhdError extends Error {
  override readonly name = 'PhdError'
  readonly kind: FailureKind
  /** What to do next, where it names no command and no option. */
  readonly hint: string | undefined
  /** What the code or the next step is made of, where app/failures.ts words it. */
  readonly facts: object
  /** What a program may want to know, as JSON has it. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly candidates: readonly Candidate[]

  constructor(kind: FailureKind, message: string, { hint, facts = {}, detail = {}, candidates = [] }: FailureParts = {}) {
    super(message)
    this.kind = kind
    this.hint = hint
    this.facts = facts
    this.detail = detail
    this.candidates = candidates
  }

  /** The same failure with another next step. */
  withHint(hint: string): PhdError {
    const { kind, message, facts, detail, candidates } = this
    return new PhdError(kind, message, { hint, facts, detail, candidates })
  }
}

/** A hint in place of the facts. */
type HintOf<K extends FailureKind> = K extends keyof CodeFacts ? never : string

interface FailureParts {
  hint?: string | undefined
  facts?: object
  detail?: Readonly<Record<string, unknown>> | undefined
  candidates?: readonly Candidate[] | undefined
}

/**
 * A failure to throw. `next`: what to do next, in words that name no command and no option; or the facts of which app/failures.ts
 * makes it. A kind whose code is made of its facts always has them.
 */
export function failure<K extends FailureKind>(
  kind: K,
  message: string,
  ...[next, detail, candidates]: K extends keyof FailureFacts
    ? [next: FailureFacts[K] | HintOf<K>, detail?: Readonly<Record<string, unknown>>, candidates?: readonly Candidate[]]
    : [next?: string, detail?: Readonly<Record<string, unknown>>, candidates?: readonly Candidate[]]
): PhdError {
  return new PhdError(kind, message, { ...(typeof next === 'object' ? { facts: next } : { hint: next }), detail, candidates })
}

/** A person, or the system, stopped phd; what was begun is undone. */
export function interrupted(): PhdError {
  const hint = 'the database is as it was before; run the command again when you like'
  return failure('interrupted', 'stopped: nothing of this file was imported', hint)
}

/** An entry of the audit that does not say what one of its action must. */
export function damagedEntry(entry: number): PhdError {
  return failure('audit_damaged', `audit entry ${entry} is not as phd recorded it`, undefined, { entry })
}

/** An unusable option or argument; commands may name both in the hint. */
export function usageError(message: string, hint: string): PhdError {
  return failure('usage', message, hint)
}

/** A failure as it is printed and as the process ends with it. */
export interface Failure {
  code: string
  exitCode: ExitCode
  message: string
  hint: string | null
  candidates: readonly Candidate[]
  detail: Readonly<Record<string, unknown>>
}

/**
 * What an error says of the record that a command tried to make: that there is none, or that there may be one; null where it says
 * nothing. A desk on a server has been asked by then, and there may be nobody left to ask.
 */
export function wasRecorded(error: unknown): 'no' | 'maybe' | null {
  const kind = error instanceof PhdError ? error.kind : null
  return kind === 'outcome_unknown' ? 'maybe' : kind === 'desk_unreachable' ? 'no' : null
}
