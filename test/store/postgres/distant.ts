import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Distance } from './distant-proxy.ts'

/**
 * A server as it is at the far end of a network: whatever is said takes half a round trip. It runs as a thread, so that it goes on while
 * a test waits for a command. A round trip is counted where something is said after an answer; the start of a connection is one.
 */
export class DistantServer {
  readonly #worker: Worker
  readonly #trips: Int32Array
  /** Where its socket is. */
  readonly folder: string

  private constructor(worker: Worker, trips: Int32Array, folder: string) {
    this.#worker = worker
    this.#trips = trips
    this.folder = folder
  }

  /** Puts the server whose socket is in a folder at a distance. */
  static async start(behind: string, roundTripMs: number): Promise<DistantServer> {
    const trips = new SharedArrayBuffer(4)
    const workerData: Distance = { behind, roundTripMs, trips }
    const worker = new Worker(new URL('distant-proxy.ts', import.meta.url), { workerData })
    const [folder] = await once(worker, 'message')
    return new DistantServer(worker, new Int32Array(trips), folder)
  }

  /** How many round trips were made since this was asked last. */
  takeTrips(): number {
    return Atomics.exchange(this.#trips, 0, 0)
  }

  async stop(): Promise<void> {
    const ended = once(this.#worker, 'exit')
    this.#worker.postMessage('stop')
    await ended
  }
}
