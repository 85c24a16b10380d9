import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// The cache of compiled code is a file of the user's own: in a shared folder another user could put code there.
if (!process.env.NODE_COMPILE_CACHE && !process.env.NODE_DISABLE_COMPILE_CACHE) {
  enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'phd'))
}
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
