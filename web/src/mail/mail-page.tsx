import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Mailbox } from '../jmap/types'
import type { Messages } from '../text/en'
import { closeWindow, isWindowOpen } from '../ui/dialog'
import { leaveField } from '../ui/fields'
import { type Action, isTyping, Keys } from '../ui/keys'
import { later } from '../ui/later'
import { ToastRegion } from '../ui/toast'
import { backCloses } from './back'
import { install } from './installed'
import { ListHead, Marked } from './list-head'
import { MailboxList } from './mailbox-list'
import type { Mail } from './model'
import { Conversation, ReadingPane, readOn } from './reading-pane'
import { rulePlaces } from './rule-places'
import { ThreadList } from './thread-list'

const KeySheet = later(() => import('./key-sheet').then(one => one.KeySheet))
const Palette = later(() => import('./palette').then(one => one.Palette))
const Snooze = later(() => import('./snooze-menu').then(one => one.SnoozeDialog))
const LabelDialog = later(() => import('./label-dialog').then(one => one.LabelDialog))
const EditMailbox = later(() => import('./mailbox-dialog').then(one => one.MailboxDialog))
const Settings = later(() => import('../settings/settings-dialog').then(one => one.SettingsDialog))
const KeyEnding = later(() => import('./key-alarm').then(one => one.KeyEnding))
const KeyAlarm = later(() => import('./key-alarm').then(one => one.KeyAlarm))
const Server = later(() => import('../operator/operator-dialog').then(one => one.OperatorDialog))
const ComposePanel = later(() => import('../compose/compose-panel').then(one => one.ComposePanel))

/** Mailboxes, list and message; on small screens one after the other. */
export function MailPage({ words, mail, onSignOut }: { words: Messages, mail: Mail, onSignOut: () => void }) {
    const open = useSignal<'help' | 'palette' | 'move' | 'label' | 'snooze' | 'settings' | 'server' | { mailbox: Mailbox | undefined } | undefined>(undefined)
    const run = (action: Action) => act(mail, action, what => { open.value = what })
    const server = () => { open.value = 'server' }
    const settings = () => { open.value = 'settings' }
    const close = () => { open.value = undefined }
    // of a window that is on its way letters are not for what is behind it
    const isComing = () => open.peek() !== undefined && open.peek() !== 'snooze'
    useEffect(() => listenForKeys(run, isComing, close), [mail])
    useEffect(() => {
        const save = () => {
            if (document.visibilityState !== 'hidden') return
            void mail.writing.current.value?.composer.save()
            void mail.keep()
        }
        // what would be lost is asked for, as browsers do it
        const ask = (event: BeforeUnloadEvent) => { if (mail.isUnsent) event.preventDefault() }
        document.addEventListener('visibilitychange', save)
        window.addEventListener('beforeunload', ask)
        return () => {
            document.removeEventListener('visibilitychange', save)
            window.removeEventListener('beforeunload', ask)
        }
    }, [mail])
    useEffect(() => {
        const back = backCloses([{ isOpen: () => mail.isAway, close: () => mail.goToRole('inbox') },
            { isOpen: () => mail.isReading.value, close: () => { mail.isReading.value = false } },
            { isOpen: () => mail.writing.current.value !== undefined, close: () => { leaveField(); return mail.writing.leave() } },
            { isOpen: isWindowOpen, close: closeWindow }], history)
        window.addEventListener('popstate', back.stepped)
        return () => {
            back.stop()
            window.removeEventListener('popstate', back.stepped)
        }
    }, [mail])
    useEffect(() => {
        // what is wanted next is there when it is: after the list, in an idle moment
        if (!mail.query.value?.isThere.value) return
        const idle = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500))
        idle(() => void Promise.all([Conversation.ahead(), Marked.ahead(), import('../html/document'), import('../compose/compose-panel'), import('../compose/open')]).catch(() => undefined).then(() => mail.ahead()).then(install).then(() => import('../settings/notices')).then(one => one.renew(mail.client)).catch(() => undefined))
    }, [mail.query.value?.isThere.value])
    useEffect(() => {
        // who has clicked on a notice wants to read that
        const asked = (event: MessageEvent<{ open?: unknown }>) => { if (typeof event.data?.open === 'string') mail.openFirst(event.data.open) }
        navigator.serviceWorker?.addEventListener('message', asked)
        const wanted = new URLSearchParams(location.search).get('open')
        if (wanted !== null) {
            history.replaceState(history.state, '', location.pathname)
            mail.openFirst(wanted)
        }
        return () => navigator.serviceWorker?.removeEventListener('message', asked)
    }, [mail])
    useEffect(() => {
        const wake = () => { if (document.visibilityState === 'visible') mail.wakeUp() }
        for (const name of ['online', 'focus']) window.addEventListener(name, wake)
        return () => { for (const name of ['online', 'focus']) window.removeEventListener(name, wake) }
    }, [mail])
    return <>
        <div class={`panes ${mail.isReading.value ? 'is-reading' : ''}`}>
            <MailboxList words={words} mail={mail} onSignOut={onSignOut} onMailbox={mailbox => { open.value = { mailbox } }} onSettings={settings} onServer={server} />
            <div class="middle">
                <ListHead words={words} mail={mail} />
                <ThreadList words={words} mail={mail} />
            </div>
            <ReadingPane words={words} mail={mail} />
        </div>
        <Composing words={words} mail={mail} />
        <ToastRegion toast={mail.toast} />
        {mail.endToEnd.ending.value !== undefined && <KeyEnding words={words} at={mail.endToEnd.ending.value} onClose={() => { mail.endToEnd.ending.value = undefined }} />}
        {mail.endToEnd.distrust.value && <KeyAlarm words={words} watch={mail.endToEnd.distrust.value} />}
        {typeof open.value === 'object' && <EditMailbox words={words} mail={mail} mailbox={open.value.mailbox} onClose={close} />}
        {open.value === 'settings' && <Settings words={words} client={mail.client} openPgp={() => mail.endToEnd.get()} book={() => mail.endToEnd.sealing().then(one => one.book)} mailboxes={rulePlaces(mail, words)} onChange={() => mail.writing.forget()} onClose={close} />}
        {open.value === 'server' && mail.isOperator.value && <Server words={words} client={mail.client} onClose={close} />}
        {open.value === 'help' && <KeySheet words={words} onClose={close} />}
        {open.value === 'label' && <LabelDialog words={words} mail={mail} onClose={close} />}
        {open.value === 'snooze' && mail.actions.targets.length > 0 && <Snooze words={words} mail={mail} onClose={close} />}
        {(open.value === 'palette' || open.value === 'move') && <Palette words={words} mail={mail} isMove={open.value === 'move'} run={run} onSettings={settings} onServer={server} onClose={close} />}
    </>
}

function Composing({ words, mail }: { words: Messages, mail: Mail }) {
    const one = mail.writing.current.value
    return one ? <ComposePanel key={one.composer} words={words} composer={one.composer} people={one.people} pictureOf={one.pictures.own}
        onSent={sent => mail.writing.sent(sent)} onKept={() => mail.writing.left()} onDiscard={() => void mail.writing.discard()} onClose={() => mail.writing.close()} onIdentities={() => mail.writing.forget()} /> : null
}

function listenForKeys(run: (action: Action) => void, isComing: () => boolean, close: () => void): () => void {
    const keys = new Keys()
    const listen = (event: KeyboardEvent) => {
        // what a window or a field has taken is for nothing else, though the window is closed by it
        if (event.defaultPrevented || document.querySelector('dialog[open]')) return
        if (isComing()) return event.key === 'Escape' ? close() : undefined
        // what is pressed by Enter has it for itself
        if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('button, a, summary, input')) return
        const { key, ctrlKey, metaKey, altKey } = event
        const action = keys.action({ key, ctrlKey, metaKey, altKey, isTyping: isTyping(event.target) }, event.timeStamp)
        if (!action) return
        event.preventDefault()
        run(action)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
}

function act(mail: Mail, action: Action, open: (what: 'help' | 'palette' | 'move' | 'label' | 'snooze') => void): void {
    const actions: Record<Action, () => void> = {
        next: () => mail.step(1),
        previous: () => mail.step(-1),
        open: () => { if (mail.chosen.value !== undefined) readOn(mail, mail.chosen.value) },
        back: () => { if (mail.isReading.value) mail.isReading.value = false; else if (mail.selected.value.size > 0) mail.selectAll(false); else mail.search('') },
        write: () => void mail.writing.fresh(),
        reply: () => mail.writeAbout('reply'),
        replyAll: () => mail.writeAbout('replyAll'),
        forward: () => mail.writeAbout('forward'),
        archive: () => mail.actions.archive(),
        remove: () => mail.actions.remove(),
        junk: () => mail.actions.junk(),
        star: () => mail.actions.toggle('$flagged'),
        read: () => mail.actions.mark('$seen', true),
        unread: () => mail.actions.mark('$seen', false),
        undo: () => mail.actions.undoByKey(),
        select: () => { if (mail.chosen.value !== undefined) mail.select(mail.chosen.value) },
        selectAll: () => mail.selectAll(),
        selectNone: () => mail.selectAll(false),
        move: () => open('move'),
        label: () => open('label'),
        snooze: () => open('snooze'),
        goInbox: () => mail.goToRole('inbox'),
        goDrafts: () => mail.goToRole('drafts'),
        goSent: () => mail.goToRole('sent'),
        goArchive: () => mail.goToRole('archive'),
        search: () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
        palette: () => open('palette'),
        help: () => open('help'),
    }
    actions[action]()
}
