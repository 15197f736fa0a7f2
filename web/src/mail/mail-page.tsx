import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import { type Action, isTyping, KEYS, Keys } from '../ui/keys'
import { later } from '../ui/later'
import { ToastRegion } from '../ui/toast'
import { MailboxList } from './mailbox-list'
import type { Mail } from './model'
import { ReadingPane } from './reading-pane'
import { ThreadList } from './thread-list'

const ComposePanel = later(() => import('../compose/compose-panel').then(one => one.ComposePanel))

/** Mailboxes, list and message; on small screens one after the other. */
export function MailPage({ words, mail, onSignOut }: { words: Messages, mail: Mail, onSignOut: () => void }) {
    const isHelping = useSignal(false)
    useEffect(() => listenForKeys(action => act(mail, action, () => { isHelping.value = true })), [mail])
    useEffect(() => {
        const wake = () => { if (document.visibilityState === 'visible') mail.wakeUp() }
        for (const name of ['online', 'focus']) window.addEventListener(name, wake)
        return () => { for (const name of ['online', 'focus']) window.removeEventListener(name, wake) }
    }, [mail])
    return <>
        <div class={`panes ${mail.isReading.value ? 'is-reading' : ''}`}>
            <MailboxList words={words} mail={mail} onSignOut={onSignOut} />
            <ThreadList words={words} mail={mail} />
            <ReadingPane words={words} mail={mail} />
        </div>
        <Composing words={words} mail={mail} />
        <ToastRegion toast={mail.toast} />
        {isHelping.value && <KeySheet words={words} onClose={() => { isHelping.value = false }} />}
    </>
}

function Composing({ words, mail }: { words: Messages, mail: Mail }) {
    const one = mail.writing.current.value
    return one ? <ComposePanel key={one.composer} words={words} composer={one.composer} people={one.people} pictureOf={one.pictures.own}
        onSent={sent => mail.writing.sent(sent)} onDiscard={() => void mail.writing.discard()} onClose={() => mail.writing.close()} /> : null
}

function listenForKeys(run: (action: Action) => void): () => void {
    const keys = new Keys()
    const listen = (event: KeyboardEvent) => {
        if (document.querySelector('dialog[open]')) return
        // a button has Enter for itself
        if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('button, a')) return
        const { key, ctrlKey, metaKey, altKey } = event
        const action = keys.action({ key, ctrlKey, metaKey, altKey, isTyping: isTyping(event.target) }, event.timeStamp)
        if (!action) return
        event.preventDefault()
        run(action)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
}

function act(mail: Mail, action: Action, help: () => void): void {
    const actions: Record<Action, () => void> = {
        next: () => mail.step(1),
        previous: () => mail.step(-1),
        open: () => { if (mail.chosen.value !== undefined) mail.open(mail.chosen.value) },
        back: () => { mail.isReading.value = false },
        write: () => void mail.writing.fresh(),
        reply: () => mail.writeAbout('reply'),
        replyAll: () => mail.writeAbout('replyAll'),
        forward: () => mail.writeAbout('forward'),
        archive: () => mail.archive(),
        remove: () => mail.remove(),
        junk: () => mail.junk(),
        star: () => mail.toggle('$flagged'),
        read: () => mail.mark('$seen', true),
        unread: () => mail.mark('$seen', false),
        undo: () => mail.undo(),
        goInbox: () => {
            const inbox = mail.mailboxes.value.find(one => one.role === 'inbox')
            if (inbox) mail.go(inbox.id)
        },
        help,
    }
    actions[action]()
}

function KeySheet({ words, onClose }: { words: Messages, onClose: () => void }) {
    return <Dialog title={words.keys.title} close={words.keys.close} onClose={onClose}>
        <dl>{(Object.keys(KEYS) as Action[]).map(action => <>
            <dt>{KEYS[action].map(key => <><kbd>{key}</kbd> </>)}</dt>
            <dd>{words.actions[action]}</dd>
        </>)}</dl>
    </Dialog>
}
