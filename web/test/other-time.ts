/** As if it were that time, for all who ask; `now` in milliseconds since 1970. */
export async function atTime<T>(now: number, work: () => Promise<T>): Promise<T> {
    const real = Date
    globalThis.Date = class extends real {
        constructor(given: number = now) { super(given) }

        static override now(): number { return now }
    } as DateConstructor
    try {
        return await work()
    } finally {
        globalThis.Date = real
    }
}
