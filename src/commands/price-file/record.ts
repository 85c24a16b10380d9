import { recorder } from '../../decisions/quarters/record.ts'
import { priceFileWork } from '../../decisions/quarters/works.ts'

/** Records on the steps of price files. */
export const record = recorder(priceFileWork)
