import type { Messages } from './en'

/** In units of a thousand, with one digit behind the point below ten. */
export function sizeText(octets: number, words: Messages): string {
    const units = [words.sizes.octets, words.sizes.kB, words.sizes.MB, words.sizes.GB]
    let value = Math.max(0, octets)
    let unit = 0
    // what would be shown as 1,000 is 1 of the next
    while (unit < units.length - 1 && Math.round(value) >= 1000) {
        value /= 1000
        unit++
    }
    const maximumFractionDigits = unit > 0 && value < 9.95 ? 1 : 0
    return units[unit]!(new Intl.NumberFormat(words.locale, { maximumFractionDigits }).format(value))
}
