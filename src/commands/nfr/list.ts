import type { Context } from '../../app/context.ts'
import { type ListFlags, printRequests } from '../../decisions/lists/print-requests.ts'
import { listForm, listRequest } from '../../decisions/lists/rows.ts'
import { waitingForms } from '../../decisions/which-request.ts'
import type { ExitCode } from '../../errors.ts'
import { nfrRequests } from '../../records/kinds/licenses/nfr-requests.ts'
import { type DeskRequest, eachRequest, isOpen } from '../../requests/request.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import { typeName } from '../../verdicts/license-words.ts'

/** Lists open requests and the rows of the license request form that wait, late ones first. */
export async function runNfrList(context: Context, flags: ListFlags): Promise<ExitCode> {
  return printRequests(context, flags, async (store, days) => {
    const policy = await licensePolicy(context)
    const { slaBusinessDays } = policy
    const clock = { days, slaBusinessDays }
    const asked = ({ ask }: DeskRequest): string | null =>
      ask && `${ask.users} ${typeName(ask.type, policy)}${ask.renewal ? ', renewal' : ''}`
    const recorded: DeskRequest[] = []
    const known: Pick<DeskRequest, 'id' | 'formKey'>[] = []
    for await (const some of eachRequest(store))
      for (const request of some) {
        const { id, question, formKey } = request
        if (question === 'nfr' && (flags.closed || isOpen(request))) recorded.push(request)
        if (formKey !== null) known.push({ id, formKey })
      }
    const forms = await waitingForms(context, store, policy, known)
    const newest = (await store.newestImports()).find(({ kind }) => kind === nfrRequests.kind)
    return {
      question: 'nfr',
      requests: [
        ...recorded.map((request) => listRequest(context, request, clock, asked(request))),
        ...forms.map((form) => listForm(context, form, clock)),
      ],
      slaBusinessDays,
      form: newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt } : null,
    }
  })
}
