import { inert } from './addresses'

/** A keyword that people give to messages. `color`: as in CSS, `#rrggbb`. */
export interface Label { keyword: string, name: string, color: string }
/** Of one keyword, as the server keeps it: docs/jmap.md. */
export interface LabelEntry { name: string, color: string }

/** Thunderbird's five tags, by its keywords and in its colours; their names are in the words. */
export const TAG_COLOURS: Record<string, string> = { $label1: '#ff0000', $label2: '#ff9900', $label3: '#009900', $label4: '#3333ff', $label5: '#993399' }
const UNNAMED_COLOUR = '#808080'
/** What programs set by themselves, though it does not begin as RFC 9051 section 2.3.2 wants it. */
export const OF_PROGRAMS = new Set(['junk', 'nonjunk', 'notjunk', 'receipt-handled', 'forwarded', 'redirected', 'mdnsent'])

/** The five, then the others by name. `tags`: how the five are called where nobody has said otherwise. */
export function labelsOf(entries: Record<string, LabelEntry>, tags: readonly string[]): Label[] {
    const five = Object.entries(TAG_COLOURS).map(([keyword, color], i) => ({ keyword, name: tags[i] ?? keyword, color, ...entries[keyword] }))
    const own = Object.entries(entries).filter(([keyword]) => !(keyword in TAG_COLOURS)).map(([keyword, entry]) => ({ keyword, ...entry }))
    return [...five, ...own.sort((a, b) => a.name.localeCompare(b.name))]
}

/** The one of the others that is shown by this name: two that look alike nobody tells apart. */
export function calledAlike(name: string, all: readonly Label[], except?: string): Label | undefined {
    const alike = (one: string) => inert(one).normalize('NFKC').toLowerCase()
    return all.find(one => one.keyword !== except && alike(one.name) === alike(name))
}

/** Those on messages. What another program has set, and nobody has named, is called by its keyword. */
export function labelsOn(keywords: readonly Record<string, true>[], known: readonly Label[]): Label[] {
    const set = new Set(keywords.flatMap(one => Object.keys(one)))
    const unnamed = [...set].filter(one => !one.startsWith('$') && !OF_PROGRAMS.has(one) && !known.some(label => label.keyword === one))
    return [...known.filter(one => set.has(one.keyword)), ...unnamed.map(one => ({ keyword: one, name: one, color: UNNAMED_COLOUR }))]
}
