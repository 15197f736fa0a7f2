const HOUR_MS = 3_600_000

/**
 * When people send later: in an hour, this evening, tomorrow morning, on Monday. By the clock on the wall; the next
 * first.
 */
export function laterTimes(now: Date): Date[] {
    const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
    const inAnHour = new Date(Math.ceil((now.getTime() + HOUR_MS) / 900_000) * 900_000)
    const toMonday = (8 - now.getDay()) % 7 || 7
    const all = [inAnHour, at(0, 18), at(1, 8), at(1, 18), at(toMonday, 8)].filter(one => one.getTime() >= inAnHour.getTime())
    const times = [...new Set(all.map(one => one.getTime()))]
    return times.sort((a, b) => a - b).map(one => new Date(one))
}
