import type { Messages } from '../text/en'
import { later } from '../ui/later'
import type { Mail } from './model'

export const Conversation = later(() => import('./conversation').then(one => one.Conversation))

/** The conversation that is read. What shows it is loaded after the list. */
export function ReadingPane({ words, mail }: { words: Messages, mail: Mail }) {
    const id = mail.isReading.value ? mail.chosen.value : undefined
    return <main class="reading" aria-label={words.reading.label}>
        {id === undefined ? <p class="none">{words.reading.none}</p> : <Conversation key={id} words={words} mail={mail} id={id} />}
    </main>
}
