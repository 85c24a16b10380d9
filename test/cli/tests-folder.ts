import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TESTS_FOLDER } from './phd.ts'

/** What all tests take together, at most. */
const ROOM = 4 * 2 ** 30

/** Before all tests: makes the folder in which they have theirs. After them it is removed, whatever they left there. */
export default function makeFolder(): () => void {
  const folder = mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'phd-tests-'))
  process.env[TESTS_FOLDER] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Whether a disk in memory has room for the tests; some machines have none, or a small one. */
function hasRoom(disk: string): boolean {
  if (!existsSync(disk)) return false
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize > ROOM
}
