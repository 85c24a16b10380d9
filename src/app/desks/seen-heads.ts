/** Keeps the last entry of the audit that was seen of each desk on a server: a file for each in the person's own folder. */

import { join } from 'node:path'
import { isDeskId, type SeenHead, type SeenHeads, seenHead } from '../../records/heads/seen-heads.ts'
import { stateFolder } from '../user-files.ts'

const ENDING = '.json'

/** Those of the person whose home folder the environment names. */
export function seenHeads(env: NodeJS.ProcessEnv): SeenHeads {
  const folder = stateFolder(env, 'desks')
  return {
    all: () => (folder === null ? new Map() : readAll(folder)),
    keep: async (desk, head) => {
      if (folder === null || !isDeskId(desk)) return
      try {
        const file = join(folder, `${desk}${ENDING}`)
        if (head === null) return process.getBuiltinModule('node:fs').rmSync(file, { force: true })
        const { makeFolder, writeWhole } = await import('../../files/write-file.ts')
        makeFolder(folder)
        writeWhole(file, `${JSON.stringify(head)}\n`, { overwrite: true })
      } catch {
        // A home folder can be full, or closed to writing, and the desk goes on.
      }
    },
  }
}

function readAll(folder: string): Map<string, SeenHead> {
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs')
  const found = new Map<string, SeenHead>()
  const read = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch {
      return otherwise
    }
  }
  for (const name of read(() => readdirSync(folder), [])) {
    const desk = name.slice(0, -ENDING.length)
    if (!name.endsWith(ENDING) || !isDeskId(desk)) continue
    const head = read(() => seenHead(JSON.parse(readFileSync(join(folder, name), 'utf8'))), null)
    if (head !== null) found.set(desk, head)
  }
  return found
}
