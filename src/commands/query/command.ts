import { collect, type Register, withExamples } from '../../app/command.ts'
import type { QueryFlags } from './run.ts'

export const query: Register = (program, act) => {
  const command = program
    .command('query [select]')
    .description('ask the database in SQL: one SELECT, read-only, in every format')
    .option('--file <query.sql>', 'read the SELECT from a file')
    .option('--param <name=value>', 'value of a parameter, as :name in the SELECT (repeatable)', collect)
    .option('--timeout <seconds>', 'seconds that it may run (default 30)')
    .option('--limit <rows>', 'most rows to print (default 1000 as a table or JSON; all as CSV or NDJSON)')
    .option('--views [view]', 'list the views, or the columns of one')
    .action(act<QueryFlags>(async (...args) => (await import('./run.ts')).runQuery(...args)))
  withExamples(command, [
    'phd query --views',
    'phd query --views current_accounts',
    'phd query "SELECT name, track FROM partners WHERE country = :c" --param c=Germany',
    'phd query --file people.sql --format csv --timeout 120 > people.csv',
    'phd query "SELECT * FROM decisions ORDER BY entry DESC" --limit 20',
    'phd query - < question.sql',
  ])
}
