import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { print } from '../../terminal/print.ts'
import { auditCheckView } from './verify-view.ts'

export interface VerifyFlags extends CommonFlags {
  expect?: string
  records?: boolean
}

/**
 * Checks that no entry of the audit was changed or removed; `--expect`: that one has the hash it had. Exit code 1 where that is not
 * so, or, with `--records`, where records are not what their imports left. Throws usage errors.
 */
export async function runVerify(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const expect = givenValue('--expect', flags.expect)
  const noted = expect === undefined ? null : /^([1-9]\d{0,9}):([0-9a-f]{64})$/i.exec(expect.trim())
  if (expect !== undefined && !noted)
    throw usageError(
      `--expect ${expect} is not the number of an audit entry and its hash`,
      'write it as it was printed: --expect 12:<64 digits>',
    )
  const store = await context.openStore('read')
  try {
    if (context.asOf !== null) throw usageError('the audit is verified as it is now, not as it was', 'remove --as-of')
    const { head, flaws, redacted } = await store.verifyAudit()
    const found = noted ? await store.auditEntry(Number(noted[1])) : null
    const differs = noted !== null && found?.entry.hash !== noted[2]?.toLowerCase()
    const expected = noted ? { entry: Number(noted[1]), same: !differs } : null
    const records = flags.records === true ? await store.verifyRecords() : null
    print(context.io, context.format, auditCheckView({ head, flaws, redacted, expected, records }, context.io))
    const isChanged = flaws.length > 0 || differs || (records !== null && records.changed.length > 0)
    return isChanged ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}
