import { expect, it } from 'vitest'
import { whyUnusable } from '../../../src/store/postgres/connection/server-facts.ts'
import { failureOf } from '../../failing.ts'

it.each<[string, Record<string, string>, boolean, object | null]>([
  ['takes the oldest version', { server_version: '15.0' }, true, null],
  ['takes a version of a distribution', { server_version: '17.2 (Debian 17.2-1.pgdg120+1)' }, true, null],
  [
    'takes a version that is being tried',
    { server_version: '19beta1', in_hot_standby: 'off', default_transaction_read_only: 'off' },
    true,
    null,
  ],
  [
    'refuses an older version',
    { server_version: '14.19' },
    false,
    { code: 'server_too_old', exitCode: 5, message: 'db/desk is on PostgreSQL 14.19; phd needs 15 or newer' },
  ],
  [
    'refuses what does not say',
    {},
    false,
    { code: 'server_too_old', message: 'db/desk is on PostgreSQL of an unknown version; phd needs 15 or newer' },
  ],
  [
    'refuses a standby',
    { server_version: '16.1', in_hot_standby: 'on' },
    true,
    { code: 'desk_unreachable', exitCode: 6, message: 'db/desk takes no writes now' },
  ],
  [
    'refuses a server that only reads',
    { server_version: '16.1', default_transaction_read_only: 'on' },
    true,
    { code: 'desk_unreachable' },
  ],
  [
    'refuses other texts than UTF8',
    { server_version: '16.1', server_encoding: 'LATIN1' },
    false,
    { code: 'access_refused', exitCode: 5, message: 'db/desk keeps its texts as LATIN1; phd needs UTF8' },
  ],
  ['takes a standby on request', { server_version: '16.1', in_hot_standby: 'on' }, false, null],
])('%s', (_, told, toWrite, expected) => {
  const why = whyUnusable(new Map(Object.entries({ server_encoding: 'UTF8', ...told })), toWrite, 'db/desk')
  if (expected === null) expect(why).toBe(null)
  else expect(failureOf(why)).toMatchObject(expected)
})
