import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk } from '../../cli/phd.ts'
import { Cluster, HAS_POSTGRES } from './cluster.ts'

/*
 * Promise: however a server, a database or a login is set, and whatever else is in the database, the answers are the same, or phd
 * refuses the desk and says why.
 */

const EXPORTS = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
const QUESTIONS = [
  ['loa', 'check', '--all', '--json'],
  ['partner', 'show', 'Lumen Labs 4', '--history'],
  ['imports', 'list'],
  ['imports', 'show', '4'],
  ['partner', 'alias', 'list'],
  ['audit', 'verify'],
] as const

/** What could change an answer, as an administrator may set it for a login or a database. */
const SETTINGS: Readonly<Record<string, string>> = {
  DateStyle: 'German, DMY',
  TimeZone: 'Asia/Tokyo',
  search_path: 'public',
  standard_conforming_strings: 'off',
  escape_string_warning: 'off',
  statement_timeout: '1ms',
  lock_timeout: '1ms',
  idle_in_transaction_session_timeout: '1ms',
  default_transaction_isolation: 'serializable',
  transform_null_equals: 'on',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  client_encoding: 'LATIN1',
  quote_all_identifiers: 'on',
  array_nulls: 'off',
}

/** What someone put where a careless program would find it before its own. */
const IN_PUBLIC = `
  CREATE TABLE public.meta (name text, value text);
  INSERT INTO public.meta VALUES ('schema', '99');
  CREATE TABLE public.audit (id integer);
  CREATE TABLE public.accounts (key text);
  CREATE FUNCTION public.sighted(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1 / 0';
  CREATE FUNCTION public.seen_then(text, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1 / 0';
  CREATE FUNCTION public.unfolded(integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1 / 0';
  CREATE FUNCTION public.analyze_kind(text) RETURNS void LANGUAGE sql AS 'SELECT 1 / 0';
  CREATE FUNCTION public.strpos(text, text) RETURNS integer LANGUAGE sql AS 'SELECT 1 / 0';
  CREATE FUNCTION public.never(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
  CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.never);`

describe.skipIf(!HAS_POSTGRES)('a desk on a server', () => {
  const desk = new Desk()
  let cluster: Cluster
  let expected: unknown

  const at = (address: string, ...args: readonly string[]) => desk.run(args, { PHD_DB: address })

  /** What a desk answers. An entry has the login that made it, and so another hash. */
  const asked = (address: string): string[] =>
    QUESTIONS.map((args) => JSON.stringify(at(address, ...args)).replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH'))

  /** Makes a desk, works on it, and gives all it answers. */
  function answers(address: string): unknown {
    for (const args of [
      ['desk', 'init'],
      ['import', ...EXPORTS],
      ['import', 'accounts-2026-11-27.csv', '--allow-shrink', '--now', '2026-11-28T09:00:00Z'],
      ['imports', 'undo', '4', '--yes', '--now', '2026-11-28T09:01:00Z'],
      ['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4 Ltd', '--now', '2026-11-28T09:02:00Z'],
    ])
      expect(at(address, ...args)).toMatchObject({ code: 0, stderr: '' })
    return asked(address)
  }

  beforeAll(async () => {
    cluster = await Cluster.start()
    desk.put(...EXPORTS.map((file) => `desk/${file}`), 'history/accounts-2026-11-27.csv')
    expected = answers(cluster.createDatabase('plain'))
  })
  afterAll(async () => {
    desk.remove()
    await cluster.stop()
  })

  it.each([
    ['sorts as people in Sweden do', "LOCALE_PROVIDER icu ICU_LOCALE 'sv'"],
    ['sorts and ignores case as a language says', "LOCALE_PROVIDER icu ICU_LOCALE 'und-u-ks-level1'"],
    ['knows no letters but ASCII', "LOCALE 'C'"],
  ])('answers the same where the database %s', (_, how) => {
    cluster.sql('postgres', `CREATE DATABASE sorted TEMPLATE template0 ENCODING 'UTF8' ${how}`)
    expect(answers(cluster.address('sorted'))).toEqual(expected)
    cluster.sql('postgres', 'DROP DATABASE sorted')
  })

  it.each(['ROLE odd', 'DATABASE odd'])('answers the same whatever is set for a %s', (whose) => {
    cluster.sql('postgres', 'CREATE ROLE odd LOGIN SUPERUSER')
    cluster.createDatabase('odd')
    cluster.sql(
      'postgres',
      Object.entries(SETTINGS)
        .map(([name, value]) => `ALTER ${whose} SET ${name} = ${name === 'search_path' ? value : `'${value}'`}`)
        .join(';'),
    )
    expect(answers(cluster.address('odd', 'odd'))).toEqual(expected)
    cluster.sql('postgres', 'DROP DATABASE odd')
    cluster.sql('postgres', 'DROP ROLE odd')
  })

  it('finds its own tables and functions, whatever has their names elsewhere', () => {
    const address = cluster.createDatabase('crowded')
    cluster.sql('crowded', IN_PUBLIC)
    cluster.sql('postgres', 'ALTER DATABASE crowded SET search_path = public, phd, pg_catalog')
    expect(answers(address)).toEqual(expected)
  })

  it.each(['LATIN1', 'SQL_ASCII'])('is refused in a database whose texts are %s', (encoding) => {
    cluster.sql('postgres', `CREATE DATABASE old TEMPLATE template0 ENCODING '${encoding}' LOCALE 'C'`)
    for (const args of [
      ['desk', 'init'],
      ['imports', 'list'],
      ['import', 'sfdc-accounts.csv'],
    ]) {
      const { code, stderr } = at(cluster.address('old'), ...args)
      expect([code, stderr]).toEqual([5, expect.stringContaining(`keeps its texts as ${encoding}; phd needs UTF8`)])
    }
    expect(cluster.sql('old', "SELECT count(*) FROM pg_namespace WHERE nspname = 'phd'")).toBe('0')
    cluster.sql('postgres', 'DROP DATABASE old')
  })

  it.each([
    ['a table of another program', 'CREATE TABLE phd.accounts (id integer)'],
    ['another table of its own name', 'CREATE TABLE phd.meta (what text)'],
    ['a function', 'CREATE FUNCTION phd.sighted(integer) RETURNS integer LANGUAGE sql AS $$SELECT 1$$'],
  ])('is not made in a schema that is someone else’s: %s', (_, made) => {
    const address = cluster.createDatabase('theirs')
    cluster.sql('theirs', `CREATE SCHEMA phd; ${made}`)
    const tables = () => cluster.sql('theirs', "SELECT count(*) FROM pg_class WHERE relnamespace = 'phd'::regnamespace")
    const before = tables()
    const { code, stderr } = at(address, 'desk', 'init')
    expect([code, stderr]).toEqual([5, expect.stringContaining('has a schema phd that is not a desk')])
    for (const args of [
      ['imports', 'list'],
      ['import', 'sfdc-accounts.csv'],
      ['desk', 'status'],
    ])
      expect([3, 5], args.join(' ')).toContain(at(address, ...args).code)
    expect(tables()).toBe(before)
    cluster.sql('postgres', 'DROP DATABASE theirs')
  })

  it('is made in an empty schema that its administrator prepared', () => {
    const address = cluster.createDatabase('prepared')
    cluster.sql('prepared', 'CREATE SCHEMA phd')
    expect(at(address, 'desk', 'init').code).toBe(0)
  })

  it('that takes no writes says so, and answers the same who asks for no more', () => {
    cluster.sql('postgres', 'CREATE ROLE careful LOGIN SUPERUSER; ALTER ROLE careful SET default_transaction_read_only = on')
    const address = cluster.address('plain', 'careful')
    expect(asked(`${address}?target_session_attrs=any`)).toEqual(expected)
    for (const args of [
      ['import', 'sfdc-accounts.csv'],
      ['imports', 'undo', '1', '--yes'],
      ['partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH'],
      ['prune', '--older-than', '2026-11-20', '--yes'],
      ['desk', 'grant', 'careful', 'reader'],
    ]) {
      const { code, stdout, stderr } = at(address, ...args)
      expect([code, stdout + stderr]).toEqual([6, expect.stringContaining('takes no writes now')])
    }
  })
})
