import { en, type Messages } from './en'
import { it } from './it'

/** The first language that is wanted and there is; else English. */
export function wordsFor(wanted: readonly string[]): Messages {
    for (const one of wanted) {
        const language = one.toLowerCase().split('-')[0]
        if (language === 'it') return it
        if (language === 'en') return en
    }
    return en
}
