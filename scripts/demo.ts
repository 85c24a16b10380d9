/** Shows the main job on the shipped fixtures, in a folder of its own that is removed at the end. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'phd-demo-'))
const NOW = '2026-11-20T09:00:00Z'
const env = { ...process.env, PHD_DB: join(folder, 'phd.db'), PHD_NOW: NOW, PHD_ACTOR: 'demo' }

/** Runs phd as a person would, and checks that it answers as this demo says. */
function phd(explanation: string, args: readonly string[], expected: number): void {
  const words = args.map((arg) => (/^[\w./=-]+$/.test(arg) ? arg : `"${arg}"`))
  process.stdout.write(`\n# ${explanation}\n$ phd ${words.join(' ')}\n`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  process.stdout.write(stdout + stderr)
  if (status !== expected) throw new Error(`phd ended with ${status}, and this demo expects ${expected}`)
}

try {
  cpSync(join(root, 'fixtures', 'desk'), folder, { recursive: true })
  // An export that does not say its time is as old as its file.
  for (const file of readdirSync(folder)) utimesSync(join(folder, file), new Date(NOW), new Date(NOW))
  process.stdout.write(`phd at work on the shipped exports, with a fresh database in ${folder}\n`)
  phd(
    'Import the exports of Salesforce, Impartner and the certification dashboard; phd recognizes each file by its headings.',
    ['import', 'sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'sfdc-users.csv'],
    0,
  )
  phd(
    'Is this partner eligible for a letter of authorization? Yes: each check shows its value, its source and its handbook section.',
    ['loa', 'check', 'Lumen Labs 4 Ltd'],
    0,
  )
  phd('This one is not eligible: phd shows what is missing and how to get it.', ['loa', 'check', 'Cobalt Labs 1 GmbH'], 1)
  phd('For this one phd cannot tell: it never guesses, and says what to do.', ['loa', 'check', 'Nordwind Digital 43 Inc.'], 4)
  phd('Make a certification report, ready to send.', ['cert-report', 'Lumen Labs 4 Ltd'], 0)
  phd(
    'Who should own this account? phd shows the row of the table, and that Salesforce has someone else.',
    ['cam', 'owner', 'Mistral Labs Pvt. Ltd.'],
    1,
  )
  phd(
    'Import the opportunities and the deal registrations as well.',
    ['import', '--quiet', 'sfdc-opportunities.csv', 'sfdc-registrations.csv'],
    0,
  )
  phd('Which deal registrations are late, and who must answer?', ['deal', 'sla'], 0)
  phd('What does the handbook say? Ask in any words.', ['handbook', 'search', 'can an expired registration be extended'], 0)
  process.stdout.write(`
That was the main job. To try it yourself on these files:
  node_modules/.bin/node bin/phd.cjs import --db demo.db fixtures/desk/*.csv
  node_modules/.bin/node bin/phd.cjs loa check --db demo.db --all
To have it as "phd" on this machine (Node 24 or newer): npm install --global "$(npm pack --silent)"
Next: phd loa check "<one of your partners>", and the pages in docs/
`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
