import { expect, it } from 'vitest'
import { addressOf } from '../../../src/store/postgres/connection/address.ts'
import { type TlsFiles, type TlsOptions, tlsFor } from '../../../src/store/postgres/connection/tls.ts'
import { failing } from '../../failing.ts'

/** What is asked of the first host of an address, on a machine with these files. */
function asked(named: string, there: Readonly<Record<string, string>> = {}, system: readonly string[] = ['SYSTEM']): TlsOptions {
  const around = { env: {}, home: '/home/ann', login: () => 'ann', socketFolder: null, serviceFiles: () => [] }
  const { address } = addressOf(named, around)
  const files: TlsFiles = {
    read: (path) => there[path] ?? null,
    isExposed: (path) => there[path] === 'EXPOSED',
    ofSystem: () => system,
  }
  return tlsFor(address.hosts[0], address, files)
}

/** Both the authority and the name are checked. */
const WHOLE = { minVersion: 'TLSv1.2', rejectUnauthorized: true }
const nameIsNotChecked = { checkServerIdentity: expect.any(Function) }
const OWN = { '/home/ann/.postgresql/root.crt': 'OWN' }

it.each<[string, Parameters<typeof asked>, object | false]>([
  ['checks authority and name', ['postgres://host'], { ...WHOLE, ca: ['SYSTEM'] }],
  ['goes by the authority of the user', ['postgres://host', OWN], { ...WHOLE, ca: ['OWN'] }],
  ['goes by the authority that is named', ['postgres://host?sslrootcert=/x', { ...OWN, '/x': 'X' }], { ...WHOLE, ca: ['X'] }],
  [
    'goes by the authorities of the machine on request',
    ['postgres://host?sslrootcert=system', OWN],
    { ...WHOLE, ca: ['SYSTEM'] },
  ],
  ['goes by those of Node where the machine has none', ['postgres://host', {}, []], WHOLE],
  ['is plain on a socket', ['postgres://%2Frun?sslmode=verify-full'], false],
  ['is plain on this machine', ['postgres://localhost'], false],
  ['is plain at 127.1.2.3', ['postgres://127.1.2.3'], false],
  ['is plain at ::1', ['postgres://[::1]'], false],
  ['is not plain at 128.0.0.1', ['postgres://128.0.0.1'], { ...WHOLE, ca: ['SYSTEM'] }],
  ['is not plain at a name that only begins so', ['postgres://127.0.0.1.example.com'], { ...WHOLE, ca: ['SYSTEM'] }],
  ['is checked on this machine on request', ['postgres://localhost?sslmode=verify-full', OWN], { ...WHOLE, ca: ['OWN'] }],
  ['is plain on request', ['postgres://host?sslmode=disable', OWN], false],
  [
    'checks nothing on request',
    ['postgres://host?sslmode=require'],
    { minVersion: 'TLSv1.2', rejectUnauthorized: false, ...nameIsNotChecked },
  ],
  [
    'checks the authority there is all the same',
    ['postgres://host?sslmode=require', OWN],
    { ...WHOLE, ca: ['OWN'], ...nameIsNotChecked },
  ],
  [
    'checks the authority alone on request',
    ['postgres://host?sslmode=verify-ca', OWN],
    { ...WHOLE, ca: ['OWN'], ...nameIsNotChecked },
  ],
  [
    'checks the name that was meant, wherever it is connected to',
    ['postgres://host?hostaddr=127.0.0.1'],
    { ...WHOLE, ca: ['SYSTEM'], host: 'host', servername: 'host' },
  ],
  [
    'shows the certificate of the user',
    [
      'postgres://host',
      { ...OWN, '/home/ann/.postgresql/postgresql.crt': 'CERT', '/home/ann/.postgresql/postgresql.key': 'KEY' },
    ],
    { ...WHOLE, ca: ['OWN'], cert: 'CERT', key: 'KEY' },
  ],
])('%s', (_, args, expected) => {
  expect(asked(...args)).toEqual(expected)
})

it.each<[string, Parameters<typeof asked>, object]>([
  ['verify-ca without an authority of the desk', ['postgres://host?sslmode=verify-ca'], { code: 'usage' }],
  ['require with those of the machine', ['postgres://host?sslmode=require&sslrootcert=system'], { code: 'usage' }],
  ['an authority that is not there', ['postgres://host?sslrootcert=/x'], { code: 'access_refused', message: 'no file /x' }],
  ['a certificate that is not there', ['postgres://host?sslcert=/x'], { code: 'access_refused', message: 'no file /x' }],
  [
    'a key that others can read',
    ['postgres://host?sslcert=/x&sslkey=/y', { '/x': 'CERT', '/y': 'EXPOSED' }],
    { code: 'passwords_exposed', message: 'others can read the key in /y', hint: 'remove their access: chmod 600 /y' },
  ],
])('refuses %s', (_, args, expected) => {
  expect(() => asked(...args)).toThrow(failing(expected))
})
