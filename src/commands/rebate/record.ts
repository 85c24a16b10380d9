import { recorder } from '../../decisions/quarters/record.ts'
import { rebateWork } from './status.ts'

/** Records on the steps of rebates. */
export const record = recorder(rebateWork)
