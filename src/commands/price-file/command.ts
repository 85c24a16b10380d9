import { collect, type Register, withExamples } from '../../app/command.ts'
import { addRecording, addStatus } from '../../app/quarters/options.ts'
import type { PriceFileFlags } from './status.ts'

export const priceFile: Register = (program, act) => {
  const group = program
    .command('price-file')
    .description('show what is due for the price files of a quarter, and record what is done')
  withExamples(group, ['phd price-file status', 'phd price-file done collect'])
  const status = addStatus(
    group,
    'list the steps of a quarter’s price files with their days, whom to tag, and the distributors; drafts the mails',
  )
    .option('--draft <folder>', 'folder to write a mail to each distributor to')
    .option('--set <changes=text>', 'a change to point out in the mails; may be repeated', collect)
    .action(act<PriceFileFlags>(async (context, flags) => (await import('./status.ts')).runPriceFileStatus(context, flags)))
  withExamples(status, [
    'phd price-file status',
    'phd price-file status --quarter FY27-Q4 --json',
    'phd price-file status --draft mails --set changes="GitLab Duo: new part numbers"',
    'phd price-file status --ics price-files.ics --force',
  ])
  addRecording(group, act, {
    steps: 'collect, upload, mail, slack or no-updates',
    step: 'upload',
    load: async () => (await import('./record.ts')).record,
  })
}
