/** The rules of the house. Each takes all its files and gives what offends, in a sentence that says where and what to do. */

import { isBuiltin } from 'node:module'
import { circlesOf } from './circles.ts'
import { COMPUTED, type Found, type Import, type SourceFile } from './house.ts'
import {
  FOR_ALL,
  isPure,
  jobOf,
  KNOWS_NO_COMMAND,
  MAY_ALSO,
  MAY_IMPORT,
  MAY_USE_THREADS,
  PACKAGES,
  REACHES_THE_DESK,
  roomOf,
  SPEAKS_OF_SQL,
} from './layout.ts'

export interface Offense {
  /** What offends, whatever line it is on. */
  what: string
  /** Where, what, and what to do. */
  sentence: string
}

export interface Rule {
  name: string
  check(files: readonly SourceFile[]): Offense[]
}

const MOST_FILES = 20
const MOST_LINES_OF_A_FUNCTION = 59
const MOST_LINES_OF_MOST_FILES = 129

export const RULES: readonly Rule[] = [
  {
    name: 'no circle of files, types included',
    check: (files) =>
      circlesOf(files).map(({ path, line }) => ({
        what: path.join(' > '),
        sentence: `src/${path[0]}:${line} is in a circle: ${path.join(' > ')}; move what both need to a file below them`,
      })),
  },
  {
    name: 'rooms are those that are drawn',
    check: (files) =>
      files
        .filter(({ path }) => !MAY_IMPORT[roomOf(path)] || /^commands\/(?!program\.ts$)[^/]+$/.test(path))
        .map(({ path }) => ({
          what: path,
          sentence: `src/${path}:1 lies in no room of the house; move it to one of test/architecture/layout.ts`,
        })),
  },
  {
    name: 'rooms import in the directions that are drawn',
    check: (files) =>
      ofImports(files, ({ path }, { to, typesOnly }) => {
        const [room, target] = [roomOf(path), roomOf(to)]
        const may = [...(MAY_IMPORT[room] ?? []), ...(MAY_ALSO[path] ?? [])]
        if (target === '..') return may.includes(to) ? null : 'it leaves src; read it by its path when it is needed'
        if (!to.endsWith('.ts') || target === room || target === 'commands' || FOR_ALL.includes(to)) return null
        const types = may.includes(`${target} (types)`)
        if (may.includes(target) || may.includes(to) || (typesOnly && types)) return null
        return `${room} may not import${types ? ' more than types of' : ''} ${target}; turn it round, or move what both need below them`
      }),
  },
  {
    name: 'a command imports no other command',
    check: (files) =>
      ofImports(files, ({ path }, { to }) => {
        const [from, other] = [jobOf(path), jobOf(to)]
        if (from === null || other === null || from === other) return null
        return 'a command imports no other; move what both need to verdicts, decisions, drafts, mailbox or app'
      }),
  },
  {
    name: 'only main.ts imports commands/',
    check: (files) =>
      ofImports(files, ({ path }, { to }) => {
        if (roomOf(to) !== 'commands' || (jobOf(path) !== null && jobOf(to) !== null)) return null
        if (path === 'main.ts' && to === 'commands/program.ts') return null
        if (path === 'commands/program.ts' && /^commands\/[^/]+\/command\.ts$/.test(to)) return null
        if (path === 'commands/program.ts') return 'the program knows only the command.ts of each job; export it from there'
        if (path === 'main.ts') return 'main.ts knows commands/program.ts alone; go through it'
        return 'only main.ts imports from commands/; move what is needed to a room below, or hand it in'
      }),
  },
  {
    name: 'each package is known in its rooms alone',
    check: (files) =>
      ofImports(files, ({ path }, { to, typesOnly }) => {
        if (to === COMPUTED || /^\.\.?\/|\.ts$/.test(to) || isBuiltin(to)) return null
        const rooms = PACKAGES[to]
        if (!rooms) return 'no room may know this package yet; name its room in test/architecture/layout.ts, with a reason'
        const room = roomOf(path)
        return rooms.includes(room) || (typesOnly && rooms.includes(`${room} (types)`))
          ? null
          : `only ${rooms.join(', ')} may know it; ask that room for what is needed`
      }),
  },
  {
    name: 'only terminal/ and main.ts print and end the program',
    check: (files) =>
      files
        .filter(({ path }) => roomOf(path) !== 'terminal' && path !== 'main.ts')
        .flatMap((file) => [
          ...ofUses(file, (name) => {
            // The start ends with the exit code that it was given.
            // All of the program that `phd --version` needs.
            if (file.path === 'start.ts' && /^process\.(?:exitCode$|stdout\.)/.test(name)) return null
            const prints =
              /^(?:console(?:\.|$)|process\.(?:stdout|stderr|exit|exitCode|abort|reallyExit|kill|emitWarning)\b|process$)/
            return prints.test(name) ? 'give text back, or print through the Io that the command was given' : null
          }),
          ...ofImports([file], (_, { to }) =>
            /^(?:node:)?(?:console|process|tty|readline|readline\/promises)$/.test(to) ? 'ask and print through terminal/' : null,
          ),
        ]),
  },
  {
    name: 'rules, reports, views and sentences are pure',
    check: (files) =>
      files
        .filter(({ path }) => isPure(path))
        .flatMap((file) => [
          ...ofUses(file, (name) => {
            if (/^(?:Date\.now|new Date\(\)|Date\(\)|performance\.|process\.hrtime|Temporal\.Now)/.test(name))
              return 'it reads the clock; take the moment as a value'
            if (/^(?:Math\.random|crypto\.)/.test(name)) return 'it comes out differently each time; take it as a value'
            if (/^print$|(?:^|\.)io\.(?:result|note)$/.test(name))
              return 'it prints; give text back, and let the command print it'
            return /^(?:process|require|fetch)(?:\.|$)/.test(name) ? 'it reaches outside; take what is needed as a value' : null
          }),
          ...ofImports([file], (_, { to, typesOnly, dynamic }) => {
            if (isBuiltin(to)) return 'it needs no part of Node; take what is needed as a value'
            if (dynamic) return 'it loads nothing when it runs; import it at the top, or take what is needed as a value'
            return roomOf(to) === 'store' && !typesOnly ? 'it knows the types of the store alone; take records as values' : null
          }),
        ]),
  },
  {
    name: 'SQL is in the store alone',
    check: (files) =>
      files
        .filter(({ path }) => roomOf(path) !== 'store' && !SPEAKS_OF_SQL.includes(path))
        .flatMap((file) => [
          ...file.texts.filter(({ text }) => isSql(text)).map((found) => inFile(file, found, 'is SQL', 'ask the store for it')),
          ...file.texts
            .filter(({ text }) => /^SQLITE_/.test(text))
            .map((found) => inFile(file, found, 'is a code of the engine', 'go by the kind of a PhdError')),
          ...ofUses(file, (name) => (/^\.(?:prepare|pragma)\(\)$/.test(name) ? 'it speaks to the engine; ask the store' : null)),
        ]),
  },
  {
    name: 'the domain names no command, no option and no exit code',
    check: (files) =>
      files
        .filter(({ path }) => KNOWS_NO_COMMAND.includes(roomOf(path)))
        .flatMap((file) => [
          ...file.texts
            .filter(({ text }) => COMMAND.test(text) || OPTION.test(text))
            .map((found) => inFile(file, found, 'names what to type', 'throw a kind with its facts; app/failures.ts words it')),
          ...ofUses(file, (name) =>
            /^ExitCode\b|^highestCode$/.test(name) ? 'throw a kind; app/failures.ts gives it its exit code' : null,
          ),
        ]),
  },
  {
    name: 'nothing reaches the network, starts a program or makes code',
    check: (files) =>
      files.flatMap((file) => [
        ...ofUses(file, (name) =>
          /^(?:fetch|WebSocket|EventSource|XMLHttpRequest|eval|Function|globalThis|global|process\.(?:binding|dlopen))$/.test(
            name,
          )
            ? 'nothing phones home, starts a program or makes code; leave it out'
            : null,
        ),
        ...ofImports([file], ({ path }, { to }) => {
          if (to === COMPUTED) return 'name the module as a plain string, so that it can be seen what is loaded'
          // It reads the pieces of the program.
          if ((to === 'node:module' || to === 'node:vm') && path === 'pieces.ts') return null
          if (to === 'node:tls' && path === REACHES_THE_DESK) return null
          if (to === 'node:worker_threads' && MAY_USE_THREADS.includes(path)) return null
          return OUTSIDE.test(to) ? 'nothing phones home, starts a program or makes code; leave it out' : null
        }),
      ]),
  },
  {
    name: `a folder has at most ${MOST_FILES} files`,
    check: (files) =>
      [...Map.groupBy(files, ({ path }) => path.split('/').slice(0, -1).join('/'))]
        .filter(([, inside]) => inside.length > MOST_FILES)
        .map(([folder, inside]) => ({
          what: folder,
          sentence: `src/${folder}:1 has ${inside.length} files, ${MOST_FILES} at most; give what belongs together a folder in it`,
        })),
  },
  {
    name: 'a file does not repeat the name of its folder',
    check: (files) =>
      files.flatMap((file) => {
        const [name = '', folder = ''] = file.path.split('/').reverse()
        const isOfJob = jobOf(file.path) !== null || NAMED_FOR_A_FOLDER.includes(roomOf(file.path))
        const prefix = [folder, folder.replace(/s$/, '')].find((each) => name.startsWith(`${each}-`))
        if (!isOfJob || prefix === undefined || name === `${folder}-view.ts`) return []
        const sentence = `src/${file.path}:1 says twice that it is in ${folder}; call it ${name.slice(prefix.length + 1)}`
        return [{ what: file.path, sentence }]
      }),
  },
  {
    name: `a function has at most ${MOST_LINES_OF_A_FUNCTION} lines`,
    check: (files) =>
      files.flatMap((file) =>
        file.functions
          .filter(({ lines }) => lines > MOST_LINES_OF_A_FUNCTION)
          .map(({ line, name, lines }) => ({
            what: `${file.path} ${name}`,
            sentence: `src/${file.path}:${line} has ${name} with ${lines} lines, ${MOST_LINES_OF_A_FUNCTION} at most; split it by what it does`,
          })),
      ),
  },
  {
    name: 'an exported function has a doc comment',
    check: (files) =>
      files.flatMap(({ path, exported }) =>
        exported
          .filter(({ isDocumented }) => !isDocumented)
          .map(({ line, name }) => ({
            what: `${path} ${name}`,
            sentence: `src/${path}:${line} exports ${name} without a doc comment; say right above it what it gives and what it throws`,
          })),
      ),
  },
  {
    name: `half of the files have at most ${MOST_LINES_OF_MOST_FILES} lines`,
    check: (files) => {
      const byLength = [...files].sort((a, b) => a.lines - b.lines)
      const median = byLength[Math.floor(byLength.length / 2)]?.lines ?? 0
      const longest = byLength.at(-1)
      if (!longest || median <= MOST_LINES_OF_MOST_FILES) return []
      const limit = `${MOST_LINES_OF_MOST_FILES} at most`
      return [
        {
          what: 'median',
          sentence: `src/${longest.path}:1 and others are long: the median is ${median} lines, ${limit}; split them`,
        },
      ]
    },
  },
]

/** Modules of Node that lead outside: to the network, another program or thread, or code that is made when it runs. */
const OUTSIDE =
  /^(?:node:)?(?:net|http|https|http2|dgram|tls|dns|dns\/promises|child_process|cluster|worker_threads|vm|module|inspector|repl)$/

const COMMAND = /\bphd (?:audit|cam|cert-report|doctor|import|imports|inbox|loa|mail|nfr|partner|poe|policy|reply)\b/
const OPTION = /(?:^|[\s"'`(])--[a-z]/

/** Rooms whose files are named for what they do in them. The rest is older than the rule. */
const NAMED_FOR_A_FOLDER = ['app', 'terminal', 'verdicts', 'decisions', 'drafts', 'mailbox']

function isSql(text: string): boolean {
  return /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|(?:CREATE|ALTER|DROP) (?:TABLE|INDEX|VIEW|TRIGGER))\s/.test(text)
}

/** Goes through all imports; `judge` gives why one may not be and what to do, or null. */
function ofImports(files: readonly SourceFile[], judge: (file: SourceFile, each: Import) => string | null): Offense[] {
  return files.flatMap((file) =>
    file.imports.flatMap((each) => {
      const why = judge(file, each)
      const what = `imports ${each.to}`
      return why === null ? [] : [{ what: `${file.path} ${what}`, sentence: `src/${file.path}:${each.line} ${what}: ${why}` }]
    }),
  )
}

/** Goes through all names that a file uses; `judge` gives why one may not be and what to do, or null. */
function ofUses(file: SourceFile, judge: (name: string) => string | null): Offense[] {
  return file.uses.flatMap((found) => {
    const why = judge(found.text)
    return why === null ? [] : [inFile(file, found, `uses ${found.text}`, why)]
  })
}

function inFile({ path }: SourceFile, { line, text }: Found, what: string, why: string): Offense {
  const named = what.includes(text) ? what : `${what} ("${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}")`
  return { what: `${path} ${named}`, sentence: `src/${path}:${line} ${named}: ${why}` }
}
