import type { Messages } from './en'

const DAY_MS = 24 * 60 * 60 * 1000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes long. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = language + JSON.stringify(options)
    const made = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
    formats.set(key, made)
    return made
}

/**
 * As short as tells it: the time today, the day of the week in the last six days, the day in this year, else with
 * the year.
 */
export function shortDate(date: string, now: Date, words: Messages, timeZone?: string): string {
    const then = new Date(date)
    if (Number.isNaN(then.getTime())) return ''
    const zone = timeZone === undefined ? {} : { timeZone }
    const days = dayOf(now, timeZone) - dayOf(then, timeZone)
    return format(words.locale, { ...zone, ...shape(days, yearOf(then, timeZone) === yearOf(now, timeZone)) }).format(then)
}

function shape(days: number, isThisYear: boolean): Intl.DateTimeFormatOptions {
    if (days === 0) return { hour: '2-digit', minute: '2-digit' }
    if (days > 0 && days < 7) return { weekday: 'short' }
    if (isThisYear) return { day: 'numeric', month: 'short' }
    return { day: 'numeric', month: 'short', year: 'numeric' }
}

/** Makes what most rows of a list need, while there is time for it. */
export function makeShortDates(now: Date, words: Messages): void {
    for (const days of [0, 32]) shortDate(new Date(now.getTime() - days * DAY_MS).toISOString(), now, words)
}

export function longDate(date: string, words: Messages, timeZone?: string): string {
    const then = new Date(date)
    if (Number.isNaN(then.getTime())) return ''
    const zone = timeZone === undefined ? {} : { timeZone }
    return format(words.locale, { ...zone, dateStyle: 'full', timeStyle: 'short' }).format(then)
}

/** Days since 1970 as the clock on the wall has them. */
function dayOf(date: Date, timeZone: string | undefined): number {
    const [year, month, day] = parts(date, timeZone)
    return Math.round(Date.UTC(year!, month! - 1, day) / DAY_MS)
}

function yearOf(date: Date, timeZone: string | undefined): number { return parts(date, timeZone)[0]! }

/** Year, month from 1, day. */
function parts(date: Date, timeZone: string | undefined): number[] {
    // without a zone of its own it is that of the browser, which is there at once
    if (timeZone === undefined) return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    const zone = { timeZone }
    const all = format('en-US', { ...zone, year: 'numeric', month: 'numeric', day: 'numeric', calendar: 'gregory' })
        .formatToParts(date)
    return ['year', 'month', 'day'].map(type => Number(all.find(one => one.type === type)?.value))
}
