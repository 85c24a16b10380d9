import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { version } from './app/version.ts'
import { requireOfPieces } from './pieces.ts'

/** What the build says of the program: it changes with every byte of it. */
declare const PHD_BUILD: string

const { env } = process
// Node itself would warn on stderr that it takes the one for the other.
if (env.NO_COLOR) delete env.FORCE_COLOR

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Needs no more of the program than this.
  process.stdout.on('error', () => {})
  process.stdout.write(`${version}\n`)
} else run()

function run(): void {
  // What names no command: the help, and a line that is refused.
  let ran = 'help'
  const load = requireOfPieces(import.meta.dirname, cacheFolder(), () => ran)
  const { main } = load('./main.cjs') as typeof import('./main.ts')
  void main(args, (command) => {
    ran = command
  }).then((code) => {
    // A result that could not be written has set a code of its own.
    process.exitCode ??= code
  })
}

/**
 * The cache of compiled code is a folder of the user's own: in a shared one another user could put code there. Where there is no home folder,
 * nothing is kept.
 */
function cacheFolder(): string | null {
  if (env.NODE_DISABLE_COMPILE_CACHE) return null
  try {
    const folder = env.NODE_COMPILE_CACHE || env.XDG_CACHE_HOME || join(homedir(), '.cache')
    // One that is relative would be another for every working folder.
    if (!isAbsolute(folder)) return null
    return join(folder, 'phd', `${process.version}-${process.arch}-${PHD_BUILD}`)
  } catch {
    return null
  }
}
