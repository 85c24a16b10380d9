/** What a session is told as it starts, so that no setting of a server, a role or a machine changes an answer. */

/** So long one question may take, in milliseconds. */
const QUESTION_MS = 60_000
/** So long a transaction may wait for this process, in milliseconds. */
const IDLE_MS = 300_000

const ALWAYS: Readonly<Record<string, string>> = {
  statement_timeout: String(QUESTION_MS),
  idle_in_transaction_session_timeout: String(IDLE_MS),
  TimeZone: 'UTC',
  DateStyle: 'ISO,YMD',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  default_transaction_isolation: 'read committed',
  // A cursor is read to its end.
  cursor_tuple_fraction: '1',
}

/** How one connects to a desk. */
export interface SessionOptions {
  /** How long a writer waits for another one, in seconds. */
  waitSeconds: number
  /** Settings of the server beside those that every session has, or in place of them, by name. */
  settings?: Readonly<Record<string, string>>
}

/** The settings of a session, as the server takes them when it is connected to; `asked`: what the address adds, of the same form. */
export function sessionOptions({ waitSeconds, settings }: SessionOptions, asked: string | null = null): string {
  // To the server, 0 means without end.
  const all = { ...ALWAYS, lock_timeout: String(Math.max(1, Math.round(waitSeconds * 1000))), ...settings }
  const ours = Object.entries(all).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`)
  return [...(asked === null ? [] : [asked]), ...ours].join(' ')
}
