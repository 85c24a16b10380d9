/**
 * PostgreSQL for tests: a cluster of its own in a temporary folder, on a Unix socket. It ends with the tests, however they end.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The oldest version that phd works with. */
const OLDEST = 15
/** Where Debian puts the programs of each version. */
const INSTALLED = '/usr/lib/postgresql'
/** The superuser of each cluster. */
const SUPERUSER = 'tester'
const PORT = '5432'
/** A server that is not ready in this time never will be. */
const READY_WITHIN_MS = 60_000

/** The folder of the programs of the newest version; null where none is installed. */
const programs: string | null =
  (existsSync(INSTALLED) ? readdirSync(INSTALLED) : [])
    .filter((version) => Number(version) >= OLDEST && existsSync(join(INSTALLED, version, 'bin', 'postgres')))
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, 'bin'))[0] ?? null

/** Whether tests that need a server run: where none is installed they are skipped, unless they have to run. */
export const HAS_POSTGRES: boolean = programs !== null || process.env.PHD_POSTGRES === 'required'

/** Servers that a cluster can be of, the installed one first: each with its name, and the folder of its programs where that is another. */
export const SERVERS: ReadonlyArray<readonly [name: string, programs: string | undefined]> = [
  ['the installed server', undefined],
  ...(process.env.PHD_OTHER_POSTGRES ? [['another server', process.env.PHD_OTHER_POSTGRES] as const] : []),
]

/** What a cluster is started with, beside what every one has. */
export interface ClusterOptions {
  /** The folder of the server's own programs, where it is not the installed one. */
  programs?: string | undefined
  /** Settings of the server, by name. */
  settings?: Readonly<Record<string, string>>
  /** The lines of `pg_hba.conf`; left out, everybody on the socket is trusted. */
  access?: readonly string[]
  /** The folder it is made in; left out, one that is in memory where there is one. */
  under?: string
  /** Files beside the data, by name, that only the server can read. */
  files?: Readonly<Record<string, string>>
}

/** A cluster. Its server runs until it is stopped, or the process of the tests ends. */
export class Cluster {
  /** Where the socket is; also the folder of all the cluster has. */
  readonly folder: string
  readonly #owner: Owner
  readonly #options: ClusterOptions
  #server: ChildProcess | null = null

  private constructor(options: ClusterOptions) {
    this.#options = options
    this.#owner = ownerOfServers()
    this.folder = mkdtempSync(join(options.under ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir()), 'phd-postgres-'))
    this.#handOver(this.folder)
  }

  /** Makes a cluster and starts its server. Throws where no server is installed. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const cluster = new Cluster(options)
    cluster.#endWithTests()
    cluster.#make()
    await cluster.restart()
    return cluster
  }

  /** The address of a database, as phd takes it. `user`: who connects. */
  address(database: string, user = SUPERUSER): string {
    return `postgres://${user}@${encodeURIComponent(this.folder)}:${this.#port}/${database}`
  }

  /** Makes an empty database and gives its address; with a language, its texts are sorted as people who speak it do. */
  createDatabase(name: string, language?: string): string {
    const sorted = language === undefined ? [] : ['-T', 'template0', '--locale-provider=icu', `--icu-locale=${language}`]
    this.#run('createdb', ...this.#asSuperuser, ...sorted, name)
    return this.address(name)
  }

  /** Makes a database that holds the same as another, which may be in use. */
  copyDatabase(from: string, to: string): void {
    const dump = join(this.folder, `${to}.sql`)
    const connection = ['-h', this.folder, '-U', SUPERUSER]
    this.createDatabase(to)
    this.#run('pg_dump', ...connection, '-f', dump, from)
    this.#run('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', ...connection, '-d', to, '-f', dump)
    rmSync(dump)
  }

  /** Runs SQL as the superuser, past phd, and gives what it prints: a line for each row, cells parted by `|`. */
  sql(database: string, text: string): string {
    const plain = ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1']
    return this.#run('psql', ...plain, ...this.#asSuperuser, '-d', database, '-c', text).trimEnd()
  }

  /** What the server wrote to its log. */
  log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8')
  }

  /** Stops the server: `fast` ends connections and writes all down, `immediate` is like a loss of power. The data stay. */
  async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const server = this.#server
    if (server === null) return
    this.#server = null
    server.ref()
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  /** Starts the server again, with its data, and waits until it answers. */
  async restart(): Promise<void> {
    await this.stop()
    const log = openSync(join(this.folder, 'log'), 'a')
    const server = spawn(this.#serverProgram('postgres'), ['-D', this.#data], { ...this.#owner, stdio: ['ignore', log, log] })
    closeSync(log)
    this.#server = server
    // A server alone keeps no process of tests from ending.
    server.unref()
    const until = Date.now() + READY_WITHIN_MS
    while (!this.#isReady()) {
      if (server.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${this.log()}`)
      await pause(10)
    }
  }

  get #port(): string {
    return this.#options.settings?.port ?? PORT
  }

  get #asSuperuser(): readonly string[] {
    return ['-h', this.folder, '-p', this.#port, '-U', SUPERUSER]
  }

  get #data(): string {
    return join(this.folder, 'data')
  }

  /** The server says in its file how far it is. */
  #isReady(): boolean {
    const file = join(this.#data, 'postmaster.pid')
    return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
  }

  #make(): void {
    const settings = {
      unix_socket_directories: this.folder,
      port: PORT,
      listen_addresses: '',
      // What these tests lose with the machine they do not need.
      fsync: 'off',
      max_connections: '40',
      ...this.#options.settings,
    }
    const users = ['-U', SUPERUSER, '-A', 'trust']
    const how = ['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions']
    this.#runFile(this.#serverProgram('initdb'), ['-D', this.#data, ...users, ...how])
    for (const [name, text] of Object.entries(this.#options.files ?? {})) {
      const file = join(this.#data, name)
      writeFileSync(file, text, { mode: 0o600 })
      this.#handOver(file)
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    appendFileSync(join(this.#data, 'postgresql.conf'), lines.join(''))
    const { access } = this.#options
    if (access) writeFileSync(join(this.#data, 'pg_hba.conf'), access.map((line) => `${line}\n`).join(''))
  }

  #handOver(path: string): void {
    const { uid, gid } = this.#owner
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
  }

  /** A shell waits for the end of this process, also where it is killed: its pipe closes then. It stops the server and removes all. */
  #endWithTests(): void {
    const watch = spawn('sh', ['-c', END, 'sh', this.folder], {
      ...this.#owner,
      stdio: ['pipe', 'ignore', 'ignore'],
      // Ctrl-C at a terminal goes to all of a group at once.
      detached: true,
    })
    watch.unref()
    // The pipe alone keeps no process from ending.
    ;(watch.stdin as unknown as { unref(): void } | null)?.unref()
  }

  #serverProgram(name: string): string {
    const { programs: others } = this.#options
    return others === undefined ? program(name) : join(others, name)
  }

  #run(name: string, ...args: string[]): string {
    return this.#runFile(program(name), args)
  }

  #runFile(path: string, args: readonly string[]): string {
    return execFileSync(path, args, { ...this.#owner, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
}

const END = `
read -r _
if read -r server < "$1/data/postmaster.pid"; then
  kill -QUIT "$server"
  tries=0
  while kill -0 "$server" && [ $tries -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
fi
rm -rf "$1"
`

let shared: Promise<Cluster> | null = null

/** The cluster that test files share, each with databases of its own. It is not to be stopped. */
export function sharedCluster(): Promise<Cluster> {
  shared ??= Cluster.start()
  return shared
}

/** Who a program of the server runs as, and its environment. */
interface Owner {
  uid?: number
  gid?: number
  cwd: string
  env: NodeJS.ProcessEnv
}

/** A server refuses to run as root: there, its programs run as the user that Debian made for them. */
function ownerOfServers(): Owner {
  // Nothing of the machine's own settings of PostgreSQL.
  const plain = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } }
  if (process.getuid?.() !== 0) return plain
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { ...plain, uid: idOf('-u'), gid: idOf('-g') }
}

function program(name: string): string {
  if (programs === null) throw new Error(`PostgreSQL ${OLDEST} or newer is not installed; on Debian: apt-get install postgresql`)
  return join(programs, name)
}
