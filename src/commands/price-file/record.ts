import { recorder } from '../../decisions/quarters/record.ts'
import { priceFileWork } from './status.ts'

/** Records on the steps of price files. */
export const record = recorder(priceFileWork)
