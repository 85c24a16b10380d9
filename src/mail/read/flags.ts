/** What may be odd about a mail, and what stops phd from reading it. */

/** Why a mail needs review before anything is done with it. */
export type MailFlag =
  | 'malformed_header'
  | 'truncated'
  | 'doubled_header'
  | 'multiple_from'
  | 'no_sender'
  | 'auth_fail'
  | 'reply_to_elsewhere'
  | 'lookalike_domain'
  | 'odd_characters'
  | 'docusign_by_name'
  | 'hidden_text'
  | 'decode_error'
  | 'texts_differ'
  | 'text_cut'
  | 'automatic'
  | 'asks_no_answer'
  | 'name_conflict'
  | 'unsafe_name'
  | 'dangerous_type'
  | 'archive'
  | 'empty_attachment'
  | 'external_body'
  | 'digest'
  | 'tnef'
  | 'mail_inside'
  | 'forwarded'
  | 'claims'
  | 'no_document'
  | 'taken_back'
  | 'unknown_sender'
  | 'several_partners'
  | 'several_opportunities'
  | 'opportunity_of_another'
  | 'opportunity_unknown'
  | 'uncertain_kind'
  | 'came_before'
  | 'stale_evidence'
  | 'evidence_in_doubt'
  | 'bad_date'

/** Why a mail is not interpreted at all. */
export type QuarantineCode =
  | 'empty'
  | 'no_headers'
  | 'broken_mime'
  | 'ambiguous_mime'
  | 'limit_bytes'
  | 'limit_headers'
  | 'limit_depth'
  | 'limit_parts'
  | 'limit_attachments'
  | 'limit_recipients'
  | 'limit_lines'
  | 'unreadable'

/** A mail that is not interpreted: why, as a code and in a few words. */
export class Quarantined extends Error {
  readonly code: QuarantineCode

  constructor(code: QuarantineCode, message: string) {
    super(message)
    this.code = code
  }
}

export interface MailLimits {
  bytes: number
  depth: number
  parts: number
  headerBytes: number
  attachments: number
  recipients: number
}
