import { recorder } from '../../decisions/quarters/record.ts'
import { rebateWork } from '../../decisions/quarters/works.ts'

/** Records on the steps of rebates. */
export const record = recorder(rebateWork)
