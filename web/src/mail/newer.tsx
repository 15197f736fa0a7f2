import type { Messages } from '../text/en'
import { isNewer, takeNewer } from './installed'
import type { Mail } from './model'

/** Says quietly that a newer build is there. It comes when one says so, and what is being written is saved before. */
export function Newer({ words, mail }: { words: Messages, mail: Mail }) {
    if (!isNewer.value) return null
    return <p class="newer" role="status">{words.app.newer} <button type="button" onClick={() => void take(mail)}>{words.app.takeNewer}</button></p>
}

async function take(mail: Mail): Promise<void> {
    await mail.writing.leave()
    // what could not be saved stays, and so does this page
    if (!mail.writing.current.value) takeNewer()
}
