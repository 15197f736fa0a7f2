import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../jmap/client'
import type { Messages } from '../text/en'
import { canNotify, change, type NoticeFailure, switchOff, switchOn, type Wish, wishNow } from './notices'

/** Notices of this browser, when mail has come and no page is open. */
export function NoticesPage({ words, client }: { words: Messages, client: Client }) {
    const { notices } = words
    const wish = useSignal<Wish | undefined>(undefined)
    const wrong = useSignal<NoticeFailure | undefined>(undefined)
    const isBusy = useSignal(false)
    useEffect(() => { void wishNow().then(one => { wish.value = one }, () => undefined) }, [])
    if (!canNotify(client)) return <p class="note">{notices.failures.notHere}</p>
    const turn = async (isOn: boolean) => {
        isBusy.value = true
        wrong.value = undefined
        if (isOn) {
            const done = await switchOn(client, { language: words.language, inbox: await inboxOf(client), shows: false })
            if (!done.ok) wrong.value = done.error
        } else await switchOff(client)
        wish.value = await wishNow()
        isBusy.value = false
    }
    const show = (shows: boolean) => {
        wish.value = { ...wish.value!, shows }
        void change(wish.value)
    }
    return <div class="form">
        <p class="note">{notices.what}</p>
        <label class="check"><input type="checkbox" checked={wish.value !== undefined} disabled={isBusy.value} onChange={event => void turn(event.currentTarget.checked)} /> {notices.on}</label>
        {wish.value && <label class="check"><input type="checkbox" checked={wish.value.shows} onChange={event => show(event.currentTarget.checked)} /> {notices.shows}</label>}
        {wish.value && <p class="note">{notices.showsWhat}</p>}
        <div class="wrong" role="alert">{wrong.value && notices.failures[wrong.value]}</div>
    </div>
}

async function inboxOf(client: Client): Promise<string> {
    const got = await client.call('Mailbox/get', { accountId: client.accountId, ids: null, properties: ['id', 'role'] }).answer
    return got.ok ? got.value.list.find(one => one.role === 'inbox')?.id ?? '' : ''
}
