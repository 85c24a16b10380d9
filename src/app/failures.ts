/** What each kind of failure ends with, and what to do next where that names a command or an option. */

import { ExitCode, type Failure, type FailureFacts, type FailureKind, PhdError } from '../errors.ts'
import { shellWord } from '../terminal/shell-word.ts'
import { sameRulesAgain } from './desks/same-rules.ts'

/** The command as it was typed, with one more option, as a next step repeats it. */
export type CommandWith = (option: string) => string

type FactsOf<K extends FailureKind> = K extends keyof FailureFacts ? FailureFacts[K] : object

interface Ending<K extends FailureKind> {
  exitCode: ExitCode
  /** What to do next, where the failure itself does not say it. */
  next?: (facts: FactsOf<K>, commandWith: CommandWith) => string
  /** The code in JSON, where it is not the kind. */
  code?: string | ((facts: FactsOf<K>) => string)
}

const refused = { exitCode: ExitCode.refused }
const notFound = { exitCode: ExitCode.notFound }
const cannotTell = { exitCode: ExitCode.cannotTell }
const usage = { exitCode: ExitCode.usage, code: 'usage' }
const busy = { exitCode: ExitCode.busy }

const ENDINGS: { readonly [K in FailureKind]: Ending<K> } = {
  // Commands and their options.
  usage,
  canceled: usage,
  interrupted: { exitCode: ExitCode.interrupted },

  // The database.
  access_refused: refused,
  other_rules: {
    ...refused,
    next: (facts) => `nothing was recorded; you can still ask; ${sameRulesAgain(facts)}`,
  },
  as_of_unknown: { ...usage, next: () => 'see: phd imports list' },
  audit_damaged: { ...refused, next: () => 'see what was changed: phd audit verify; then restore a backup: phd restore' },
  audit_not_as_seen: {
    ...refused,
    code: 'audit_damaged',
    next: () =>
      'nothing was recorded; its administrator looks whether entries were lost: phd desk verify; after a restore that you know of, go on from there: phd desk verify --accept',
  },
  bad_backup: { ...refused, next: () => 'restore another one; to list them: phd restore' },
  busy,
  changed_meanwhile: busy,
  // Told of a mail, and of a whole command only where it cannot go on.
  routed_meanwhile: { ...busy, code: 'changed_meanwhile' },
  copy_differs: refused,
  database_damaged: {
    ...refused,
    next: () => 'do not write to it; to list the backups and restore one: phd restore; or use another file with --db',
  },
  database_exposed: { ...refused, next: closeToOthers },
  database_unreadable: {
    ...refused,
    next: () => 'check that you can write to it and its folder (needed for reading too), or use another file with --db',
  },
  copy_not_marked: {
    ...refused,
    next: () => 'work with the new one alone: what is recorded in the old one from now on is not in it',
  },
  desk_moved: {
    ...refused,
    next: () => 'nothing was changed; record at the new one; to take this one up again: phd desk reopen',
  },
  desk_not_empty: refused,
  desk_not_trusted: refused,
  desk_slow: busy,
  desk_unreachable: busy,
  disk_failed: refused,
  disk_full: refused,
  foreign_schema: {
    ...refused,
    next: () => 'nothing was read or written; restore a backup: phd restore; or make a new database from the exports',
  },
  history_pruned: {
    ...cannotTell,
    next: ({ before, lastImport }) =>
      before === null
        ? 'see which are kept: phd imports list'
        : `use --as-of ${before} or later, or --as-of import:${lastImport}`,
  },
  login_not_found: notFound,
  newer_database: {
    ...refused,
    next: () => 'update phd, then try again; to go back to what this phd can read, restore a copy from before: phd restore',
  },
  no_such_backup: { ...notFound, next: () => 'to list them: phd restore' },
  no_database: notFound,
  not_a_phd_database: { ...refused, next: () => 'use another file with --db' },
  only_in_file: { ...usage, next: () => 'for a desk in a file it is there: name the file with --db' },
  outcome_unknown: { ...cannotTell, next: () => 'look before you repeat the command: phd audit list, or phd imports list' },
  passwords_exposed: { ...refused, next: closeToOthers },
  server_too_old: refused,

  // What was imported.
  already_undone: { ...refused, next: ({ undoneBy }) => `to restore it: phd imports undo ${undoneBy}` },
  column_blanked: {
    ...refused,
    next: () => 'check that the report shows the column, and export it again; if it is right, add --allow-shrink',
  },
  import_gone: { ...refused, code: 'no_such_import', next: () => 'see: phd imports list' },
  import_pruned: { ...refused, next: () => 'see which are kept: phd imports list' },
  no_such_import: notFound,
  not_the_newest: { ...refused, next: ({ newer }) => `undo that one first: phd imports undo ${newer}` },
  older_file: {
    ...refused,
    next: () =>
      'import the newest export; if this one is right, add --allow-older, or when it was exported: --exported-at <time>',
  },
  unknown_kind: refused,
  would_remove_too_much: {
    ...refused,
    next: ({ isComplete }) => `export all of them again; or ${PARTIAL[isComplete]}; if they are truly gone, add --allow-shrink`,
  },

  // A file to import.
  account_needed: {
    ...refused,
    next: ({ isImport }, commandWith) =>
      isImport ? `name the account: ${commandWith('--account <partner>')}` : 'import it with --account <partner>',
  },
  account_not_used: { ...refused, next: () => 'run it without --account' },
  bad_encoding: {
    ...refused,
    next: ({ encoding, by }, commandWith) => `${SURE[by]}: ${commandWith(`--encoding ${encoding}`)}`,
  },
  broken_quoting: refused,
  column_missing: {
    ...refused,
    next: ({ isImport }, commandWith) =>
      `add the column to the report and export it again; if it has another name there, see: ${isImport ? commandWith('--suggest-map') : 'phd import --suggest-map <file>'}`,
  },
  column_twice: refused,
  contradicting_duplicate: refused,
  cut_off: refused,
  damaged_file: refused,
  date_order_ambiguous: {
    ...refused,
    next: (_, commandWith) => `check one of them in the system it comes from, then run: ${eitherOrder(commandWith)}`,
  },
  date_order_contradicted: {
    ...refused,
    next: ({ order }, commandWith) => `if the dates are ${ORDER[order]}, run: ${commandWith(`--date-order ${order}`)}`,
  },
  date_order_mixed: {
    ...refused,
    next: (_, commandWith) =>
      `correct the file, or export it again; to reject the rows that do not fit, run: ${eitherOrder(commandWith)}`,
  },
  decimal_ambiguous: {
    ...refused,
    next: (_, commandWith) => `look one of them up in the system it comes from, then run: ${eitherMark(commandWith)}`,
  },
  decimal_contradicted: {
    ...refused,
    next: ({ mark }, commandWith) =>
      `if a ${mark} stands before the decimals of the others too, run: ${commandWith(`--decimal ${mark}`)}`,
  },
  decimal_mixed: {
    ...refused,
    next: (_, commandWith) => `correct the file, or export it again; or say how those are meant: ${eitherMark(commandWith)}`,
  },
  delimiter_ambiguous: {
    ...refused,
    next: ({ names }, commandWith) => `choose one: ${names.map((name) => commandWith(`--delimiter ${name}`)).join(' or ')}`,
  },
  empty_file: refused,
  encrypted: refused,
  file_changed: refused,
  file_not_found: refused,
  file_unreadable: refused,
  grouped_report: refused,
  kind_ambiguous: { ...refused, next: ({ kinds }) => `add one of: ${kinds.map((kind) => `--kind ${kind}`).join(', ')}` },
  kind_unknown: { ...refused, next: ({ kinds }) => `add --kind with one of: ${kinds.join(', ')}` },
  map_mismatch: refused,
  no_heading: {
    ...refused,
    next: ({ expected }) =>
      expected.length === 1
        ? `expected here: ${expected[0]}; "phd import --kinds" shows its headings`
        : '"phd import --kinds" lists the exports phd reads, and the headings of each',
  },
  no_mails: refused,
  no_room: refused,
  no_rows: refused,
  no_such_sheet: {
    ...refused,
    next: ({ sheets }) => `its sheets are: ${sheets}; use --sheet with one of them, or its number`,
  },
  no_usable_row: refused,
  not_a_file: refused,
  not_a_result_file: refused,
  not_csv: {
    ...refused,
    next: () => 'name an export: CSV, .xlsx, or .xls of Salesforce; "phd import --kinds" lists those phd reads',
  },
  nothing_piped: {
    ...usage,
    next: ({ what }) => PIPED[what],
  },
  option_not_used: { ...refused, next: ({ option }) => `run it without --${option}` },
  other_account: {
    ...refused,
    next: ({ account, accountId, name }) =>
      `export it again filtered on ${account}; or, if "${name}" is the same partner, first: phd partner alias add ${shellWord(name)} ${accountId}`,
  },
  record_count_mismatch: refused,
  record_too_long: refused,
  result_file: refused,
  row_unusable: { ...refused, code: ({ problem }) => problem, next: () => 'correct it, or export again' },
  second_table: refused,
  several_sheets: {
    ...refused,
    next: ({ sheet }, commandWith) => `choose one: ${commandWith(`--sheet ${shellWord(sheet)}`)}`,
  },
  snapshot_of_not_used: { ...refused, next: () => 'use --snapshot, or neither' },
  too_large: refused,
  unknown_encoding: {
    ...usage,
    next: ({ setting, others }) =>
      `for example: ${setting === null ? '--encoding' : `"${setting}":`} windows-1252; others: ${others.join(', ')}`,
  },
  unusable_map: { ...usage, next: () => 'make one with: phd import --suggest-map <export> --out <file>' },
  xml_doctype: refused,

  // Files and folders that phd writes to, or takes files out of.
  cannot_write: refused,
  database_in_folder: refused,
  exposed_folder: { ...refused, next: closeToOthers },
  file_exists: { ...refused, next: () => 'use another file, or add --force' },
  folder_not_found: refused,
  linked_folder: {
    ...refused,
    next: ({ target }) => (target === null ? OWN_FOLDER : `use the folder it leads to: ${shellWord(target)}`),
  },
  name_not_text: refused,
  not_a_folder: refused,
  not_moved: refused,

  // Partners.
  account_not_in_file: refused,
  alias_is_a_name: { exitCode: ExitCode.usage },
  alias_not_found: { ...notFound, next: () => 'see: phd partner alias list' },
  alias_taken: {
    exitCode: ExitCode.usage,
    next: ({ name }) => `if that is wrong, first: phd partner alias remove ${shellWord(name)}`,
  },
  id_contradicts_name: refused,
  no_accounts: { ...notFound, next: importAccounts },
  no_portal_users: cannotTell,
  not_a_partner: notFound,
  partner_ambiguous: notFound,
  partner_gone: {
    ...notFound,
    next: ({ importId }) =>
      `to see what was known before: --as-of import:${importId - 1}; if it is still a partner, import a complete export that has it`,
  },
  partner_not_found: { ...notFound, next: findPartner },
  portal_users_column_missing: { ...cannotTell, code: 'column_missing' },
  several_accounts: {
    ...refused,
    next: ({ path }) => `name the one the report is for: phd cert-report <account> --from ${shellWord(path)}`,
  },

  // Rules, requests and decisions.
  already_decided: refused,
  already_recorded: refused,
  bad_reference_data: refused,
  deal_ambiguous: notFound,
  deal_not_found: { ...notFound, next: () => 'see: phd deal list' },
  is_open: refused,
  no_policy: { ...cannotTell, next: () => 'see: phd policy list' },
  no_such_entry: notFound,
  no_such_request: notFound,
  not_noted: refused,
  not_open: refused,
  request_ambiguous: notFound,
  taken: {
    ...busy,
    next: ({ by }) => `nothing was recorded; ask them, or wait until then; to take it over: ${takeCommand(by)}`,
  },

  // Mail, replies and answers.
  bad_answer: refused,
  bad_reply: refused,
  date_unknown: { ...refused, next: () => 'add when it arrived: --received <time>' },
  forbidden_address: refused,
  headers_decide: { ...refused, next: () => 'see what decided: phd mail classify --explain <mail>' },
  mail_not_read: refused,
  mail_unreadable: refused,
  missing_values: {
    ...refused,
    next: ({ names, isAnyEnough, isPartnerNamed }) => {
      const set = `add ${names.map((name) => `--set ${name}="…"`).join(isAnyEnough ? ' or ' : ' ')}`
      return isPartnerNamed ? set : `name the partner with --partner <partner>, or ${set}`
    },
  },
  no_mail: refused,
  no_answer: { ...notFound, next: () => 'ask in other words, or see all answers: phd handbook list' },
  no_such_answer: { ...notFound, next: () => 'see: phd handbook list, or phd handbook search <words>' },
  no_such_lesson: notFound,
  no_such_reply: notFound,
  not_a_notice: {
    ...refused,
    next: () =>
      'if it does ask for a letter, have the partner ask in the portal; to record a request you vouch for: phd loa request --partner <partner> --requester <name>',
  },
  not_a_request: {
    ...refused,
    next: ({ isCompleted }) =>
      isCompleted
        ? 'when a letter was issued: phd loa letter <partner> --date <the date on the letter>'
        : 'check it yourself; nothing was recorded',
  },
  not_an_address: refused,
  suspicious_notice: refused,
  too_few_words: refused,

  // Questions in SQL.
  bad_query: { exitCode: ExitCode.usage, next: () => 'for the views and their columns: phd query --views' },
  no_such_person: { ...notFound, next: () => 'check the spelling; to search by name: phd query --views' },
  no_such_view: { ...notFound, next: () => 'see all of them: phd query --views' },
  not_a_select: {
    ...refused,
    next: () => 'phd query only reads; records change by phd import, decisions by the commands of each job: phd --help',
  },
  query_parameter: {
    exitCode: ExitCode.usage,
    next: ({ name }) =>
      name === null ? 'name them as in :country, and add: --param country=<value>' : `add: --param ${name}=<value>`,
  },
  query_too_large: { ...refused, next: () => 'ask for fewer rows or columns, or for a part of the values' },
  query_too_long: {
    ...refused,
    next: () => 'look up by record_key where you can, or allow more: --timeout <seconds>',
  },

  // Distributors.
  country_not_found: { ...notFound, next: () => 'name a country, or its code of two letters: phd distributor DE' },

  // Roles.
  role_not_found: { ...notFound, next: () => 'see: phd role list' },

  // Channel managers.
  no_such_plan: {
    ...notFound,
    next: ({ isGuess }) => (isGuess ? 'see: phd cam plans; if it is one of them, add --plan <plan>' : 'see: phd cam plans'),
  },
  not_a_plan: { ...refused, next: () => 'make one: phd cam plan --out plan.json' },
  not_set: refused,
  opportunity_not_found: notFound,
  other_plan_version: { ...refused, next: () => 'make a new one: phd cam plan' },
  owner_inactive: refused,
  plan_ambiguous: { ...notFound, next: () => 'add --plan <plan>; see: phd cam plans' },
  plan_closed: refused,
  plan_edited: { ...refused, next: () => 'make a new one; to leave changes out, use --without, --only and --region' },
  plan_stale: refused,
  too_many_changes: refused,
  user_not_found: notFound,
}

function takeCommand(by: FailureFacts['taken']['by']): string {
  if (by === null) return 'take it with --take-over'
  return `phd ${by.group} ${by.group === 'mail' ? 'claim' : 'take'} ${shellWord(by.reference)} --take-over`
}

const PIPED: Readonly<Record<FailureFacts['nothing_piped']['what'], string>> = {
  export: 'pipe an export in: phd import - < accounts.csv',
  mail: 'pipe a mail in: phd mail classify - < mail.eml',
  query: 'pipe a query in: phd query - < question.sql',
}

const OWN_FOLDER = 'use a folder of your own'

function closeToOthers({ chmod }: FailureFacts['exposed_folder']): string {
  return chmod === null ? OWN_FOLDER : `remove their access: chmod ${chmod.mode} ${shellWord(chmod.path)}`
}

/** For a file that is not the complete list it was imported as. */
const PARTIAL = {
  account: 'run it without --snapshot-of',
  table: 'add --merge, if it is a part of the table',
  list: 'run it without --snapshot',
}

/** By what an encoding was found. */
const SURE = {
  cells: 'export it again as UTF-8; or, if that reads right, run',
  zeros: 'if it is UTF-16, run',
  guess: 'export it again as UTF-8, or try',
}

const ORDER = { mdy: 'month first', dmy: 'day first' }

function eitherOrder(commandWith: CommandWith): string {
  return `${commandWith('--date-order mdy')} (month first) or: ${commandWith('--date-order dmy')} (day first)`
}

function eitherMark(commandWith: CommandWith): string {
  return `${commandWith('--decimal point')} (1,234.50) or: ${commandWith('--decimal comma')} (1.234,50)`
}

function importAccounts({ undoing, asOf }: FailureFacts['no_accounts']): string {
  if (undoing !== undefined)
    return `to restore it: phd imports undo ${undoing}; or import an accounts export: phd import <accounts.csv>`
  if (asOf !== undefined) return 'use a later --as-of; for import times: phd imports list'
  return 'import the Salesforce accounts export first: phd import <accounts.csv>'
}

function findPartner(facts: FailureFacts['partner_not_found']): string {
  if ('noAccounts' in facts) {
    const { noAccounts } = facts
    return noAccounts
      ? `${noAccounts.message}; ${explain(noAccounts).hint}`
      : 'import a newer accounts export: phd import <accounts.csv>'
  }
  const { typed, suggested } = facts
  const [id, ...others] = suggested
  if (id === undefined) return 'check the spelling, or search: phd partner find <part of the name>'
  return `use its id, or add the name as an alias: phd partner alias add ${shellWord(typed)} ${others.length > 0 ? '<id>' : id}`
}

const endingOf = (error: PhdError): Ending<FailureKind> => ENDINGS[error.kind] as Ending<FailureKind>

/** What the process ends with after a failure. */
export function exitCodeOf(error: PhdError): ExitCode {
  return endingOf(error).exitCode
}

/** A failure with its exit code and what to do next. */
export function explain(error: PhdError, commandWith: CommandWith = (option) => `the same command with ${option}`): Failure {
  const { kind, message, candidates, detail } = error
  const { exitCode, next, code = kind } = endingOf(error)
  return {
    code: typeof code === 'function' ? code(error.facts) : code,
    exitCode,
    message,
    hint: error.hint ?? next?.(error.facts, commandWith) ?? null,
    candidates,
    detail,
  }
}

/** Runs what reads a file; the next step of a failure repeats the command as it was typed. */
export async function typedAs<T>(commandWith: CommandWith, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof PhdError)) throw error
    const { hint } = explain(error, commandWith)
    throw hint === null ? error : error.withHint(hint)
  }
}
