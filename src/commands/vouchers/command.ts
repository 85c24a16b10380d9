import { type Register, withExamples } from '../../app/command.ts'
import { addReportOptions } from '../../scorecards/options.ts'
import type { VoucherFlags } from './run.ts'

export const vouchers: Register = (program, act) => {
  const command = addReportOptions(
    program
      .command('vouchers')
      .description('PSE vouchers of a partner, or of all: unused, used, and ending soon; also --format md and html')
      .argument('[partner]', 'id, name, alias or email domain of the partner (default: all)')
      .option('--quarter <quarter>', 'as of the end of a fiscal quarter, such as FY27-Q3 (default: the one of today)')
      .option('--expiring-days <days>', 'what ends within so many days ends soon (default 90)')
      .option('--with-addresses', 'also show the email addresses of holders')
      .option('--show-codes', 'show whole codes, not only their last four characters'),
  ).action(
    act<VoucherFlags>(async (context, flags, [partner]) => (await import('./run.ts')).runVouchers(context, flags, partner), {
      pages: true,
    }),
  )
  withExamples(command, [
    'phd vouchers',
    'phd vouchers "Acme GmbH" --expiring-days 30',
    'phd vouchers "Acme GmbH" --quarter FY27-Q3 --out vouchers.html --force',
    'phd vouchers "Acme GmbH" --draft drafts --to "Ann Lee" --with-addresses',
    'phd vouchers --show-codes --format csv > vouchers.csv',
  ])
}
