/** What a session is told as it starts, so that no setting of a server, a role or a machine changes an answer. */

/** Each value is as the server shows it. */
const ALWAYS: Readonly<Record<string, string>> = {
  // So long one question may take.
  statement_timeout: '1min',
  // So long a transaction may wait for this process.
  idle_in_transaction_session_timeout: '5min',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
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
  /** Settings of the server beside those that every session has, or in place of them, by name, each as the server shows it. */
  settings?: Readonly<Record<string, string>>
}

/** The settings of a session, as the server takes them when it is connected to; `asked`: what the address adds, of the same form. */
export function sessionOptions({ waitSeconds, settings }: SessionOptions, asked: string | null = null): string {
  // To the server, 0 means without end.
  const all = { lock_timeout: String(Math.max(1, Math.round(waitSeconds * 1000))), ...ALWAYS, ...settings }
  const ours = Object.entries(all).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`)
  return [...(asked === null ? [] : [asked]), ...ours].join(' ')
}

/**
 * Asks whether a session is as it was told to be: one row of one cell. What stands between phd and the server may pass the settings on in
 * part, or not at all, and says nothing about it.
 */
export function sessionCheck({ settings }: SessionOptions): { text: string; values: string[] } {
  const all = Object.entries({ ...ALWAYS, ...settings })
  const told = all.map((_, i) => `pg_catalog.current_setting($${2 * i + 1}) = $${2 * i + 2}`)
  return { text: `SELECT ${told.join(' AND ')}`, values: all.flat() }
}
