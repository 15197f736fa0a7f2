import type { Messages } from './en'

/** The first language that is wanted and there is; else English. It alone is loaded. */
export function wordsFor(wanted: readonly string[]): Promise<Messages> {
    for (const one of wanted) {
        const language = one.toLowerCase().split('-')[0]
        if (language === 'it') return import('./it').then(found => found.it)
        if (language === 'en') break
    }
    return import('./en').then(found => found.en)
}
