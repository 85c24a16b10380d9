import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../../src/store/postgres/connection/connect.ts'
import type { Connection } from '../../../src/store/postgres/connection/connection.ts'
import { asUserError, isLost, isRetriable } from '../../../src/store/postgres/connection/errors.ts'
import { namedDesk } from '../../../src/store/postgres/connection/named-desk.ts'
import { failing, failureOf } from '../../failing.ts'
import { Cluster, HAS_POSTGRES, sharedCluster } from './cluster.ts'

const NOW = { waitSeconds: 0.2 }

/** A port of this machine that nothing uses. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Connects, asks one question, and closes. */
async function ask(named: string, env: NodeJS.ProcessEnv = {}, sql = 'SELECT 1'): Promise<unknown[][]> {
  const connection = await connect(namedDesk(named, env), NOW)
  try {
    return await connection.lists(sql)
  } finally {
    await connection.close()
  }
}

const refused = async (work: Promise<unknown>) =>
  work.then(
    () => 'it was taken',
    (error: unknown) => failureOf(error),
  )

describe.skipIf(!HAS_POSTGRES)('a desk on a server', () => {
  let cluster: Cluster
  let address: string
  beforeAll(async () => {
    cluster = await sharedCluster()
    address = cluster.createDatabase('refusals')
    cluster.sql('refusals', 'CREATE TABLE secret (a integer); CREATE ROLE outsider LOGIN; CREATE ROLE nobody')
  })

  const place = () => `${cluster.folder}/refusals`

  it('says that there is no such database, login or right', async () => {
    expect(await refused(ask(cluster.address('no_such_desk')))).toMatchObject({
      code: 'access_refused',
      exitCode: 5,
      message: `${cluster.folder}/no_such_desk: its server has no such database`,
    })
    for (const login of ['no_such_login', 'nobody'])
      expect(await refused(ask(cluster.address('refusals', login)))).toMatchObject({
        code: 'access_refused',
        message: `${place()} does not let this login in`,
      })
    const denied = await ask(cluster.address('refusals', 'outsider'), {}, 'SELECT * FROM secret').catch((error: unknown) => error)
    expect(() => {
      throw asUserError(denied, 'desk')
    }).toThrow(failing({ code: 'access_refused', exitCode: 5, message: 'this login may not do that on desk' }))
  })

  it('says that nothing answers, and by what name the system knows that', async () => {
    const port = await freePort()
    expect(await refused(ask(`postgres://127.0.0.1:${port}/desk`))).toMatchObject({
      code: 'desk_unreachable',
      exitCode: 6,
      message: `could not reach 127.0.0.1:${port}/desk (ECONNREFUSED)`,
      hint: 'nothing was changed; check that its server runs and can be reached from here, then try again',
    })
    expect(await refused(ask('postgres://%2Fno%2Fsuch%2Ffolder/desk'))).toMatchObject({
      message: 'could not reach /no/such/folder/desk (ENOENT)',
    })
    expect(await refused(ask('postgres://no-such-host.invalid/desk?sslmode=disable'))).toMatchObject({ code: 'desk_unreachable' })
  })

  it('waits for a host that does not answer as long as it may, and for none without end', async () => {
    const silent = createServer((socket) => socket.resume())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    expect(await refused(ask(`postgres://127.0.0.1:${port}/desk?connect_timeout=1`))).toMatchObject({
      message: `could not reach 127.0.0.1:${port}/desk`,
    })
    // Another host has its turn then.
    const both = `postgres://127.0.0.1,${encodeURIComponent(cluster.folder)}/refusals?port=${port},5432&user=tester&connect_timeout=1`
    expect(await ask(both)).toEqual([[1]])
    await new Promise((resolve) => silent.close(resolve))
  })

  it('takes the first of several hosts that takes writes', async () => {
    const hosts = (...users: string[]) =>
      `postgres://${Array.from({ length: 2 }, () => encodeURIComponent(cluster.folder)).join(',')}/refusals?user=${users.join()}`
    cluster.sql('refusals', 'CREATE ROLE looker LOGIN; ALTER ROLE looker SET default_transaction_read_only = on')
    expect(await refused(ask(hosts('looker')))).toMatchObject({
      code: 'desk_unreachable',
      exitCode: 6,
      message: `${cluster.folder},${cluster.folder}/refusals takes no writes now`,
    })
    expect(await ask(`${hosts('looker')}&target_session_attrs=any`)).toEqual([[1]])
    expect(await ask(`postgres://%2Fno%2Fsuch,${encodeURIComponent(cluster.folder)}/refusals?user=tester`)).toEqual([[1]])
    // A refusal is an answer: no other host is asked.
    expect(await refused(ask(hosts('nobody')))).toMatchObject({ code: 'access_refused' })
  })

  describe('of several at once', () => {
    let one: Connection
    let other: Connection
    beforeAll(async () => {
      ;[one, other] = await Promise.all([connect(namedDesk(address, {}), NOW), connect(namedDesk(address, {}), NOW)])
      await one.run('CREATE TABLE rows (id integer PRIMARY KEY, n integer); INSERT INTO rows VALUES (1, 0), (2, 0)')
    })
    afterAll(async () => {
      await one.close()
      await other.close()
    })

    /** The error that something ends with; after it, nothing of a transaction is left. */
    const errorOf = async (connection: Connection, work: Promise<unknown>): Promise<unknown> => {
      const error = await work.then(
        () => null,
        (each: unknown) => each,
      )
      await connection.run('ROLLBACK')
      return error
    }

    it('says that another one is writing', async () => {
      await one.run('BEGIN; SELECT pg_advisory_xact_lock(7)')
      const error = await errorOf(other, other.run('BEGIN; SELECT pg_advisory_xact_lock(7)'))
      await one.run('ROLLBACK')
      expect([isRetriable(error), isLost(error)]).toEqual([false, false])
      expect(failureOf(asUserError(error, 'desk'))).toMatchObject({
        code: 'busy',
        exitCode: 6,
        message: 'another phd is writing to desk',
        hint: 'nothing was changed; try again in a moment',
      })
    })

    it('says that an answer took too long', async () => {
      await one.run('BEGIN; SET LOCAL statement_timeout = 50')
      const error = await errorOf(one, one.rows('SELECT pg_sleep(5)'))
      expect(failureOf(asUserError(error, 'desk'))).toMatchObject({ code: 'desk_slow', exitCode: 6 })
    })

    it('knows a deadlock, and a change that came between, as what may be tried again', async () => {
      const change = (id: number) => `UPDATE rows SET n = n + 1 WHERE id = ${id}`
      for (const each of [one, other]) await each.run('BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL deadlock_timeout = 10')
      await one.run(change(1))
      await other.run(change(2))
      const both = [one.run(change(2)), other.run(change(1))].map((work) => work.catch((error: unknown) => error))
      const deadlock = (await Promise.all(both)).filter((each) => each !== undefined)
      await one.run('ROLLBACK')
      await other.run('ROLLBACK')
      expect(deadlock.map(isRetriable)).toEqual([true])

      await one.run('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM rows')
      await other.run(change(1))
      const between = await errorOf(one, one.run(change(1)))
      expect(isRetriable(between)).toBe(true)
      expect(failureOf(asUserError(between, 'desk'))).toMatchObject({ code: 'busy', exitCode: 6 })
    })

    it('passes on what is a mistake of phd', async () => {
      const error = await errorOf(one, one.rows('SELECT no_such_column'))
      expect([asUserError(error, 'desk'), isLost(error), isRetriable(error)]).toEqual([error, false, false])
    })
  })
})

describe.skipIf(!HAS_POSTGRES)('a server that stops', () => {
  it('is told as a desk that cannot be reached, before and after, and is found again', async () => {
    const cluster = await Cluster.start()
    const address = cluster.createDatabase('desk')
    const place = `${cluster.folder}/desk`
    for (const how of ['fast', 'immediate'] as const) {
      const connection = await connect(namedDesk(address, {}), NOW)
      await connection.run('BEGIN; CREATE TABLE begun (a integer)')
      const asking = connection.rows('SELECT pg_sleep(60)').catch((error: unknown) => error)
      // It has to have come to the server, or there is nothing that ends.
      while (
        cluster.sql('desk', "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active'") !== '1'
      )
        await pause(10)
      await cluster.stop(how)
      const error = await asking
      expect(isLost(error)).toBe(true)
      expect(failureOf(asUserError(error, place))).toMatchObject({ code: 'desk_unreachable', exitCode: 6 })
      const next = await connection.run('COMMIT').catch((each: unknown) => each)
      expect([isLost(next), connection.isLost]).toEqual([true, true])
      await connection.close()
      expect(await refused(ask(address))).toMatchObject({ code: 'desk_unreachable', exitCode: 6 })
      await cluster.restart()
      expect(await ask(address, {}, 'SELECT count(*) FROM pg_class WHERE relname = $$begun$$')).toEqual([[0]])
    }
    await cluster.stop()
  })
})

/** Node makes no certificates. Where a server is installed, what makes them nearly always is. */
const CAN_MAKE_CERTIFICATES = process.env.PHD_POSTGRES === 'required' || spawnSync('openssl', ['version']).status === 0

describe.skipIf(!HAS_POSTGRES || !CAN_MAKE_CERTIFICATES)('a server that asks for passwords and shows certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phd-certificates-'))
  const home = join(folder, 'home')
  let cluster: Cluster
  let port: number

  /** Certificates of an authority made for this test: for localhost, for another name, and for the login of a person. */
  function makeCertificates(): void {
    const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
    const key = ['-newkey', 'rsa:2048', '-nodes']
    for (const authority of ['own', 'other'])
      run(
        'req',
        '-x509',
        ...key,
        '-keyout',
        `${authority}.key`,
        '-out',
        `${authority}.crt`,
        '-subj',
        `/CN=${authority}`,
        '-days',
        '9999',
      )
    for (const [name, subject] of [
      ['server', '/CN=localhost'],
      ['elsewhere', '/CN=elsewhere.example.com'],
      ['login', '/CN=certified'],
    ] as const) {
      run('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject)
      const host = subject.slice(4)
      writeFileSync(join(folder, 'extensions'), `subjectAltName=DNS:${host}\n`)
      const signed = ['-CA', 'own.crt', '-CAkey', 'own.key', '-CAcreateserial', '-days', '9999', '-extfile', 'extensions']
      run('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...signed)
    }
  }
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')

  beforeAll(async () => {
    makeCertificates()
    mkdirSync(join(home, '.postgresql'), { recursive: true })
    port = await freePort()
    cluster = await Cluster.start({
      settings: {
        listen_addresses: 'localhost',
        port: String(port),
        ssl: 'on',
        ssl_ca_file: 'own.crt',
        password_encryption: 'scram-sha-256',
      },
      files: { 'server.crt': text('server.crt'), 'server.key': text('server.key'), 'own.crt': text('own.crt') },
      access: [
        'local all tester trust',
        'hostssl all certified all cert',
        'hostssl all ann all scram-sha-256',
        'host all plain all scram-sha-256',
        'host all clear all password',
      ],
    })
    cluster.createDatabase('desk')
    cluster.sql(
      'desk',
      "CREATE ROLE ann LOGIN PASSWORD 'pa:ss\\w☃'; CREATE ROLE plain LOGIN PASSWORD 'plain'; CREATE ROLE clear LOGIN PASSWORD 'clear'; CREATE ROLE certified LOGIN",
    )
  })
  afterAll(async () => {
    await cluster?.stop()
    rmSync(folder, { recursive: true })
  })

  const named = (user: string, more = '') => `postgres://${user}@localhost:${port}/desk?${more}`
  const verified = () => `sslmode=verify-full&sslrootcert=${encodeURIComponent(join(folder, 'own.crt'))}`
  const HOME = { HOME: home }
  const tls = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
  const passwords = (lines: string, mode = 0o600) => {
    const file = join(home, '.pgpass')
    writeFileSync(file, lines)
    chmodSync(file, mode)
  }

  it('is given the password of its line in ~/.pgpass, or of the environment', async () => {
    passwords(`localhost:${port}:desk:plain:plain\nlocalhost:*:*:ann:pa\\:ss\\\\w☃\n*:*:*:clear:clear\n`)
    for (const user of ['plain', 'clear']) expect(await ask(named(user), HOME, tls)).toEqual([[false]])
    expect(await ask(named('ann', verified()), HOME, tls)).toEqual([[true]])
    passwords('')
    expect(await ask(named('plain'), { ...HOME, PGPASSWORD: 'plain' })).toEqual([[1]])
  })

  it('says that a password is missing or wrong, and never which', async () => {
    passwords('*:*:*:ann:kq7Z-wrong\n*:*:*:plain:kq7Z-wrong\n')
    for (const user of ['plain', 'ann']) {
      const failure = await refused(ask(named(user, user === 'ann' ? verified() : ''), HOME))
      expect(failure).toMatchObject({
        code: 'access_refused',
        exitCode: 5,
        message: `localhost:${port}/desk refused the password`,
      })
      expect(JSON.stringify(failure)).not.toContain('kq7Z')
    }
    expect(await refused(ask(named('clear'), HOME))).toMatchObject({ message: `localhost:${port}/desk asks for a password` })
    passwords('*:*:*:plain:plain\n', 0o640)
    expect(await refused(ask(named('plain'), HOME))).toMatchObject({
      code: 'passwords_exposed',
      exitCode: 5,
      hint: `remove their access: chmod 600 ${join(home, '.pgpass')}`,
    })
    // A server that asks for none is not told any, and the file not looked at.
    const socket = `postgres://tester@${encodeURIComponent(cluster.folder)}:${port}/desk`
    expect(await ask(socket, HOME)).toEqual([[1]])
  })

  it('is found by its service, with a password file of its own', async () => {
    const files = join(folder, 'files')
    mkdirSync(files)
    writeFileSync(join(files, 'passwords'), 'localhost:*:*:*:plain\n', { mode: 0o600 })
    const lines = ['[desk]', 'host=localhost', `port=${port}`, 'user=plain', 'dbname=desk']
    writeFileSync(join(home, '.pg_service.conf'), `${lines.join('\n')}\n`)
    expect(await ask('service=desk', { ...HOME, PGPASSFILE: join(files, 'passwords') })).toEqual([[1]])
    writeFileSync(join(files, 'pg_service.conf'), `${[...lines, `passfile=${join(files, 'passwords')}`].join('\n')}\n`)
    for (const env of [{ PGSYSCONFDIR: files }, { PGSERVICEFILE: join(files, 'pg_service.conf') }])
      expect(await ask('postgres://', { ...env, HOME: folder, PGSERVICE: 'desk' })).toEqual([[1]])
    // A folder that is named as a file.
    expect(await refused(ask('service=desk', { ...HOME, PGPASSFILE: files }))).toMatchObject({
      code: 'access_refused',
      message: `${files} cannot be read (EISDIR)`,
    })
  })

  it('is trusted by the certificate of its authority for its name', async () => {
    passwords('*:*:*:ann:pa\\:ss\\\\w☃\n')
    const own = join(home, '.postgresql', 'root.crt')
    expect(await refused(ask(named('ann', 'sslmode=verify-full'), HOME))).toMatchObject({
      code: 'desk_not_trusted',
      exitCode: 5,
      message: expect.stringContaining(`localhost:${port}/desk is not trusted: its certificate could not be checked (`),
    })
    writeFileSync(own, text('other.crt'))
    expect(await refused(ask(named('ann', 'sslmode=verify-ca'), HOME))).toMatchObject({ code: 'desk_not_trusted' })
    writeFileSync(own, text('own.crt'))
    expect(await ask(named('ann', 'sslmode=verify-full'), HOME, tls)).toEqual([[true]])

    const elsewhere = `postgres://ann@elsewhere.example.com:${port}/desk?hostaddr=127.0.0.1`
    expect(await refused(ask(elsewhere, HOME))).toMatchObject({
      code: 'desk_not_trusted',
      message: `elsewhere.example.com:${port}/desk showed a certificate for another name`,
    })
    expect(await ask(`${elsewhere}&sslmode=verify-ca`, HOME, tls)).toEqual([[true]])
    const byAddress = `postgres://ann@127.0.0.1:${port}/desk?sslmode=verify-full`
    expect(await refused(ask(byAddress, HOME))).toMatchObject({ code: 'desk_not_trusted' })
    rmSync(own)
    expect(await ask(`${byAddress.replace('verify-full', 'require')}`, HOME, tls)).toEqual([[true]])
  })

  it('tells what is wrong where the server wants TLS, or has none', async () => {
    passwords('*:*:*:*:x\n')
    expect(await refused(ask(named('ann'), HOME))).toMatchObject({ code: 'access_refused' })
    const bare = createServer((socket) => socket.once('data', () => socket.end('N')))
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
    const { port: at } = bare.address() as { port: number }
    expect(await refused(ask(`postgres://ann@127.0.0.1:${at}/desk?sslmode=require`, HOME))).toMatchObject({
      code: 'desk_not_trusted',
      message: `127.0.0.1:${at}/desk does not offer TLS`,
    })
    // Nor does phd go on to a host where it need not be private.
    const both = `postgres://tester@127.0.0.1:${at},${encodeURIComponent(cluster.folder)}:${port}/desk?sslmode=require`
    expect(await refused(ask(both, HOME))).toMatchObject({ code: 'desk_not_trusted' })
    await new Promise((resolve) => bare.close(resolve))
  })

  it('knows a login by its certificate', async () => {
    for (const name of ['login.crt', 'login.key']) chmodSync(join(folder, name), 0o600)
    const shown = `sslcert=${encodeURIComponent(join(folder, 'login.crt'))}&sslkey=${encodeURIComponent(join(folder, 'login.key'))}`
    expect(await ask(named('certified', `${verified()}&${shown}`), HOME, 'SELECT current_user::text')).toEqual([['certified']])
    expect(await refused(ask(named('certified', verified()), HOME))).toMatchObject({ code: 'access_refused' })
    for (const name of ['other.crt', 'other.key']) chmodSync(join(folder, name), 0o600)
    expect(await refused(ask(named('certified', `${verified()}&${shown.replaceAll('login.', 'other.')}`), HOME))).toMatchObject({
      code: 'access_refused',
      message: expect.stringContaining('refused the certificate of this login'),
    })
    expect(
      await refused(ask(named('certified', `${verified()}&${shown.replace('login.crt', 'home%2F.pgpass')}`), HOME)),
    ).toMatchObject({
      code: 'access_refused',
      message: expect.stringContaining('a file for TLS cannot be used'),
    })
  })
})
