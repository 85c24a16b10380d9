import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// The cache of compiled code is a file of the user's own: in a shared folder another user could put code there.
const cache = cacheFolder()
if (cache && !process.env.NODE_COMPILE_CACHE && !process.env.NODE_DISABLE_COMPILE_CACHE) enableCompileCache(cache)
// Node itself would warn on stderr that it takes the one for the other.
if (process.env.NO_COLOR) delete process.env.FORCE_COLOR

/** Where there is no home folder, nothing is kept. */
function cacheFolder(): string | undefined {
  try {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'phd')
  } catch {
    return undefined
  }
}

void import('./main.ts').then(async ({ main }) => {
  const code = await main(process.argv.slice(2))
  // A result that could not be written has set a code of its own.
  process.exitCode ??= code
})
