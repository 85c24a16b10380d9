/** Several readings on their way at a time: to wait for each alone takes most of the time where the server is far. */

/** One reading is worked on while the next is on its way. With eight, all partners took a fifth longer beside the server: more stays in memory. */
const AT_ONCE = 2

/** Does readings at once and gives what each gave. Where some fail, throws what the first of them threw, when all have ended. */
export async function atOnce<T extends unknown[]>(...readings: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> {
  const ended = await Promise.allSettled(readings.map((read) => read()))
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  }) as T
}

/** Does readings and gives what each gave, in their order; some are asked for before they are wanted. */
export async function* someAtOnce<T>(readings: Iterable<() => Promise<T>>): AsyncGenerator<T, void, void> {
  const asked: Promise<T>[] = []
  for (const read of readings) {
    const reading = read()
    // Who comes to it is told.
    reading.catch(() => {})
    asked.push(reading)
    if (asked.length < AT_ONCE) continue
    const [first] = asked.splice(0, 1)
    if (first) yield await first
  }
  for (const reading of asked) yield await reading
}
