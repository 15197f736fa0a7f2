import { displayName, inert } from '../text/addresses'
import type { Messages } from '../text/en'
import type { Mail } from './model'

/** Messages that go when the connection is back: each can be had back. */
export function Waiting({ words, mail }: { words: Messages, mail: Mail }) {
    const all = mail.writing.waiting.value
    const named = ({ subject, to }: typeof all[number]) => inert(subject.trim() || to.map(displayName).join(', '))
    return <div class="note waits">
        <p role="status">{words.compose.keptCount(all.length)}</p>
        <ul>{all.map(one => <li><span>{named(one)}</span> <button type="button" class="plain"
            aria-label={words.compose.keptOpenName(named(one))} onClick={() => void mail.writing.takeBack(one.key)}>{words.compose.keptOpen}</button></li>)}</ul>
    </div>
}
