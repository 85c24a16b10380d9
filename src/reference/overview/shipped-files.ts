/** How the files in `data/` differ from those that came with this phd. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { dataFolder } from '../data-files.ts'

/** The hash of each file that came with phd, as the build noted it; null where it noted none. */
export function shippedHashes(): ReadonlyMap<string, string> | null {
  try {
    const noted: unknown = JSON.parse(readFileSync(join(dataFolder(), '..', 'dist', 'data-hashes.json'), 'utf8'))
    return new Map(Object.entries(noted as Record<string, string>))
  } catch {
    return null
  }
}

/** The hash of each file that is in `data/` now, by its name there. */
export function dataHashes(folder = dataFolder()): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  return new Map(
    files.map((path) => [
      path.slice(folder.length + 1).replaceAll(sep, '/'),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  )
}

/** Which files are different, gone or new; null where the build noted none. */
export function differencesFromShipped(): { changed: string[]; missing: string[]; added: string[] } | null {
  const shipped = shippedHashes()
  if (!shipped) return null
  const now = dataHashes()
  return {
    changed: [...shipped].filter(([name, hash]) => now.has(name) && now.get(name) !== hash).map(([name]) => name),
    missing: [...shipped.keys()].filter((name) => !now.has(name)),
    added: [...now.keys()].filter((name) => !shipped.has(name)),
  }
}

/** The user's own replies and answers in these folders (null: none), and whether one that came with phd has the same name. */
export function ownFiles({ replies, answers }: { replies: string | null; answers: string | null }): OwnFile[] {
  return [...ownIn(replies, 'reply', 'replies'), ...ownIn(answers, 'answer', 'answers')]
}

interface OwnFile {
  of: 'reply' | 'answer'
  name: string
  replaces: boolean
}

function ownIn(folder: string | null, of: OwnFile['of'], shipped: string): OwnFile[] {
  if (folder === null || !existsSync(folder)) return []
  const known = new Set(textsIn(join(dataFolder(), shipped)))
  return textsIn(folder).map((name) => ({ of, name, replaces: known.has(name) }))
}

function textsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .flatMap((path) => /(?:^|[\\/])([a-z0-9]+(?:-[a-z0-9]+)*)\.txt$/.exec(path)?.[1] ?? [])
      .sort()
  } catch {
    // Reading the folder says why it cannot be read.
    return []
  }
}
