import type { Messages } from '../text/en'
import { isConnected } from './connection'

/** In the place of what is not there yet. */
export function Loading({ words }: { words: Messages }) {
    return <p role="status">{isConnected.value ? words.list.loading : words.list.offline}</p>
}

/** In the place of what could not be had. The server may be away though there is a connection: so one may ask again. */
export function Missing({ words, again, text = words.settings.cannot }: { words: Messages, again: () => unknown, text?: string }) {
    return <p role="alert">{isConnected.value ? text : words.list.offline} <button type="button"
        onClick={() => void again()}>{words.list.again}</button></p>
}
