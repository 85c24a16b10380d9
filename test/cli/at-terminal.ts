/** A terminal for tests. `script` of util-linux gives one; where it is missing, they are left out. */

import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Desk, root } from './phd.ts'

export const hasTerminal = spawnSync('script', ['--version']).status === 0

/** How long to wait for what is expected before a test says what came instead: longer than the slowest machine needs. */
const PATIENCE_MS = 90_000

/** Keys to press once the screen shows something, in order. */
type Answer = readonly [shown: RegExp, keys: string]

interface Seen {
  screen: string
  code: number | null
}

interface Terminal {
  size?: readonly [columns: number, rows: number]
  env?: NodeJS.ProcessEnv
  /** Called whenever the screen shows what was expected. */
  onAnswer?: () => void
}

/** Runs command lines at a terminal of 70 columns, or of others; `phd` stands for the program. */
export async function atTerminal(
  desk: Desk,
  command: string,
  answers: readonly Answer[] = [],
  { size: [columns, rows] = [70, 40], env = {}, onAnswer }: Terminal = {},
): Promise<Seen> {
  const phd = `"${process.execPath}" "${join(root, 'bin', 'phd.cjs')}"`
  const child = spawn(
    'script',
    ['-qefc', `stty cols ${columns} rows ${rows}; ${command.replace(/(?<=^|[;|] )phd/g, phd)}`, '/dev/null'],
    {
      cwd: desk.folder,
      env: { ...desk.env(), TERM: 'xterm', NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  let screen = ''
  let seen = 0
  const left = [...answers]
  let stuck: Error | null = null
  const patience = setTimeout(() => {
    stuck = new Error(`nothing like ${left[0]?.[0] ?? 'its end'} came on the screen, but:\n${screen.slice(seen).slice(-2000)}`)
    child.kill()
  }, PATIENCE_MS)
  child.stdout.setEncoding('utf8').on('data', (text) => {
    screen += text
    const [next] = left
    if (!next?.[0].test(screen.slice(seen))) return
    seen = screen.length
    left.shift()
    patience.refresh()
    onAnswer?.()
    child.stdin.write(next[1])
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(patience)
  if (stuck !== null) throw stuck
  return { screen, code }
}
