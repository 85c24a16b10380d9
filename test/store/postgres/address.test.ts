import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PhdError } from '../../../src/errors.ts'
import { addressOf, type Surroundings, safeName } from '../../../src/store/postgres/connection/address.ts'
import { settingsOfUri } from '../../../src/store/postgres/connection/uri.ts'
import { failing, failureOf } from '../../failing.ts'

/** What an address says, as libpq prints it in its own tests. */
function said(uri: string): Record<string, string> {
  return Object.fromEntries([...settingsOfUri(uri)].map(([name, { value }]) => [name, value]))
}

const message = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return failureOf(error).message
  }
  throw new Error('it was taken')
}

function around(parts: Partial<Surroundings> = {}): Surroundings {
  return { env: {}, home: '/home/ann', login: () => 'ann', socketFolder: '/run/postgresql', serviceFiles: () => [], ...parts }
}

/** A service file with one service, `desk`. */
function services(...lines: string[]): Partial<Surroundings> {
  const text = ['# all desks', '[other]', 'host=other', '[desk]', ...lines, '', '[last]', 'port=9'].join('\n')
  return { serviceFiles: () => [{ path: '/home/ann/.pg_service.conf', text, exposed: true }] }
}

describe('an address, as libpq reads it', () => {
  // From the tests of libpq itself, but the forms with a password.
  it.each([
    ['postgresql://uri-user@host:12345/db', { user: 'uri-user', dbname: 'db', host: 'host', port: '12345' }],
    ['postgresql://uri-user@host/db', { user: 'uri-user', dbname: 'db', host: 'host' }],
    ['postgresql://host:12345/db', { dbname: 'db', host: 'host', port: '12345' }],
    ['postgresql://uri-user@host:12345/', { user: 'uri-user', host: 'host', port: '12345' }],
    ['postgresql://uri-user@', { user: 'uri-user' }],
    ['postgresql://host:12345', { host: 'host', port: '12345' }],
    ['postgresql://', {}],
    ['postgresql://?hostaddr=127.0.0.1', { hostaddr: '127.0.0.1' }],
    ['postgresql://example.com?hostaddr=63.1.2.4', { host: 'example.com', hostaddr: '63.1.2.4' }],
    ['postgresql://%68ost/', { host: 'host' }],
    ['postgresql://host/db?user=uri-user&port=12345', { user: 'uri-user', dbname: 'db', host: 'host', port: '12345' }],
    ['postgresql://host/db?u%73er=other&port=12345', { user: 'other', dbname: 'db', host: 'host', port: '12345' }],
    ['postgresql://host?  user = uri-user & port  = 12345 ', { user: 'uri-user', host: 'host', port: '12345' }],
    ['postgresql://host?', { host: 'host' }],
    ['postgresql://[::1]:12345/db', { dbname: 'db', host: '::1', port: '12345' }],
    ['postgresql://[2001:db8::1234]/', { host: '2001:db8::1234' }],
    ['postgres:///db', { dbname: 'db' }],
    ['postgres://uri-user@/db', { user: 'uri-user', dbname: 'db' }],
    ['postgres://@host', { host: 'host' }],
    ['postgres://host:/', { host: 'host' }],
    ['postgres://:12345/', { port: '12345' }],
    [
      'postgres://otheruser@:12345/db?host=/path/to/socket',
      { user: 'otheruser', dbname: 'db', host: '/path/to/socket', port: '12345' },
    ],
    ['postgres://%2Fvar%2Flib%2Fpostgresql/dbname', { dbname: 'dbname', host: '/var/lib/postgresql' }],
    ['postgres://one:1,two,[::3]:3/db', { host: 'one,two,::3', port: '1,,3', dbname: 'db' }],
    ['postgres://host?ssl=true', { host: 'host', sslmode: 'require' }],
  ])('%s', (uri, expected) => {
    expect(said(uri)).toEqual(expected)
  })

  it.each([
    ['postgre://host', 'the address of the desk begins with something else than postgres://'],
    ['postgresql://host/db?u%7aer=someotheruser', 'the address of the desk has an unknown parameter "uzer"'],
    ['postgresql://host?  user user  =  uri  & port = 12345', 'the address of the desk has a blank in a parameter'],
    ['postgres://[::1', 'the address of the desk has a host or a port that cannot be read'],
    ['postgres://[]', 'the address of the desk has an empty address in brackets'],
    ['postgres://[::1]z', 'the address of the desk has a host or a port that cannot be read'],
    ['postgresql://host?zzz', 'the address of the desk has a parameter that is not written as name=value'],
    ['postgresql://host?key=key=value', 'the address of the desk has a parameter that is not written as name=value'],
    ['postgres://host?dbname=%XXfoo', 'the address of the desk has a % that encodes nothing'],
    ['postgresql://a%00b', 'the address of the desk has a control character'],
    ['postgresql://a%FFb', 'the address of the desk encodes something that is not UTF-8'],
    ['postgresql://%1', 'the address of the desk has a % that encodes nothing'],
    ['postgresql://host/a/b', 'the address of the desk has an @ or a / in the name of the database'],
    ['postgres://host/db?user=ann@example.com', 'the address of the desk has an @ after its question mark'],
    ['postgres://host?sslcrl=x', 'sslcrl of the address of the desk asks for something that phd does not support'],
    [
      'postgres://host?channel_binding=require',
      'channel_binding of the address of the desk asks for something that phd does not support',
    ],
  ])('refuses %s', (uri, expected) => {
    expect(message(() => said(uri))).toBe(expected)
  })

  it.each([
    'postgres://ann:x@host/db',
    'postgres://:x@host',
    'postgres://ann:p?x@host',
    'postgres://host?password=x',
    'postgres://host?sslpassword=x',
  ])('refuses a password: %s', (uri) => {
    expect(() => said(uri)).toThrow(failing({ code: 'usage', message: 'the address of the desk has a password in it' }))
  })

  it('never repeats a password, wherever in an address it was written', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 20, unit: fc.constantFrom(...'kq7Z:/@?#&=%[], \\;+ü') })
      .filter((text) => /[kq7Z]{2}/.test(text))
    const form = fc.constantFrom(
      (word: string) => `postgres://ann:${word}@host/db`,
      (word: string) => `postgresql://ann:${word}@host:1,host:2/db?sslmode=disable`,
      (word: string) => `postgres://host/db?password=${word}`,
      (word: string) => `postgres://host/db?pasword=${word}&user=ann`,
      (word: string) => `postgres://host/db?port=${word}&sslmode=${word}&connect_timeout=${word}`,
      (word: string) => `service=${word}`,
    )
    fc.assert(
      fc.property(secret, form, (word, write) => {
        // What a part of it would still tell.
        const tells = (text: string): boolean => (word.match(/[kq7Z]{2,}/g) ?? []).some((part) => text.includes(part))
        try {
          const { address } = addressOf(write(word), around())
          expect(tells(safeName(address))).toBe(false)
        } catch (error) {
          if (!(error instanceof PhdError)) throw error
          const { message: text, hint } = failureOf(error)
          expect([text, tells(`${text} ${hint}`)]).toEqual([text, false])
        }
      }),
      { numRuns: 3_000, seed: 1 },
    )
  })
})

describe('where a desk is', () => {
  it('takes what the address says before its service, that before the environment, and that before what is usual', () => {
    const env = {
      PGHOST: 'env',
      PGPORT: '1',
      PGUSER: 'env',
      PGDATABASE: 'env',
      PGSSLMODE: 'disable',
      PGAPPNAME: 'env',
      PGPASSWORD: 'secret',
    }
    const given = { ...services('host=service', 'host=second', 'user=service', 'dbname=service'), env }
    expect(addressOf('postgres://address?service=desk', around(given))).toMatchObject({
      address: {
        hosts: [{ name: 'address', at: null, port: 1 }],
        user: 'service',
        database: 'service',
        tls: { mode: 'disable' },
        application: 'env',
      },
      password: 'secret',
    })
    expect(safeName(addressOf('service=desk', around(given)).address)).toBe('service:1/service')
    expect(safeName(addressOf('postgres://', around({ ...given, env: { ...env, PGSERVICE: 'desk' } })).address)).toBe(
      'service:1/service',
    )
    expect(addressOf('postgres://', around())).toEqual({
      address: {
        hosts: [{ name: '/run/postgresql', at: null, port: 5432 }],
        user: 'ann',
        database: 'ann',
        tls: { mode: null, authorities: null, certificate: null, key: null, folder: '/home/ann/.postgresql' },
        toWrite: true,
        seconds: null,
        application: 'phd',
        options: null,
      },
      password: null,
      passwordFile: '/home/ann/.pgpass',
    })
    expect(safeName(addressOf('postgres://', around({ socketFolder: null })).address)).toBe('localhost/ann')
    const nobody = around({ login: () => null })
    expect(safeName(addressOf('postgres://bob@host', nobody).address)).toBe('host/bob')
    expect(() => addressOf('postgres://host', nobody)).toThrow(failing({ code: 'usage' }))
  })

  it('knows several hosts, with a port for each or one for all, and where each is', () => {
    const hosts = (named: string) => addressOf(named, around()).address.hosts.map(({ name, at, port }) => [name, at, port])
    expect(hosts('postgres://one:1,two/db')).toEqual([
      ['one', null, 1],
      ['two', null, 5432],
    ])
    expect(hosts('postgres://one,two/db?port=7')).toEqual([
      ['one', null, 7],
      ['two', null, 7],
    ])
    expect(hosts('postgres://one,two/db?hostaddr=10.0.0.1,10.0.0.2')).toEqual([
      ['one', '10.0.0.1', 5432],
      ['two', '10.0.0.2', 5432],
    ])
    expect(hosts('postgres://?hostaddr=10.0.0.1')).toEqual([['10.0.0.1', null, 5432]])
    expect(message(() => hosts('postgres://one,two?hostaddr=10.0.0.1'))).toBe('host and hostaddr have lists of different lengths')
    expect(message(() => hosts('postgres://one,two,three?port=1,2'))).toBe('there are more or fewer ports than hosts')
  })

  it.each([
    ['postgres://host?port=0', {}, 'the address of the desk has an invalid port'],
    ['postgres://host?port=65536', {}, 'the address of the desk has an invalid port'],
    ['postgres://host', { PGPORT: 'x' }, 'PGPORT has an invalid value'],
    ['postgres://host?sslmode=prefer', {}, 'the address of the desk has an invalid sslmode'],
    ['postgres://host', { PGSSLMODE: 'no-verify' }, 'PGSSLMODE has an invalid value'],
    ['postgres://host?target_session_attrs=standby', {}, 'the address of the desk has an invalid target_session_attrs'],
    ['postgres://host?connect_timeout=soon', {}, 'the address of the desk has an invalid connect_timeout'],
    ['postgres://host', { PGREQUIREAUTH: 'scram-sha-256' }, 'PGREQUIREAUTH asks for something that phd does not support'],
    ['postgres://%40socket', {}, 'the host is an abstract socket'],
    ['service=desk', {}, 'unknown service: there is no service file'],
    ['service=desk host=x', {}, 'the address of the desk begins with something else than postgres://'],
  ])('refuses %s', (named, env, expected) => {
    expect(message(() => addressOf(named, around({ env })))).toBe(expected)
  })

  it('takes a mode of TLS that may end without it on this machine alone', () => {
    const mode = (named: string) => addressOf(named, around({ env: { PGSSLMODE: 'prefer' } })).address.tls.mode
    expect([mode('postgres://'), mode('postgres://localhost,127.0.0.1,[::1]')]).toEqual([null, null])
    expect(() => mode('postgres://localhost,host')).toThrow(failing({ code: 'usage' }))
  })

  it('never waits without end', () => {
    const seconds = (value: string) => addressOf(`postgres://host?connect_timeout=${value}`, around()).address.seconds
    expect(['3', '0', '-1', ''].map(seconds)).toEqual([3, null, null, null])
  })
})

describe('a service file', () => {
  it('says where a line cannot be read, and names no value', () => {
    const refused = (...lines: string[]) => message(() => addressOf('service=desk', around(services(...lines))))
    expect(refused('host = db')).toBe('/home/ann/.pg_service.conf:5 cannot be read')
    expect(refused('host=db', 'service=other')).toBe('/home/ann/.pg_service.conf:6 cannot be read')
    expect(refused('hots=db')).toBe('/home/ann/.pg_service.conf has an unknown parameter "hots"')
    expect(refused('port=kq7')).toBe('/home/ann/.pg_service.conf has an invalid port')
    expect(message(() => addressOf('service=desks', around(services())))).toBe(
      'unknown service: /home/ann/.pg_service.conf lack this service',
    )
  })

  it('may have a password, where nobody else can read it', () => {
    const given = services('password=a=b c')
    expect(() => addressOf('service=desk', around(given))).toThrow(
      failing({ code: 'passwords_exposed', hint: 'remove their access: chmod 600 /home/ann/.pg_service.conf' }),
    )
    const [file] = given.serviceFiles?.() ?? []
    const closed = { serviceFiles: () => (file ? [{ ...file, exposed: false }] : []) }
    expect(addressOf('service=desk', around(closed)).password).toBe('a=b c')
  })

  it('is looked for in the folder of the user first', () => {
    const file = (path: string, ...lines: string[]) => ({ path, text: lines.join('\r\n'), exposed: false })
    const serviceFiles = () => [file('/a', '[one]', 'host=a'), file('/b', '[one]', 'host=b', '[two]', 'host=b', 'port=2')]
    const host = (name: string) => safeName(addressOf(`service=${name}`, around({ serviceFiles })).address)
    expect([host('one'), host('two')]).toEqual(['a/ann', 'b:2/ann'])
    expect(() => host('three')).toThrow(failing({ message: 'unknown service: /a and /b lack this service' }))
  })
})
