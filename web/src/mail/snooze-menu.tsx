import { useSignal } from '@preact/signals'
import { LATER } from '../jmap/types'
import type { Messages } from '../text/en'
import { laterTimes } from '../text/later-times'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icons'
import { Menu } from '../ui/menu'
import { isSnoozedBox } from './mailbox-name'
import type { Mail } from './model'

/** When it comes again. Only where the server can do it. */
export function SnoozeMenu({ words, mail }: { words: Messages, mail: Mail }) {
    const isAsking = useSignal(false)
    if (!(LATER in mail.client.session.capabilities)) return null
    const date = new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    return <>
        <Menu label={words.actions.snooze} choices={[
            ...laterTimes(new Date()).map(at => ({ label: date.format(at), run: () => void mail.actions.snooze(at) })),
            { label: words.selection.chooseTime, run: () => { isAsking.value = true } },
            isSnoozed(mail) && { label: words.selection.bringBack, run: () => void mail.actions.snooze(undefined) },
        ]}><Icon path="clock" /></Menu>
        {isAsking.value && <SnoozeDialog words={words} mail={mail} onClose={() => { isAsking.value = false }} />}
    </>
}

function isSnoozed(mail: Mail): boolean { return isSnoozedBox(mail.place.value) }

/** By key, or for a time of one's own. */
export function SnoozeDialog({ words, mail, onClose }: { words: Messages, mail: Mail, onClose: () => void }) {
    const date = new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    const take = (at: Date) => {
        onClose()
        void mail.actions.snooze(at)
    }
    return <Dialog title={words.actions.snooze} close={words.keys.close} onClose={onClose}>
        <div class="times">{laterTimes(new Date()).map(at => <button type="button" onClick={() => take(at)}>{date.format(at)}</button>)}</div>
        <form class="when" onSubmit={event => {
            event.preventDefault()
            const at = new Date(String(new FormData(event.currentTarget as HTMLFormElement).get('at')))
            if (!Number.isNaN(at.getTime())) take(at)
        }}><input type="datetime-local" name="at" required aria-label={words.selection.chooseTime} /> <button>{words.selection.chooseTime}</button></form>
    </Dialog>
}
