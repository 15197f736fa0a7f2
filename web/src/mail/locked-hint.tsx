import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { accountWords } from '../text/account'
import type { Messages } from '../text/en'
import type { Mail } from './model'

/** Where a list cannot be had since mail from before a reset of the password is locked: so, and where it is opened. */
export function LockedHint({ words, mail }: { words: Messages, mail: Mail }) {
    const { locked } = accountWords(words)
    const isLocked = useSignal(false)
    useEffect(() => {
        void mail.client.http.once('/api/session', {})
            .then(async got => { isLocked.value = got.ok && (await got.json() as { isWhole?: boolean }).isWhole === false })
            .catch(() => undefined)
    }, [])
    return isLocked.value ? <p>{locked.what} <a href="/locked">{locked.open}</a></p> : null
}
