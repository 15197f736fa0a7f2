import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Id } from '../jmap/types'
import type { Messages } from '../text/en'
import { later } from '../ui/later'
import type { Mail } from './model'

export const Conversation = later(() => import('./conversation').then(one => one.Conversation))

/** By a key: the focus goes with it. */
const wanted = signal<{ id: Id } | undefined>(undefined)

/** Opens it, and brings the focus there: a screen reader reads on from its heading. */
export function readOn(mail: Mail, id: Id): void {
    mail.open(id)
    if (mail.isReading.value) wanted.value = { id }
}

/**
 * The conversation that is read. What shows it is loaded after the list. The focus that was in the one before goes to
 * the next one, and to the row in the list when nothing is read any more.
 */
export function ReadingPane({ words, mail }: { words: Messages, mail: Mail }) {
    const id = mail.isReading.value ? mail.chosen.value : undefined
    const pane = useRef<HTMLElement>(null)
    const before = useRef(id)
    // the page is as it was before still
    const hadFocus = pane.current?.contains(document.activeElement) === true
    useLayoutEffect(() => {
        const isNew = before.current !== id
        before.current = id
        const isWanted = id !== undefined && wanted.peek()?.id === id
        if (!isWanted && !(isNew && hadFocus)) return
        wanted.value = undefined
        if (id === undefined) mail.isBack.value = true
        else (pane.current!.querySelector<HTMLElement>('h1') ?? pane.current!).focus({ preventScroll: true })
    }, [id, wanted.value])
    return <main class="reading" ref={pane} tabIndex={-1} aria-label={words.reading.label}>
        {id === undefined ? <p class="none">{words.reading.none}</p> : <Conversation key={id} words={words} mail={mail} id={id} />}
    </main>
}
