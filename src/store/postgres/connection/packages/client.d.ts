/** What phd uses of the driver beside its published types: its client alone, and what a query of one's own answers to. */
declare module 'pg/lib/client.js' {
  import type { Client as ClientOfDriver, Connection, QueryConfig } from 'pg'

  export interface ConnectionOfDriver extends Connection {
    sendCopyFromChunk(chunk: Buffer): void
    endCopyFrom(): void
    sendCopyFail(message: string): void
    parse(statement: { text: string }): void
    sync(): void
    on(event: 'parameterStatus', listener: (message: { parameterName: string; parameterValue: string }) => void): this
  }

  class Query {
    constructor(config: QueryConfig, callback?: (error: Error | null, result: { rowCount: number | null }) => void)
    on(event: 'row', listener: (row: unknown[]) => void): this
    on(event: 'end', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    handleCopyInResponse(connection: ConnectionOfDriver): void
    handleError(error: Error, connection: ConnectionOfDriver): void
    prepare(connection: ConnectionOfDriver): void
  }

  class Client extends ClientOfDriver {
    static readonly Query: typeof Query
    readonly connection: ConnectionOfDriver
  }

  export default Client
}
