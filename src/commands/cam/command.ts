import type { Command } from 'commander'
import { type Act, collect, type Register, withExamples } from '../../app/command.ts'
import type { ExportFlags } from './load/export.ts'
import type { ReconcileFlags } from './load/reconcile.ts'
import type { VerifyFlags } from './load/verify.ts'
import type { OwnerFlags } from './owner.ts'
import type { PlanFlags } from './plan/plan.ts'
import type { CloseFlags } from './plan/plans.ts'
import type { ShowFlags } from './plan/show.ts'
import type { SetFlags } from './set.ts'

export const cam: Register = (program, act) => {
  const group = program.command('cam').description('find who should own an account, and bring Salesforce in line with the tables')
  withExamples(group, ['phd cam owner "Acme GmbH"', 'phd cam plan --out plan.json'])
  for (const register of [owners, plans, loads, exportedPlans, sets, mappings]) register(group, act)
}

type RegisterIn = (group: Command, act: Act) => void

const owners: RegisterIn = (group, act) => {
  const owner = group
    .command('owner')
    .description('find who should own an account or manage an opportunity, which row says so, and whether the record agrees')
    .argument('[account]', 'id, name, alias or email domain of a partner, or the id of an opportunity')
    .option('--all', 'every partner account, by name')
    .action(act<OwnerFlags>(async (context, flags, [subject]) => (await import('./owner.ts')).runOwner(context, flags, subject)))
  withExamples(owner, [
    'phd cam owner "Acme GmbH"',
    'phd cam owner 0064M000AAAAAAIQY5',
    'phd cam owner --all --format csv > owners.csv',
    'phd cam owner "Acme GmbH" --as-of 2026-05-01',
  ])
}

const plans: RegisterIn = (group, act) => {
  const plan = group
    .command('plan')
    .description('list every account whose owner should change, and why; what needs review is held. Changes nothing')
    .option('--out <file>', 'save the plan to a file, for export')
    .option('--html <file>', 'also write a page for the channel director')
    .option('--force', 'replace these files if they exist')
    .option('--region <region>', 'AMER, APAC, EMEA, US-PubSec or none (without a region); repeatable', collect)
    .option('--only <partner>', 'only this account; repeatable', collect)
    .option('--without <partner>', 'skip this account; repeatable', collect)
    .action(act<PlanFlags>(async (context, flags) => (await import('./plan/plan.ts')).runPlan(context, flags)))
  withExamples(plan, [
    'phd cam plan',
    'phd cam plan --out plan.json --html plan.html --force',
    'phd cam plan --region EMEA --region APAC --format csv > plan.csv',
    'phd cam plan --only "Acme GmbH" --out acme.json',
    'phd cam plan --without "Acme GmbH"',
  ])
  const show = group
    .command('show')
    .description('show a saved plan, and which of its changes still hold')
    .argument('<plan.json>', 'the plan file')
    .option('--html <file>', 'also write it as a page')
    .option('--force', 'replace that file if it exists')
    .action(act<ShowFlags>(async (...args) => (await import('./plan/show.ts')).runShow(...args)))
  withExamples(show, ['phd cam show plan.json', 'phd cam show plan.json --html plan.html --force'])
}

const loads: RegisterIn = (group, act) => {
  const exporting = group
    .command('export')
    .description('write the files that bring Salesforce in line with a plan: for the loader, for a rollback, and a checklist')
    .argument('<plan.json>', 'the plan file')
    .option('--out <folder>', 'folder to write them to')
    .option('--max-changes <number>', 'export up to that many changes (default 250)')
    .action(act<ExportFlags>(async (...args) => (await import('./load/export.ts')).runExport(...args)))
  withExamples(exporting, [
    'phd cam export plan.json --out owner-changes',
    'phd cam export plan.json --out owner-changes --max-changes 400',
  ])
  const reconcile = group
    .command('reconcile')
    .description('read the loader’s results: done, failed and why, not attempted; writes what to load again')
    .argument('<results...>', 'the success and error files of Data Loader or the Bulk API')
    .option('--plan <plan>', 'the plan, by number or file, if the results match several')
    .option('--out <folder>', 'where to write the retry file (default: beside the first file)')
    .option('--encoding <name>', 'the encoding of the text, if it is not Unicode: windows-1252 …')
    .action(act<ReconcileFlags>(async (...args) => (await import('./load/reconcile.ts')).runReconcile(...args)))
  withExamples(reconcile, [
    'phd cam reconcile success.csv error.csv',
    'phd cam reconcile success.csv error.csv --plan plan.json --out retry --encoding windows-1252',
  ])
  const verify = group
    .command('verify')
    .description('check in accounts imported since whether changes landed, were overwritten or are still open')
    .option('--plan <plan>', 'one plan, by number or file (default: every unsettled plan)')
    .action(act<VerifyFlags>(async (context, flags) => (await import('./load/verify.ts')).runVerify(context, flags)))
  withExamples(verify, ['phd cam verify', 'phd cam verify --plan plan.json'])
}

const exportedPlans: RegisterIn = (group, act) => {
  const plans = group
    .command('plans')
    .description('list exported plans and their states')
    .action(act(async (context) => (await import('./plan/plans.ts')).runPlans(context)))
  withExamples(plans, ['phd cam plans'])
  const close = group
    .command('close')
    .description('close a plan without finishing it; changes nothing in Salesforce')
    .argument('<plan>', 'number or file of the plan')
    .option('--reason <text>', 'the reason')
    .action(act<CloseFlags>(async (...args) => (await import('./plan/plans.ts')).runClose(...args)))
  withExamples(close, ['phd cam close 6a532dd67c85 --reason "the rest was done by hand"'])
}

const sets: RegisterIn = (group, act) => {
  const set = group
    .command('set')
    .description('decide who owns an account, whatever the tables say, until you lift it')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--owner <name>', 'the Salesforce user, by full name or id')
    .option('--reason <text>', 'the reason')
    .option('--until <day>', 'the last day of the decision')
    .action(act<SetFlags>(async (...args) => (await import('./set.ts')).runSet(...args)))
  withExamples(set, [
    'phd cam set "Acme GmbH" --owner "Camille Dios" --reason "handover until the new manager starts" --until 2027-01-31',
  ])
  const lift = group
    .command('lift')
    .description('lift a decision, so the account follows the tables again')
    .argument('[partner]', 'id, name, alias or email domain')
    .option('--reason <text>', 'the reason')
    .action(act<SetFlags>(async (...args) => (await import('./set.ts')).runLift(...args)))
  withExamples(lift, ['phd cam lift "Acme GmbH" --reason "the new manager has started"'])
  const sets = group
    .command('sets')
    .description('list the accounts with a decision')
    .action(act(async (context) => (await import('./set.ts')).runSets(context)))
  withExamples(sets, ['phd cam sets'])
}

const mappings: RegisterIn = (group, act) => {
  const mapping = group.command('mapping').description('list and check the channel manager tables')
  withExamples(mapping, ['phd cam mapping check', 'phd cam mapping list'])
  const check = mapping
    .command('check')
    .description('find gaps, overlaps and managers who cannot be given an account, with the partners they affect')
    .action(act(async (context) => (await import('./mapping.ts')).runMappingCheck(context)))
  withExamples(check, ['phd cam mapping check', 'phd cam mapping check --format csv > mapping.csv'])
  const list = mapping
    .command('list')
    .description('list the tables in force, row by row')
    .action(act(async (context) => (await import('./mapping.ts')).runMappingList(context)))
  withExamples(list, ['phd cam mapping list', 'phd cam mapping list --as-of 2026-05-01'])
}
