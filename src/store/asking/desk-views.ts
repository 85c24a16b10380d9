/** The views of what is not a record of its own kind: imports, how old evidence is, the audit, requests, other names, rejected rows. */

import type { Dialect, PlannedView, ViewColumn } from './planned-view.ts'

/** Columns that are those of a table. */
function asStored(columns: Readonly<Record<string, string>>, from = ''): ViewColumn[] {
  return Object.entries(columns).map(([name, about]) => [name, about, `${from}${name}`])
}

const undone = ({ undone: { before, from } }: Dialect): PlannedView => ({
  name: 'undone_imports',
  about: 'imports that were undone and do not count',
  columns: [
    ['import_id', 'import that was undone', 'import_id'],
    ['undone_by', 'import that is the undo', 'undone_by'],
  ],
  before,
  from,
})

const ages = ({ table, ages: from }: Dialect): PlannedView => ({
  name: 'evidence_ages',
  about: 'imported files that count, and how old each says it is',
  columns: [
    ['import_id', 'import that brought the rows', 'source.id'],
    ['kind', 'kind of record', 'source.kind'],
    ['file', 'name of the file', 'source.file'],
    ['last_seen_at', 'how old it says it is, ISO 8601 in UTC', 'age.at'],
    ['last_seen_by', 'what says so: title, footer, name, stated, file or import', 'age.by'],
  ],
  from: `${table('imports')} source ${from}`,
})

const importList = ({ table }: Dialect): PlannedView => ({
  name: 'import_list',
  about: 'every import and undo, in order',
  columns: [
    ['import_id', 'its number', 'id'],
    ...asStored({
      kind: 'kind of record',
      file: 'name of the file',
      sha256: 'hash of its bytes',
      bytes: 'its size',
      status: 'how it ended',
      mode: 'how it was taken: merge, snapshot or undo',
      actor: 'who imported it',
      imported_at: 'when, ISO 8601 in UTC',
      dated_at: 'how old it says it is, ISO 8601 in UTC',
      dated_by: 'what says so: title, footer, name, stated, file or import',
      same_as: 'import that had the same bytes; NULL: they were new',
      undoes: 'import that it undoes; NULL: it is not an undo',
    }),
    [
      'undone_by',
      'import that undid it; NULL: it counts',
      '(SELECT max(undone_by) FROM undone_imports WHERE import_id = imports.id)',
    ],
    ...asStored({
      rows_read: 'rows of the file',
      rows_added: 'new records',
      rows_changed: 'changed records',
      rows_unchanged: 'records that were the same',
      rows_removed: 'records that were removed',
      rows_rejected: 'rows that could not be used',
    }),
  ],
  from: table('imports'),
})

const PARTNERS: PlannedView = {
  name: 'partners',
  about: 'accounts of type Partner, or of no known type',
  columns: asStored({
    id: 'Salesforce id',
    name: 'name',
    status: 'Partner Status',
    track: 'Partner Track',
    owner: 'channel manager who owns the account',
    owner_id: 'user id of the owner',
    country: 'billing country',
    state: 'billing state or province',
    signed_contract: 'date of the signed contract (YYYY-MM-DD)',
    click_through: 'whether the online agreement was accepted: 1 or 0',
    website: 'web site',
    file: 'newest file that had it',
    line: 'line in that file',
    last_seen_at: 'how old that file says it is, ISO 8601 in UTC',
  }),
  from: `current_accounts WHERE type IS NULL OR lower(trim(type)) = 'partner'`,
}

const entries = ({ table }: Dialect): PlannedView => ({
  name: 'audit_entries',
  about: 'what was decided and changed',
  columns: [
    ['entry', 'its number', 'id'],
    ...asStored({
      at: 'when, ISO 8601 in UTC',
      actor: 'who',
      action: 'what was done',
      partner_id: 'partner it is about',
      request: 'request it belongs to',
      body: 'what it says, as JSON',
      evidence: 'what it rests on, as JSON',
      previous: 'hash of the entry before',
      hash: 'its own hash',
    }),
  ],
  from: table('audit'),
})

const requests = ({ table, said }: Dialect): PlannedView => ({
  name: 'requests',
  about: 'requests for letters and licenses, and their last entry',
  columns: [
    ['request', 'its number', 'opened.id'],
    ['question', 'loa or nfr', 'substr(opened.action, 1, 3)'],
    ['opened_at', 'when it was recorded, ISO 8601 in UTC', 'opened.at'],
    ['opened_by', 'who recorded it', 'opened.actor'],
    ['received', 'when it came: a day, or a moment', said('opened.body', 'received', 'text')],
    ['partner_id', 'partner it is for, by its last entry that names one', 'named.partner_id'],
    ['partner_name', 'its name then', said('named.body', 'partnerName', 'text')],
    ['requester_name', 'who asked', said('opened.body', 'requester.name', 'text')],
    ['requester_address', 'address of who asked', said('opened.body', 'requester.address', 'text')],
    ['license_type', 'license that was asked for', said('opened.body', 'ask.type', 'text')],
    ['users', 'for so many users', said('opened.body', 'ask.users', 'number')],
    ['renewal', 'whether it renews one: 1 or 0', said('opened.body', 'ask.renewal', 'flag')],
    ['envelope_id', 'envelope in DocuSign', said('opened.body', 'envelopeId', 'text')],
    ['last_entry', 'audit entry of what was recorded last', 'last.id'],
    ['last_action', 'what was recorded last', 'last.action'],
    ['last_at', 'when, ISO 8601 in UTC', 'last.at'],
    ['last_actor', 'who', 'last.actor'],
  ],
  from: `${table('audit')} opened
    JOIN (SELECT request, max(id) AS id FROM ${table('audit')} WHERE request IS NOT NULL GROUP BY request) newest ON newest.request = opened.id
    JOIN ${table('audit')} last ON last.id = newest.id
    LEFT JOIN (SELECT request, max(id) AS id FROM ${table('audit')} WHERE request IS NOT NULL AND partner_id IS NOT NULL GROUP BY request) naming
      ON naming.request = opened.id
    LEFT JOIN ${table('audit')} named ON named.id = naming.id
    WHERE opened.action IN ('loa_requested', 'nfr_requested')`,
})

const decisions = ({ table, said }: Dialect): PlannedView => ({
  name: 'decisions',
  about: 'approvals and denials of letters and licenses',
  columns: [
    ['entry', 'its audit entry', 'id'],
    ...asStored({ at: 'when, ISO 8601 in UTC', actor: 'who decided', request: 'request it answers', partner_id: 'partner' }),
    ['partner_name', 'its name then', said('body', 'partnerName', 'text')],
    ['question', 'loa or nfr', 'substr(action, 1, 3)'],
    ['decision', 'approved or denied', 'substr(action, 5)'],
    ['verdict', 'what the check said', said('body', 'verdict', 'text')],
    ['policy_version', 'version of the rule', said('body', 'policyVersion', 'text')],
    ['override_reason', 'why it was decided against the check; NULL: it was not', said('body', 'override.reason', 'text')],
    ['override_approved_by', 'who approved that', said('body', 'override.approvedBy', 'text')],
    ['license_type', 'license', said('body', 'ask.type', 'text')],
    ['users', 'for so many users', said('body', 'ask.users', 'number')],
    ['term_start', 'first day of the license', said('body', 'term.start', 'text')],
    ['term_end', 'last day of the license', said('body', 'term.end', 'text')],
  ],
  from: `${table('audit')} WHERE action IN ('loa_approved', 'loa_denied', 'nfr_approved', 'nfr_denied')`,
})

const otherNames = ({ table }: Dialect): PlannedView => ({
  name: 'other_names',
  about: 'other names of partners that were added by hand',
  columns: asStored({
    name: 'other name',
    account_id: 'partner',
    added_at: 'when, ISO 8601 in UTC',
    added_by: 'who added it',
  }),
  from: `${table('aliases')} WHERE removed_at IS NULL`,
})

const rejected = ({ table }: Dialect): PlannedView => ({
  name: 'rejected_rows',
  about: 'rows that could not be used, of imports that count',
  columns: [
    ['kind', 'kind of record', 'row.kind'],
    ['record_key', 'record it is about, where that could be read', 'row.key'],
    ['name', 'partner it names', 'row.name'],
    ['account_id', 'account it names', 'row.account_id'],
    ['import_id', 'import', 'row.import_id'],
    ['file', 'file', 'source.file'],
    ['line', 'line in that file', 'row.line'],
    ['imported_at', 'when, ISO 8601 in UTC', 'source.imported_at'],
  ],
  from: `${table('set_aside')} row JOIN ${table('imports')} source ON source.id = row.import_id
    WHERE row.import_id NOT IN (SELECT import_id FROM undone_imports)`,
})

/** All of them; views that others are made of come first. */
export function deskViews(dialect: Dialect): PlannedView[] {
  const made = [undone, ages, importList, PARTNERS, entries, requests, decisions, otherNames, rejected]
  return made.map((view) => (typeof view === 'function' ? view(dialect) : view))
}
