/** The house as it is drawn. Change it together with the drawing in the README, and with a reason. */

/** What every file may import. */
export const FOR_ALL: readonly string[] = ['errors.ts']

/**
 * What every room may import, in addition to itself, what all may, and packages. "types" means types alone; a file stands for itself. Who may
 * import `commands/` is a rule of its own.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'start.ts': ['main.ts', 'pieces.ts', 'app/version.ts'],
  'pieces.ts': [],
  'main.ts': ['app', 'terminal'],
  'errors.ts': [],
  records: [],
  packed: [],
  rules: ['records', 'mail (types)'],
  // Counting by fiscal quarter needs the calendar of the rules; of all partners, figures are lists that are made as they are printed.
  reports: ['records', 'rules', 'packed'],
  mail: ['records'],
  handbook: ['records', 'store (types)'],
  store: ['records', 'files/disk.ts'],
  imports: ['records', 'store (types)'],
  documents: ['imports/read/zip.ts'],
  partners: ['records', 'rules', 'packed', 'store (types)'],
  requests: ['records', 'rules', 'partners', 'mail (types)', 'store (types)'],
  plans: ['records', 'rules', 'partners', 'store (types)'],
  reference: ['records', 'rules (types)', 'partners (types)', 'mail', 'handbook'],
  jobs: ['records', 'partners', 'imports', 'reports (types)', 'files', 'store (types)'],
  // A long table is made row by row as it is written.
  terminal: ['records', 'packed'],
  files: ['records', 'packed', 'terminal', 'store (types)'],
  app: [
    'records',
    'rules',
    'packed',
    'partners',
    'plans',
    'imports',
    'reference',
    'reports',
    'terminal',
    'files',
    'store (types)',
  ],
  verdicts: ['records', 'rules', 'packed', 'partners', 'requests', 'imports', 'reference', 'terminal', 'app', 'store (types)'],
  drafts: ['records', 'rules', 'partners', 'requests', 'mail', 'reference', 'files', 'terminal', 'app', 'store (types)'],
  mailbox: [
    ...['records', 'rules', 'partners', 'requests', 'mail', 'reference', 'imports', 'store (types)'],
    ...['files', 'drafts', 'documents', 'plans (types)'],
  ],
  decisions: [
    ...['records', 'rules', 'partners', 'requests', 'mail', 'reference', 'files', 'terminal', 'app', 'store (types)'],
    ...['verdicts', 'drafts'],
  ],
  // What pages about partners share: the lists, each row with its partner; and how a page is published.
  scorecards: [
    ...[
      'records',
      'rules',
      'packed',
      'partners',
      'reports',
      'reference',
      'mail',
      'files',
      'terminal',
      'app',
      'drafts',
      'store (types)',
    ],
  ],
  // What is due, of all jobs together.
  agenda: [
    ...['records', 'rules', 'partners', 'requests', 'plans', 'reports', 'terminal', 'files', 'app', 'store (types)'],
    ...['verdicts', 'decisions', 'scorecards', 'packed'],
  ],
  commands: [
    ...['records', 'rules', 'partners', 'requests', 'mail', 'handbook', 'reference', 'files', 'terminal', 'app', 'store (types)'],
    ...[
      'verdicts',
      'drafts',
      'decisions',
      'mailbox',
      'reports',
      'plans',
      'imports',
      'jobs',
      'documents',
      'agenda',
      'scorecards',
      'packed',
    ],
  ],
}

/** Files that may import more than their room. */
export const MAY_ALSO: Readonly<Record<string, readonly string[]>> = {
  // The one place that opens the store.
  'app/database.ts': ['store'],
  // The build puts what it says into the program.
  'app/version.ts': ['../package.json'],
}

/** Where each package may be known; with "types", its types alone. One that is not named here may be known nowhere. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  pg: ['store (types)'],
  'pg/lib/client.js': ['store'],
  fflate: ['imports', 'terminal'],
  'big.js': ['records'],
  'entities/decode': ['imports'],
  commander: ['commands', 'main.ts', 'app (types)', 'scorecards (types)'],
  'csv-stringify/sync': ['terminal'],
  '@inquirer/search': ['terminal'],
  '@inquirer/select': ['terminal'],
  '@inquirer/input': ['terminal'],
  chalk: ['terminal'],
  ora: ['terminal'],
  'fast-string-width': ['terminal'],
  'fast-wrap-ansi': ['terminal'],
  entities: ['terminal'],
  'd3-array': ['terminal'],
  'd3-shape': ['terminal'],
  valibot: ['reference', 'imports', 'plans', 'app', 'store'],
  'fastest-levenshtein': ['records', 'imports', 'partners'],
  'i18n-iso-countries/codes.json': ['reference'],
  'i18n-iso-countries/langs/en.json': ['reference'],
  'csv-parse/sync': ['reference'],
  liquidjs: ['mail'],
  'nodemailer/lib/mail-composer': ['mail'],
  'postal-mime': ['mail'],
  'unpdf/pdfjs': ['documents'],
  htmlparser2: ['mail'],
  '@exodus/bytes/encoding.js': ['records'],
  'ical-generator': ['files'],
}

/** The files that may use a thread: what they read is bounded by ending it. */
export const MAY_USE_THREADS: readonly string[] = [
  'documents/pdf.ts',
  'documents/packages/pdf.ts',
  'store/sqlite/asking/ask.ts',
  'store/sqlite/asking/packages/asker.ts',
]

/** The one file that reaches the network: it has the driver of a desk on a server. */
export const REACHES_THE_DESK = 'store/postgres/connection/packages/driver.ts'

/** The files that speak of SQL to a person, and run none: what is typed goes to the store as it is. */
export const SPEAKS_OF_SQL: readonly string[] = ['commands/query/command.ts', 'commands/query/question.ts']

/** The room of a file: its first folder; of one that lies in none, itself. */
export function roomOf(path: string): string {
  return path.split('/')[0] ?? ''
}

/** The job whose folder a file of `commands/` lies in; null for every other. */
export function jobOf(path: string): string | null {
  return /^commands\/([^/]+)\//.exec(path)?.[1] ?? null
}

/** What a decision becomes is planned, and requests are listed, without a clock and without the store. */
const PURE_TOO = ['authorities', 'case', 'entries', 'plan', 'terms', 'lists/rows'].map((name) => `decisions/${name}.ts`)

/** Files that work on what they are given, and on nothing else. */
export function isPure(path: string): boolean {
  if (roomOf(path) === 'store') return false
  if (PURE_TOO.includes(path)) return true
  return /^(?:rules|reports)\//.test(path) || /(?:^|[/-])(?:view|sentences|words|headline|json|steps)\.ts$/.test(path)
}

/** Rooms that do not know who asks: they throw a kind of failure with its facts, and app/failures.ts says what to type. */
export const KNOWS_NO_COMMAND: readonly string[] = [
  ...[
    'records',
    'rules',
    'reference',
    'store',
    'imports',
    'partners',
    'requests',
    'plans',
    'mail',
    'mailbox',
    'handbook',
    'files',
    'jobs',
    'documents',
  ],
]
