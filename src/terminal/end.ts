/**
 * How the program ends where a thread of it cannot be ended: inside the database engine it does not come back, and Node waits for it
 * whenever it ends by itself (`process.exit` and `process.reallyExit` too).
 */

let isUnended = false

/** Says whether there is such a thread: one that works, or one that was asked to end and did not. */
export function threadWorks(does: boolean): void {
  isUnended = does
}

/** Whether there is one now. */
export function hasUnendedThread(): boolean {
  return isUnended
}

/**
 * Ends at once, with what was printed written out. The process becomes another Node, which does nothing but end with the exit code; no
 * other program is started. Where that is not possible, the system ends the process.
 */
export async function endAtOnce(exitCode: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
  const { NODE_OPTIONS: _, ...env } = process.env
  try {
    process.execve?.(process.execPath, [process.execPath, '-e', `process.exit(${exitCode})`], env)
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
  return new Promise(() => {})
}
