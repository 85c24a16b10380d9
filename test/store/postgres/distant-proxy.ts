/** Run as a thread: forwards what phd and a server say as late as over a network, and counts the round trips. */

import type { Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { ServerProxy } from './server-proxy.ts'

/** What the thread is told: the folder of the server's socket, the time of a round trip, and where the trips are counted. */
export interface Distance {
  behind: string
  roundTripMs: number
  trips: SharedArrayBuffer
}

const { behind, roundTripMs, trips } = workerData as Distance
const count = new Int32Array(trips)

/** As the protocol has it: X and the length. */
const GOODBYE = Buffer.from('X\0\0\0\u0004', 'latin1')

class DistantProxy extends ServerProxy {
  protected forward(client: Socket, server: Socket): void {
    const later = (work: () => void): unknown => setTimeout(work, roundTripMs / 2)
    // What is said before an answer has come goes with what was said before; the start of a connection is the first trip.
    let isAnswered = true
    client.on('data', (bytes) => {
      // The goodbye waits for nothing.
      if (isAnswered && !bytes.equals(GOODBYE)) Atomics.add(count, 0, 1)
      isAnswered = false
      later(() => server.write(bytes))
    })
    server.on('data', (bytes) =>
      later(() => {
        isAnswered = true
        client.write(bytes)
      }),
    )
    client.on('close', () => later(() => server.end()))
    server.on('close', () => later(() => client.end()))
  }
}

const proxy = new DistantProxy(behind)
await proxy.start()
parentPort?.on('message', () => {
  proxy.stop()
  process.exit()
})
parentPort?.postMessage(proxy.folder)
